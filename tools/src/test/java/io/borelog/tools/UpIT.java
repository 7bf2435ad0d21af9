package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** up with the real stages as real processes: readiness, death, signals, a second start. */
class UpIT {
    @TempDir
    private Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private RunningBorelog up(final String... more) throws Exception {
        final String[] arguments = new String[more.length + 5];
        System.arraycopy(new String[] {"up", "--data", data().toString(), "--set", "mqtt.port=0"}, 0, arguments, 0, 5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return RunningBorelog.start(Files.createTempFile(directory, "talk", ".txt"), arguments);
    }

    private ProcessHandle stage(final String process) {
        try (StageFile file = StageFile.watch(StageFile.path(data(), process))) {
            return ProcessHandle.of(file.pid()).orElseThrow();
        }
    }

    private boolean isReadyAs(final String process, final long otherThan) {
        try (StageFile file = StageFile.watch(StageFile.path(data(), process))) {
            return file != null && file.pid() != otherThan && file.isAlive() && file.state() == StageState.READY;
        }
    }

    @Test
    void shouldKeepEveryStageRunningAndLeaveNoneBehind() throws Exception {
        try (RunningBorelog up = up("--set", "infer.workers=2")) {
            final String ready = up.line();
            assertTrue(ready.matches("borelog ready mqtt=127\\.0\\.0\\.1:\\d+ http=off data=" + data()), ready);
            final Set<ProcessHandle> children = up.handle().children().collect(Collectors.toSet());
            for (final String process : List.of("ingest", "correlate", "infer-0", "infer-1", "publish")) {
                assertTrue(children.contains(stage(process)), process);
            }

            final ProcessHandle ingest = stage(StageName.INGEST);
            ingest.destroyForcibly();
            RunningBorelog.await("a new ingest", () -> isReadyAs(StageName.INGEST, ingest.pid()));
            try (StageFile file = StageFile.watch(StageFile.path(data(), StageName.INGEST))) {
                assertEquals(ready.replaceAll(".* mqtt=(\\S+) .*", "$1"), Endpoint.ofNote(file.note()), "clients know that port");
            }

            try (RunningBorelog second = up()) {
                assertNull(second.line());
                assertEquals(5, second.awaitExit());
                assertEquals(List.of("borelog up: up already runs on " + data()), second.talk());
            }

            final List<ProcessHandle> all = up.handle().children().toList();
            assertEquals(0, up.terminate());
            assertNull(up.line(), "ready is said once");
            all.forEach(child -> assertFalse(child.isAlive(), () -> child + " is left"));
        }
    }

    @Test
    void shouldStartAtOnceAfterItWasKilledItself() throws Exception {
        final List<ProcessHandle> orphans;
        try (RunningBorelog up = up()) {
            up.line();
            orphans = up.handle().children().toList();
            up.handle().destroyForcibly();
            up.awaitExit();
        }
        try (RunningBorelog up = up()) {
            assertTrue(up.line().startsWith("borelog ready "));
            for (final ProcessHandle orphan : orphans) {
                RunningBorelog.awaitEnd(orphan);
            }
            assertEquals(0, up.terminate());
        }
    }

    @Test
    void shouldEndInOrderWhereItIsStoppedTheMomentItIsReady() throws Exception {
        try (RunningBorelog up = up()) {
            up.line();
            assertEquals(0, up.terminate());
            assertEquals(List.of(), up.talk());
        }
    }

    @Test
    void shouldNotWaitForEverForAnIngestThatDoesNotComeUp() throws Exception {
        final Path sessions = Files.createDirectories(data().resolve("sessions"));
        final Path pipe = sessions.resolve("nobody-writes-here.json");
        Assumptions.assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "skipped: no named pipes here");
        try (RunningBorelog up = up()) {
            for (final String process : List.of("correlate", "infer-0", "publish")) {
                RunningBorelog.await(process, () -> isReadyAs(process, 0));
            }
            assertFalse(isReadyAs(StageName.INGEST, 0), "it still waits for somebody to write");
        }
    }

    @Test
    void shouldEndWithTheOneLineOfAStageThatCannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
            RunningBorelog up = up("--set", "mqtt.port=" + taken.getLocalPort())) {
            assertNull(up.line());
            assertEquals(5, up.awaitExit());
            assertEquals(1, up.talk().size(), up.talk().toString());
            assertTrue(up.talk().get(0).contains(Integer.toString(taken.getLocalPort())), up.talk().get(0));
        }
    }

    @Test
    void shouldRefuseADataPathThatIsAFile() throws Exception {
        Files.writeString(data(), "not a directory");
        try (RunningBorelog up = up()) {
            assertEquals(6, up.awaitExit());
            assertEquals(1, up.talk().size());
        }
    }
}
