package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** From SIGKILL to ready, by stage and by what was killed; milliseconds. */
public final class RestartTimes {
    private final Map<String, List<Double>> millis = new TreeMap<>();

    /** @param what {@code ingest}, or {@code ingest after whole} where more than a stage had to come up */
    void add(final String what, final long ns) {
        millis.computeIfAbsent(what, name -> new ArrayList<>()).add(ns / 1e6);
    }

    /** @return the nearest-rank percentile in ms, or NaN where nothing was restarted */
    public double percentile(final String what, final double percent) {
        final double[] sorted = millis.getOrDefault(what, List.of()).stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    List<String> lines() {
        return millis.entrySet().stream().map(one -> String.format(Locale.ROOT,
            "restart to ready, %s: %d times, p50 %.0f ms, p99 %.0f ms, max %.0f ms", one.getKey(), one.getValue().size(),
            percentile(one.getKey(), 50), percentile(one.getKey(), 99), percentile(one.getKey(), 100))).toList();
    }

    void write(final JsonGenerator json) throws IOException {
        for (final Map.Entry<String, List<Double>> one : millis.entrySet()) {
            json.writeObjectFieldStart(one.getKey());
            json.writeNumberField("count", one.getValue().size());
            json.writeNumberField("p50_ms", Math.round(percentile(one.getKey(), 50)));
            json.writeNumberField("p99_ms", Math.round(percentile(one.getKey(), 99)));
            json.writeNumberField("max_ms", Math.round(percentile(one.getKey(), 100)));
            json.writeEndObject();
        }
    }
}
