package io.borelog.tools.soak;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.load.Latencies;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.load.ProcessUse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * How it was in one window, and what each process had at its end.
 *
 * @param limit     why the rate was too much; null where it was held
 * @param bytesPerS payloads
 * @param diskBytes that the data directory takes
 */
public record SoakWindow(String limit, double messagesPerS, double bytesPerS, double ackMs, double endToEndMs, long diskBytes,
                  List<ProcessUse> processes) {
    /** Of the latencies. */
    static final double PERCENTILE = 99.9;
    private static final double NS_PER_MS = 1e6;

    static SoakWindow of(final LoadResult result, final long diskBytes) {
        final double messagesPerS = result.report().messagesPerSecond();
        return new SoakWindow(result.limit(), messagesPerS, messagesPerS * result.bytes(), ms(result, Latencies.ACK),
            ms(result, Latencies.END_TO_END), diskBytes,
            result.processes().stream().filter(process -> !process.name().equals(LoadResult.GENERATOR)).toList());
    }

    private static double ms(final LoadResult result, final String stage) {
        return result.latencies().of(stage).getValueAtPercentile(PERCENTILE) / NS_PER_MS;
    }

    /** For people. */
    String line() {
        final StringBuilder text = new StringBuilder(String.format(Locale.ROOT,
            "%.0f messages/s, %.1f MB/s, p99.9 ack %.1f ms, end to end %.1f ms, %.0f MB on disk;", messagesPerS, bytesPerS / 1e6, ackMs,
            endToEndMs, diskBytes / 1e6));
        processes.forEach(process -> text.append(String.format(Locale.ROOT, " %s %.0f MB %d files", process.name(),
            process.ownBytes() / 1e6, process.openFiles())));
        return text.append(limit == null ? "" : "; not held: " + limit).toString();
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("limit", limit);
        json.writeNumberField("messages_per_s", messagesPerS);
        json.writeNumberField("bytes_per_s", bytesPerS);
        json.writeNumberField("ack_p999_ms", ackMs);
        json.writeNumberField("end_to_end_p999_ms", endToEndMs);
        json.writeNumberField("disk_bytes", diskBytes);
        json.writeObjectFieldStart("processes");
        for (final ProcessUse process : processes) {
            json.writeObjectFieldStart(process.name());
            json.writeNumberField("pid", process.pid());
            json.writeNumberField("own_bytes", process.ownBytes());
            json.writeNumberField("open_files", process.openFiles());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
