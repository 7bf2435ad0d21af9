package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The sizing of a pipeline under a simulated load, and of what it left when it was stopped. */
class CapacityIT {
    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with("infer.workers=2");

    /** Goes on until it is stopped. */
    private Process load;

    @AfterEach
    void stopLoad() {
        load.destroyForcibly();
    }

    @BeforeEach
    void load() throws Exception {
        load = Program.builder(List.of("simulate", "--data", PIPELINE.data().toString(), "--rate", "30", "--duration", "600",
                "--size", "SMALL", "--report-every", "1")).redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (Pipeline.Follower told = PIPELINE.follow("outbound", "--kind", "OUT")) {
            told.records().await(90, record -> true);
        }
    }

    @Test
    void shouldSizeByWhatItMeasures() throws Exception {
        final JsonNode live = capacity("--json");
        final List<String> lines = PIPELINE.run("capacity", "--advice").out();
        load.destroy();
        assertEquals(0, load.waitFor());
        assertTrue(live.get("messages_per_s").doubleValue() > live.get("holes_per_s").doubleValue(), live.toString());
        assertTrue(live.get("cores_busy").doubleValue() > 0, live.toString());
        assertEquals(List.of("ingest", "correlate", "infer", "publish"), live.get("stages").findValuesAsText("name"));
        for (final JsonNode stage : live.get("stages")) {
            assertEquals("window", stage.get("basis").textValue(), stage.toString());
            final double ms = stage.get("service_ms").doubleValue();
            assertEquals(1_000 / ms * 0.7, stage.get("per_worker").doubleValue(), 1e-6 / ms, stage.toString());
            assertTrue(stage.get("utilisation").doubleValue() > 0, stage.toString());
        }
        assertEquals(2, live.at("/stages/2/configured").intValue());
        assertTrue(live.get("bytes_per_message").doubleValue() > 1_000, live.toString());
        assertTrue(lines.stream().anyMatch(line -> line.matches("infer: \\S+ ms a hole -> \\(1000 / \\S+\\) x 0\\.7 = .*; configured 2; .*")),
            () -> String.join("\n", lines));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("  cores: ")), () -> String.join("\n", lines));

        PIPELINE.stop();
        final JsonNode stopped = capacity("--seconds", "1", "--rate", "90", "--json");
        assertEquals(0, stopped.get("messages_per_s").doubleValue());
        for (final JsonNode stage : stopped.get("stages")) {
            assertEquals("since_start", stage.get("basis").textValue(), stage.toString());
            assertTrue(stage.get("needed").intValue() >= 1, stage.toString());
        }
    }

    private static JsonNode capacity(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("capacity"));
        all.addAll(List.of(arguments));
        return PIPELINE.run(all.toArray(String[]::new)).json().get(0);
    }
}
