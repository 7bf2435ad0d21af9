package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets who gets it wrong: one line that says what, the exit code of the contract, and no stack trace. */
class WrongConfigurationIT {
    private static final int USAGE = 2;
    private static final int NOT_FOUND = 3;
    private static final int LOCKED = 5;
    private static final int DISK = 6;

    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with();

    @TempDir
    private Path dir;

    @Test
    void shouldNameTheNearestSettingForAnUnknownOne() throws Exception {
        assertRefused(USAGE, "mqtt.port", "up", "--data", data(), "--set", "mqtt.prot=1884");
        final Path file = Files.writeString(dir.resolve("borelog.yaml"), "corelate:\n  window: 10s\n");
        assertRefused(USAGE, "correlate.window", "up", "--data", data(), "--config", file.toString());
    }

    @Test
    void shouldNameRuleAndValueForABadOne() throws Exception {
        assertRefused(USAGE, "99999", "up", "--data", data(), "--set", "mqtt.port=99999");
        assertRefused(USAGE, "durability", "ingest", "--data", data(), "--set", "durability=never");
        assertRefused(USAGE, "no such file", "up", "--data", data(), "--config", dir.resolve("missing.yaml").toString());
        assertRefused(USAGE, "broken.yaml is not valid YAML", "up", "--data", data(), "--config",
            Files.writeString(dir.resolve("broken.yaml"), "mqtt:\n  port: [1883\n").toString());
    }

    @Test
    void shouldRefuseUnknownCommandsAndPositions() {
        assertRefused(USAGE, "did you mean", "upp");
        assertRefused(USAGE, "yesterday", "tail", "inbound", "--from", "yesterday", "--data", PIPELINE.data().toString());
        assertRefused(NOT_FOUND, "sidebound", "tail", "sidebound", "--data", PIPELINE.data().toString());
        assertRefused(NOT_FOUND, "99999", "tail", "inbound", "--from", "99999", "--data", PIPELINE.data().toString());
        assertRefused(NOT_FOUND, dir.resolve("nowhere").toString(), "audit", "--data", dir.resolve("nowhere").toString());
    }

    @Test
    void shouldEndWhereThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            final String port = Integer.toString(taken.getLocalPort());
            assertRefused(LOCKED, port, "up", "--data", data(), "--set", "mqtt.port=" + port);
            assertRefused(LOCKED, port, "ingest", "--data", data(), "--set", "mqtt.port=" + port);
        }
    }

    @Test
    void shouldLeaveADataDirectoryToWhoHasIt() {
        final String data = PIPELINE.data().toString();
        assertRefused(LOCKED, data, "up", "--data", data, "--set", "mqtt.port=0");
        assertRefused(LOCKED, "ingest", "ingest", "--data", data, "--set", "mqtt.port=0");
        assertEquals("HEALTHY", PIPELINE.status().get("health").textValue());
    }

    /** Below a regular file nobody can write, root included. */
    @Test
    void shouldEndWhereTheDataDirectoryCannotBeWritten() throws Exception {
        final Path file = Files.writeString(dir.resolve("file"), "in the way");
        assertRefused(DISK, file.toString(), "up", "--data", file.toString(), "--set", "mqtt.port=0");
        assertRefused(DISK, file.toString(), "up", "--data", file.resolve("data").toString(), "--set", "mqtt.port=0");
        assertRefused(DISK, file.toString(), "ingest", "--data", file.resolve("data").toString(), "--set", "mqtt.port=0");
    }

    private String data() {
        return dir.resolve("data").toString();
    }

    static void assertRefused(final int exitCode, final String named, final String... arguments) {
        final Program.Finished finished = Program.run(arguments);
        final String said = String.join(" ", arguments) + " said:\n" + String.join("\n", finished.err());
        assertEquals(exitCode, finished.exitCode(), said);
        assertEquals(List.of(), finished.out(), "stdout is data");
        assertEquals(1, finished.err().size(), said);
        assertTrue(finished.err().get(0).contains(named), said);
        assertTrue(finished.err().stream().noneMatch(line -> line.contains("\tat ") || line.contains("Exception")), said);
    }
}
