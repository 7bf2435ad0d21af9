package io.borelog.tools.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulateReportTest {
    private static final long START_NS = 1_000_000_000L;

    private final Meter meter = new Meter(10.0);

    @Test
    void shouldReportRatesOfTheIntervalAndThenOfTheWholeRun() {
        meter.start(START_NS);
        ack(30, 2_000_000);
        final SimulateReport first = meter.interval(START_NS + TimeUnit.SECONDS.toNanos(5));
        ack(60, 8_000_000);
        final SimulateReport second = meter.interval(START_NS + TimeUnit.SECONDS.toNanos(10));
        final SimulateReport summary = meter.summary(START_NS + TimeUnit.SECONDS.toNanos(10));
        assertEquals(6.0, first.messagesPerSecond(), 1e-9);
        assertEquals(12.0, second.messagesPerSecond(), 1e-9);
        assertEquals(9.0, summary.messagesPerSecond(), 1e-9);
        assertEquals(3.0, summary.signalsPerSecond(), 1e-9);
        assertEquals(30.0, summary.achievementPercent(), 1e-9);
        assertEquals(2.0, first.latency().avgMs(), 0.01);
        assertEquals(8.0, second.latency().minMs(), 0.01);
        assertEquals(6.0, summary.latency().avgMs(), 0.01);
        assertEquals(90 * 1_000 * 8 / 10.0 / 1e6, summary.throughputMbps(), 1e-9);
    }

    @Test
    void shouldCountWhatWasNeverSentAndWhatWasNeverAcknowledgedAsUnsuccessful() {
        meter.start(START_NS);
        ack(6, 1_000_000);
        meter.unsent(3);
        meter.handed();
        final SimulateReport summary = meter.summary(START_NS + 1);
        assertEquals(3, summary.messagesFailed());
        assertEquals(1, summary.messagesOutstanding());
        assertEquals(60.0, summary.successRatePercent(), 1e-9);
    }

    @Test
    void shouldSpeakTheWordsOfTheStressTools() throws IOException {
        meter.start(START_NS);
        ack(3, 1_000_000);
        final SimulateReport summary = meter.summary(START_NS + TimeUnit.SECONDS.toNanos(1));
        final String text = String.join("\n", summary.lines());
        for (final String field : new String[] {"Duration: 1.0 s", "Total Signals: 1", "Messages Sent: 3", "Messages Failed: 0",
            "Success Rate: 100.00 %", "Signals/Second: 1.0", "Messages/Second: 3.0", "Throughput: 0.02 Mbps", "Avg Latency: 1.0",
            "Min/Max Latency: ", "Average Rate: 1.0", "Target Rate: 10.0", "Achievement: 10.0 %"}) {
            assertTrue(text.contains(field), field + " in\n" + text);
        }
        final JsonNode json = json(summary);
        assertEquals(3, json.get("messages_sent").intValue());
        assertEquals(1.0, json.get("latency_ms").get("p99").doubleValue(), 0.01);
        assertEquals(10.0, json.get("achievement_percent").doubleValue(), 1e-9);
    }

    @Test
    void shouldReportAnEmptyRunWithoutDividingByNothing() throws IOException {
        meter.start(START_NS);
        final JsonNode json = json(meter.summary(START_NS));
        assertEquals(0.0, json.get("latency_ms").get("max").doubleValue());
        assertEquals(100.0, json.get("success_rate").doubleValue());
    }

    @Test
    void shouldKeepDueTimesAbsolute() {
        final Pace pace = new Pace(() -> START_NS, START_NS, 3.0, START_NS + 1);
        assertEquals(START_NS, pace.dueNs(0));
        assertEquals(START_NS + 1_000_000_000_000L, pace.dueNs(3_000));
        assertTrue(!pace.stopped() && pace.untilStopNs() == 1);
    }

    @Test
    void shouldNameTheSettingThatIsWrong() {
        final LoadSettings settings = new LoadSettings();
        settings.withoutTrace = 1.5;
        final IllegalArgumentException failure = assertThrows(IllegalArgumentException.class, settings::conclude);
        assertEquals("holes without Trace must be a fraction of 0 to 1: 1.5", failure.getMessage());
    }

    private void ack(final int messages, final long latencyNs) {
        for (int i = 0; i < messages; i++) {
            meter.handed();
            meter.acked(latencyNs, 1_000);
            if (i % Part.COUNT == 0) {
                meter.holeAcked();
            }
        }
    }

    private static JsonNode json(final SimulateReport report) throws IOException {
        final StringWriter text = new StringWriter();
        final ObjectMapper mapper = new ObjectMapper();
        try (JsonGenerator json = mapper.getFactory().createGenerator(text)) {
            report.write(json);
        }
        return mapper.readTree(text.toString());
    }
}
