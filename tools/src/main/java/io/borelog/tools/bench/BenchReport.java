package io.borelog.tools.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.load.ProcessUse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * All that one run has found.
 *
 * @param facts   machine, settings and circumstances, by name
 * @param earlier another run to compare with, null for none
 */
public record BenchReport(Map<String, String> facts, List<LoadResult> loads, ScaleResult scale, JmhRun.Outcome benches, Earlier earlier) {
    static final double[] PERCENTILES = {50, 99, 99.9, 100};
    static final double NS_PER_US = 1e3;

    /** Every figure under a name of its own, the same in every run: what two runs are compared by. */
    Map<String, Double> figures() {
        final Map<String, Double> figures = new LinkedHashMap<>();
        final List<LoadResult> all = new ArrayList<>(loads);
        all.addAll(scale.loads());
        for (final LoadResult load : all) {
            final String name = load.name() + '.';
            figures.put(name + "acked_per_s", load.report().messagesPerSecond());
            load.latencies().all().forEach((stage, histogram) -> {
                for (final double percentile : PERCENTILES) {
                    figures.put(name + stage + '.' + percentileName(percentile) + "_us",
                        histogram.getValueAtPercentile(percentile) / NS_PER_US);
                }
            });
            figures.put(name + "cpu_s_per_100k", load.cpuSeconds());
            figures.put(name + "written_bytes_per_100k", load.writtenBytes());
            load.processes().forEach(process -> figures.put(name + process.name() + ".peak_bytes", (double) process.peakBytes()));
        }
        scale.figures(figures);
        for (final JmhResult bench : benches.results()) {
            figures.put(bench.name(), bench.score());
            figures.put(bench.name() + " ratio", bench.ratio());
            figures.put(bench.name() + " allocated_bytes", bench.allocatedBytes());
        }
        figures.values().removeIf(value -> value.isNaN());
        return figures;
    }

    static String percentileName(final double percentile) {
        return percentile == 100 ? "max" : "p" + String.format(Locale.ROOT, "%s", percentile).replace(".0", "").replace(".", "");
    }

    /** The fields of one object. */
    public void write(final JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("facts");
        for (final Map.Entry<String, String> fact : facts.entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("loads");
        for (final LoadResult load : loads) {
            json.writeStartObject();
            writeFields(json, load);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("scale");
        scale.write(json);
        json.writeEndObject();
        json.writeStringField("benches_note", benches.note());
        json.writeArrayFieldStart("benches");
        for (final JmhResult bench : benches.results()) {
            write(json, bench);
        }
        json.writeEndArray();
        json.writeObjectFieldStart("figures");
        for (final Map.Entry<String, Double> figure : figures().entrySet()) {
            json.writeNumberField(figure.getKey(), figure.getValue());
        }
        json.writeEndObject();
        if (earlier != null) {
            earlier.write(json, figures());
        }
    }

    /** The fields of one object. */
    static void writeFields(final JsonGenerator json, final LoadResult load) throws IOException {
        json.writeStringField("load", load.load());
        json.writeNumberField("rate", load.rate());
        json.writeBooleanField("held", load.isHeld());
        json.writeStringField("limit", load.limit());
        json.writeNumberField("mean_payload_bytes", load.bytes());
        json.writeNumberField("holes", load.holes());
        json.writeNumberField("estimates", load.estimates());
        json.writeFieldName("report");
        load.report().write(json);
        json.writeObjectFieldStart("latency_us");
        for (final Map.Entry<String, Histogram> stage : load.latencies().all().entrySet()) {
            json.writeObjectFieldStart(stage.getKey());
            json.writeNumberField("count", stage.getValue().getTotalCount());
            for (final double percentile : PERCENTILES) {
                json.writeNumberField(percentileName(percentile), stage.getValue().getValueAtPercentile(percentile) / NS_PER_US);
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("processes");
        for (final ProcessUse process : load.processes()) {
            json.writeStartObject();
            json.writeStringField("name", process.name());
            number(json, "cpu_s_per_100k", load.cpuSeconds(process));
            number(json, "written_bytes_per_100k", load.writtenBytes(process));
            json.writeNumberField("peak_bytes", process.peakBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(final JsonGenerator json, final JmhResult bench) throws IOException {
        json.writeStartObject();
        json.writeStringField("bench", bench.bench());
        json.writeStringField("parameters", bench.parameters());
        number(json, "score", bench.score());
        number(json, "error", bench.error());
        json.writeStringField("unit", bench.unit());
        number(json, "allocated_bytes", bench.allocatedBytes());
        number(json, "baseline", bench.baseline());
        number(json, "ratio", bench.ratio());
        json.writeEndObject();
    }

    static void number(final JsonGenerator json, final String name, final double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(name, value);
        } else {
            json.writeNullField(name);
        }
    }
}
