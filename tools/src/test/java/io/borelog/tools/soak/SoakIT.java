package io.borelog.tools.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.tools.torture.BorelogProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code borelog soak} as people run it, seconds instead of an hour: too short for latencies to say anything, long enough for a leak. */
class SoakIT {
    private static final int SECONDS = 12;

    @TempDir
    private Path directory;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldLookAtEveryWindow() throws Exception {
        try (BorelogProcess soak = BorelogProcess.start(directory, "soak", List.of("soak", "--json", "--seconds",
            Integer.toString(SECONDS), "--megabytes-per-second", "1", "--data", directory.resolve("data").toString()))) {
            final int code = soak.awaitExit(TimeUnit.MINUTES.toSeconds(4));
            final JsonNode report = new ObjectMapper().readTree(soak.out());
            assertEquals(report.path("ok").asBoolean() ? 0 : 1, code, soak.said());
            assertEquals(SECONDS, report.path("windows").size(), soak.said());
            for (final JsonNode window : report.path("windows")) {
                assertTrue(window.path("messages_per_s").asDouble() > 0, window::toString);
                assertTrue(window.path("disk_bytes").asLong() > 0, window::toString);
                assertTrue(window.path("processes").path("ingest").path("own_bytes").asLong() > 0, window::toString);
            }
            for (final JsonNode check : report.path("checks")) {
                assertTrue(check.path("ok").asBoolean() || !check.path("what").asText().endsWith("open files"), check::toString);
            }
        }
    }
}
