package io.borelog.tools.torture;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** From SIGKILL to ready, by stage and by what was killed; milliseconds. One thread, that of the command. */
public final class RestartTimes {
    public static final String ALONE = "alone";
    static final String WITH_OTHERS = "with others";
    static final String AFTER_WHOLE = "after whole";
    static final String AFTER_SUPERVISOR = "after supervisor";
    /** Reported beside them: all of a stage's restarts together. */
    static final String IN_ALL = "in all";

    private final Map<String, Map<String, List<Double>>> millis = new TreeMap<>();

    /**
     * @param process name of the stage's process
     * @param how     one of the above
     */
    void add(final String process, final String how, final long ns) {
        for (final String group : List.of(how, IN_ALL)) {
            millis.computeIfAbsent(process, name -> new TreeMap<>()).computeIfAbsent(group, name -> new ArrayList<>()).add(ns / 1e6);
        }
    }

    /** @return the nearest-rank percentile in ms, or NaN where nothing was restarted */
    public double percentile(final String process, final String how, final double percent) {
        return percentile(millis.getOrDefault(process, Map.of()).getOrDefault(how, List.of()), percent);
    }

    private static double percentile(final List<Double> of, final double percent) {
        final double[] sorted = of.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    /** By names such as {@code ingest in all}. */
    private Map<String, List<Double>> groups() {
        final Map<String, List<Double>> groups = new LinkedHashMap<>();
        millis.forEach((process, hows) -> hows.forEach((how, times) -> groups.put(process + ' ' + how, times)));
        return groups;
    }

    List<String> lines() {
        return groups().entrySet().stream().map(one -> String.format(Locale.ROOT,
            "restart to ready, %s: %d times, p50 %.0f ms, p99 %.0f ms, max %.0f ms", one.getKey(), one.getValue().size(),
            percentile(one.getValue(), 50), percentile(one.getValue(), 99), percentile(one.getValue(), 100))).toList();
    }

    void write(final JsonGenerator json) throws IOException {
        for (final Map.Entry<String, List<Double>> one : groups().entrySet()) {
            json.writeObjectFieldStart(one.getKey());
            json.writeNumberField("count", one.getValue().size());
            json.writeNumberField("p50_ms", Math.round(percentile(one.getValue(), 50)));
            json.writeNumberField("p99_ms", Math.round(percentile(one.getValue(), 99)));
            json.writeNumberField("max_ms", Math.round(percentile(one.getValue(), 100)));
            json.writeEndObject();
        }
    }
}
