package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * What one case came to. Times in ms, the longest of all rounds.
 *
 * @param full      how often the disk was full
 * @param acked     messages acknowledged
 * @param lost      of them, not in inbound
 * @param refused   publishes of MQTT 5 that were answered with 0x97
 * @param resumedMs from the freeing of space to the next acknowledgement of MQTT 5
 * @param oldMs     the same of MQTT 3.1.1, as its client reports it five times a second
 * @param drainedMs from the last freeing to the end of the load, with everything answered
 * @param troubles  what was not as promised
 */
record FullDiskResult(
    String name, int full, long acked, long lost, long holes, long refused, long resumedMs, long oldMs, long drainedMs,
    List<String> troubles) {
    static final long BAR_MS = 5_000;

    boolean holds() {
        return troubles.isEmpty() && acked > 0 && lost == 0;
    }

    /** Whether it took longer to go on than it may. */
    boolean late() {
        return Math.max(resumedMs, oldMs) > BAR_MS;
    }

    String line() {
        return String.format(Locale.ROOT,
            "%-24s full %d times, refused %5d; next ack after %5d ms, of 3.1.1 %5d ms; drained after %5d ms; acked %6d, lost %d; %s",
            name, full, refused, resumedMs, oldMs, drainedMs, acked, lost, !holds() ? "FAILED" : late() ? "LATE" : "ok");
    }

    void write(final JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("case", name);
        json.writeBooleanField("ok", holds());
        json.writeBooleanField("late", late());
        json.writeNumberField("full", full);
        json.writeNumberField("acked", acked);
        json.writeNumberField("acked_lost", lost);
        json.writeNumberField("holes", holes);
        json.writeNumberField("refused", refused);
        json.writeNumberField("resumed_ms", resumedMs);
        json.writeNumberField("resumed_old_ms", oldMs);
        json.writeNumberField("drained_ms", drainedMs);
        TextArray.write(json, "troubles", troubles);
        json.writeEndObject();
    }
}
