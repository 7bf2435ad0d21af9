package io.borelog.tools.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.load.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How cost grows.
 *
 * @param points in the order in which they were measured
 * @param notes  why something was not measured as it should be, a sentence each
 */
record ScaleResult(List<ScalePoint> points, List<String> notes) {
    static final ScaleResult NONE = new ScaleResult(List.of(), List.of());
    static final String JOIN_CLASS = "JoinBenchmark";
    private static final String JOIN = JOIN_CLASS + ".hole";
    private static final String TOOLS = "tools=";

    boolean isEmpty() {
        return points.isEmpty() && notes.isEmpty();
    }

    List<ScalePoint> of(final ScaleAxis axis) {
        return points.stream().filter(point -> point.axis() == axis).toList();
    }

    /** The histograms' and figures' loads. */
    List<LoadResult> loads() {
        return points.stream().map(ScalePoint::load).toList();
    }

    /** Cost per message in costs of the smallest step at the same rate; NaN where one of the two was not all answered. */
    double ratio(final ScalePoint point) {
        final ScalePoint smallest = smallest(point);
        return point.isAnswered() && smallest.isAnswered() ? point.cpuUs() / smallest.cpuUs() : Double.NaN;
    }

    /** The same of the time to ready of one process. */
    double readyRatio(final ScalePoint point, final String process) {
        final Double smallest = smallest(point).readyMs().get(process);
        return smallest == null ? Double.NaN : point.readyMs().get(process) / smallest;
    }

    private ScalePoint smallest(final ScalePoint point) {
        return of(point.axis()).stream().filter(other -> other.load().rate() == point.load().rate()).findFirst().orElse(point);
    }

    /** The join decision alone, with few tools and with many: JMH's figures, the fewest tools first. */
    static List<JmhResult> joins(final List<JmhResult> benches) {
        final List<JmhResult> joins = new ArrayList<>(benches.stream()
            .filter(bench -> bench.bench().equals(JOIN) && bench.parameters().startsWith(TOOLS)).toList());
        joins.sort((one, other) -> Long.compare(tools(one), tools(other)));
        return joins;
    }

    static long tools(final JmhResult join) {
        return Long.parseLong(join.parameters().substring(TOOLS.length()));
    }

    /** Under names that stay; what a load says of itself, latencies and peaks, comes with {@link #loads()}. */
    void figures(final Map<String, Double> into) {
        for (final ScalePoint point : points) {
            final String name = point.load().name() + '.';
            into.put(name + "cpu_us_per_message", point.isAnswered() ? point.cpuUs() : Double.NaN);
            into.put(name + "cost_ratio", ratio(point));
            into.put(name + "holes_per_s", point.holesPerSecond());
            point.readyMs().forEach((process, ms) -> into.put(name + process + ".ready_ms", ms));
        }
    }

    /** The fields of one object. */
    void write(final JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("notes");
        for (final String note : notes) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("points");
        for (final ScalePoint point : points) {
            write(json, point);
        }
        json.writeEndArray();
    }

    private void write(final JsonGenerator json, final ScalePoint point) throws IOException {
        json.writeStartObject();
        json.writeStringField("axis", point.axis().label());
        json.writeNumberField("step", point.step());
        BenchReport.number(json, "cpu_us_per_message", point.isAnswered() ? point.cpuUs() : Double.NaN);
        BenchReport.number(json, "cost_ratio", ratio(point));
        BenchReport.number(json, "holes_per_s", point.holesPerSecond());
        json.writeObjectFieldStart("ready_ms");
        for (final Map.Entry<String, Double> ready : point.readyMs().entrySet()) {
            json.writeNumberField(ready.getKey(), ready.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("load");
        BenchReport.writeFields(json, point.load());
        json.writeEndObject();
        json.writeEndObject();
    }
}
