package io.borelog.tools.peers;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * What mqload saw of one load.
 *
 * @param raw  all that it said
 * @param acks its PUBACK times, ns
 */
record LoadFigures(JsonNode raw, Histogram acks) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIGITS = 3;
    /** Counts of what must not be, with words for it; unsent is what was due while the window was full. */
    private static final String[][] TROUBLES = {{"unacked", "unacknowledged"}, {"nacked", "refused"},
        {"unknown_acks", "acknowledged twice"}, {"unsent", "due and not sent"}, {"disconnects", "disconnects"}};

    /**
     * @param json one object
     * @param hist lines of "upper bound in ns, count"
     * @throws StageException CHECK_FAILED where these are no figures of mqload
     */
    static LoadFigures parse(final String json, final List<String> hist) {
        final JsonNode raw;
        try {
            raw = JSON.readTree(json);
        } catch (final JsonProcessingException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "mqload said no figures: " + json.strip(), ex);
        }
        if (!raw.path("msg_s").isNumber() || !raw.path("ack_us").path("p99").isNumber() || !raw.path("ok").isBoolean()) {
            throw new StageException(ExitCode.CHECK_FAILED, "mqload said no figures: " + json.strip());
        }
        final Histogram acks = new Histogram(DIGITS);
        for (final String line : hist) {
            final String[] bucket = line.split(" ");
            acks.recordValueWithCount(Long.parseLong(bucket[0]), Long.parseLong(bucket[1]));
        }
        return new LoadFigures(raw, acks);
    }

    double messagesPerSecond() {
        return raw.path("msg_s").asDouble();
    }

    /** @param percentile as mqload names it: p50, p99, p999 */
    double ackMs(final String percentile) {
        return raw.path("ack_us").path(percentile).asDouble(Double.NaN) / 1e3;
    }

    /** Of the server, for 100,000 messages; NaN where mqload could not tell. */
    double cpuSecondsPer100k() {
        return raw.path("srv_cpu_s_per_100k").asDouble(Double.NaN);
    }

    /** Each message acknowledged exactly once, none left. */
    boolean isClean() {
        return raw.path("ok").asBoolean();
    }

    /** Why it is not clean, empty where it is. */
    String trouble() {
        final List<String> troubles = new ArrayList<>();
        for (final String[] trouble : TROUBLES) {
            final long count = raw.path(trouble[0]).asLong();
            if (count > 0) {
                troubles.add(count + " " + trouble[1]);
            }
        }
        return isClean() ? "" : troubles.isEmpty() ? "not ok, says mqload" : String.join(", ", troubles);
    }

    void write(final JsonGenerator json) throws IOException {
        JSON.writeTree(json, raw);
    }
}
