package io.borelog.tools.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has to be there, and what is said where it is not. */
class PeersTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTakeTheLoadsThatAreNamedAndAllWhereNoneIs() {
        assertEquals(List.of(Load.OPEN_LOOP, Load.SMALL), Load.of(List.of("open-loop", "small")));
        assertEquals(List.of(Load.values()), Load.of(List.of()));
        assertEquals("--loads must be among [small, one-connection, large, open-loop]: huge",
            assertThrows(StageException.class, () -> Load.of(List.of("huge"))).getMessage());
    }

    @Test
    void shouldAskTheGeneratorForTheLoad() {
        assertEquals(List.of("--conns", "10", "--tools", "100", "--size", "512", "--window", "64", "--seconds", "8.0", "--rate", "5000",
            "--warmup", "2.0"), Load.OPEN_LOOP.arguments(8));
        assertEquals(List.of(List.of("--conns", "10", "--tools", "100", "--size", "49152", "--window", "64", "--seconds", "5.0")),
            Load.LARGE.before(8));
        assertEquals(List.of(
            List.of("--conns", "10", "--tools", "100", "--size", "512", "--window", "64", "--seconds", "5.0"),
            List.of("--conns", "10", "--tools", "100", "--size", "512", "--window", "64", "--seconds", "8.0", "--rate", "5000")),
            Load.OPEN_LOOP.before(8));
    }

    @Test
    void shouldSayWhichOfTheTwoProgramsIsMissing() throws IOException {
        program("mqload", true);
        final StageException ex = assertThrows(StageException.class, () -> LoadTools.in(directory));
        assertEquals(ExitCode.USAGE, ex.exitCode());
        assertEquals("--tools must be the folder with mqload and mqfloor, built for this machine: there is no "
            + directory.resolve("mqfloor"), ex.getMessage());
    }

    @Test
    void shouldSayWhichOfTheTwoProgramsCannotBeRun() throws IOException {
        program("mqload", false);
        program("mqfloor", true);
        assertEquals("--tools must be the folder with mqload and mqfloor: " + directory.resolve("mqload") + " is not executable",
            assertThrows(StageException.class, () -> LoadTools.in(directory)).getMessage());
    }

    @Test
    void shouldListTheBrokersThatAreNotInstalled() throws IOException {
        program("mosquitto", true);
        final Peers peers = Peers.find(List.of(directory));
        assertEquals("mosquitto", peers.installed().get(0).name());
        assertEquals("nats jetstream is not installed (apt-get install nats-server)", peers.missing().get(peers.missing().size() - 1));
        assertEquals(3, peers.installed().size() + peers.missing().size());
    }

    private void program(final String name, final boolean executable) throws IOException {
        assertTrue(Files.writeString(directory.resolve(name), "#!/bin/sh\n").toFile().setExecutable(executable));
    }
}
