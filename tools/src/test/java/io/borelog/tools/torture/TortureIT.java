package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code borelog torture} as people run it, short: small cycles so that kills fall into rolls. */
class TortureIT {
    private static final int KILLS = 50;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void shouldLoseNothingAndTellNothingTwiceWhateverIsKilled() throws Exception {
        try (BorelogProcess torture = BorelogProcess.start(directory, "torture", List.of("torture", "--json",
            "--kills", Integer.toString(KILLS), "--holes-per-second", "5", "--data", directory.resolve("data").toString(),
            "--set", "journal.cycle=2MiB", "--set", "journal.ahead=1MiB", "--set", "disk.stop=16MiB", "--set", "disk.resume=32MiB"))) {
            final int code = torture.awaitExit(TimeUnit.MINUTES.toSeconds(7));
            assertEquals(0, code, torture.said() + up());
            final JsonNode report = new ObjectMapper().readTree(torture.out());
            assertTrue(report.path("ok").asBoolean(), torture.said());
            assertEquals(KILLS, report.path("kills").asInt());
            assertTrue(report.path("acked").asLong() > 100, torture.said());
            assertEquals(0, torture.handle().descendants().count());
        }
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldLeaveNoProcessBehindWhenItIsStopped() throws Exception {
        final Path data = directory.resolve("data");
        try (BorelogProcess torture = BorelogProcess.start(directory, "torture", List.of("torture", "--data", data.toString()))) {
            while (!Files.exists(data.resolve("torture").resolve("acked-0.jsonl"))) {
                assertTrue(torture.isAlive(), torture::toString);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            final List<ProcessHandle> all = torture.handle().descendants().toList();
            assertTrue(all.size() >= 2, all::toString);
            torture.stop();
            assertEquals(0, torture.awaitExit(90), torture.said());
            for (final ProcessHandle one : all) {
                one.onExit().get(30, TimeUnit.SECONDS);
            }
        }
    }

    private String up() throws Exception {
        final Path log = directory.resolve("data").resolve("torture").resolve("up.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }
}
