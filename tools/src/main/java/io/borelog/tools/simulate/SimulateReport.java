package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * One report of a run, in the words of the stress tools that users know. A message counts as sent when the broker acknowledged it; a
 * signal is a hole all of whose messages were acknowledged.
 *
 * @param summary           the last one: rates and latencies over the whole run, else since the report before
 * @param durationS         s since the start
 * @param messagesOutstanding handed to the client, neither acknowledged nor given up
 * @param throughputMbps    10^6 bits of acknowledged payload a second
 * @param targetRate        signals a second that were asked for
 */
public record SimulateReport(boolean summary, double durationS, long messagesSent, long messagesFailed, long messagesOutstanding,
                             long totalSignals, long payloadBytes, long reconnects, double signalsPerSecond, double messagesPerSecond,
                             double throughputMbps, double targetRate, Latency latency) {
    /** From due time to PUBACK, in ms; all 0 while nothing was acknowledged. */
    public record Latency(double avgMs, double minMs, double maxMs, double p50Ms, double p99Ms, double p999Ms) {
        private static final double NS_PER_MS = 1e6;

        static Latency of(final Histogram histogram) {
            if (histogram.getTotalCount() == 0) {
                return new Latency(0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
            }
            return new Latency(histogram.getMean() / NS_PER_MS, histogram.getMinValue() / NS_PER_MS, histogram.getMaxValue() / NS_PER_MS,
                histogram.getValueAtPercentile(50.0) / NS_PER_MS, histogram.getValueAtPercentile(99.0) / NS_PER_MS,
                histogram.getValueAtPercentile(99.9) / NS_PER_MS);
        }
    }

    /** Percent of the messages whose fate is known; at the end, what was not acknowledged has failed. */
    public double successRatePercent() {
        final long known = messagesSent + messagesFailed + (summary ? messagesOutstanding : 0);
        return known == 0 ? 100.0 : 100.0 * messagesSent / known;
    }

    public double achievementPercent() {
        return 100.0 * signalsPerSecond / targetRate;
    }

    /** Lines for people. */
    public List<String> lines() {
        final List<String> lines = new ArrayList<>();
        if (summary) {
            add(lines, "Duration: %.1f s", durationS);
            add(lines, "Total Signals: %d", totalSignals);
        }
        add(lines, "Messages Sent: %d", messagesSent);
        add(lines, "Messages Failed: %d", messagesFailed);
        add(lines, "Messages Outstanding: %d", messagesOutstanding);
        add(lines, "Success Rate: %.2f %%", successRatePercent());
        add(lines, "Signals/Second: %.1f (target %.1f)", signalsPerSecond, targetRate);
        add(lines, "Messages/Second: %.1f", messagesPerSecond);
        add(lines, "Throughput: %.2f Mbps", throughputMbps);
        add(lines, "Avg Latency: %.3f ms", latency.avgMs());
        add(lines, "Min/Max Latency: %.3f / %.3f ms", latency.minMs(), latency.maxMs());
        add(lines, "Latency p50/p99/p99.9: %.3f / %.3f / %.3f ms", latency.p50Ms(), latency.p99Ms(), latency.p999Ms());
        add(lines, "Reconnects: %d", reconnects);
        if (summary) {
            add(lines, "Average Rate: %.1f signals/s", signalsPerSecond);
            add(lines, "Target Rate: %.1f signals/s", targetRate);
            add(lines, "Achievement: %.1f %%", achievementPercent());
        }
        return lines;
    }

    /** One object, the same figures. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeBooleanField("summary", summary);
        json.writeNumberField("duration_s", durationS);
        json.writeNumberField("total_signals", totalSignals);
        json.writeNumberField("messages_sent", messagesSent);
        json.writeNumberField("messages_failed", messagesFailed);
        json.writeNumberField("messages_outstanding", messagesOutstanding);
        json.writeNumberField("success_rate", successRatePercent());
        json.writeNumberField("signals_per_second", signalsPerSecond);
        json.writeNumberField("messages_per_second", messagesPerSecond);
        json.writeNumberField("throughput_mbps", throughputMbps);
        json.writeNumberField("payload_bytes", payloadBytes);
        json.writeObjectFieldStart("latency_ms");
        json.writeNumberField("avg", latency.avgMs());
        json.writeNumberField("min", latency.minMs());
        json.writeNumberField("max", latency.maxMs());
        json.writeNumberField("p50", latency.p50Ms());
        json.writeNumberField("p99", latency.p99Ms());
        json.writeNumberField("p999", latency.p999Ms());
        json.writeEndObject();
        json.writeNumberField("reconnects", reconnects);
        if (summary) {
            json.writeNumberField("average_rate", signalsPerSecond);
            json.writeNumberField("achievement_percent", achievementPercent());
        }
        json.writeNumberField("target_rate", targetRate);
        json.writeEndObject();
    }

    private static void add(final List<String> lines, final String format, final Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
    }
}
