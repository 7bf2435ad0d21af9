package io.borelog.tools.bench;

import io.borelog.tools.page.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What one run must reach to be called fast, and what it is meant to reach: a ratio of two figures of that run wherever it can be one, for
 * machines differ. Those that need another server beside ours are in {@code borelog peers}.
 *
 * @param bar  the first; NaN for none
 * @param less whether less is better
 */
record Bar(String what, double value, double bar, double goal, boolean less) {
    static final List<String> HEAD = List.of("what", "is", "bar", "goal", "");
    /** The profiler's own share of an operation stays below. */
    private static final double NO_BYTES = 1;
    private static final double US_PER_MS = 1e3;

    /** Of what the run has measured: a quick one leaves some out. */
    static List<Bar> of(final Map<String, Double> figures) {
        final ToDoubleFunction<String> figure = name -> figures.getOrDefault(name, Double.NaN);
        final List<Bar> bars = new ArrayList<>();
        bars.add(new Bar("append of 512 B ÷ raw Chronicle append, time",
            figure.applyAsDouble("AppendBenchmark.journal payloadLength=448 ratio"), 1.5, 1.1, true));
        bars.add(noBytes("an append", figure.applyAsDouble("AppendBenchmark.journal payloadLength=448 allocated_bytes")));
        bars.add(noBytes("reading a record", figure.applyAsDouble("TailBenchmark.journal payloadLength=448 allocated_bytes")));
        bars.add(noBytes("joining a hole", figure.applyAsDouble("JoinBenchmark.hole tools=1000 allocated_bytes")));
        bars.add(noBytes("preparing a hole for the model", figure.applyAsDouble("PrepareBenchmark.prepare allocated_bytes")));
        bars.add(new Bar("bytes allocated by parsing a Trace of 270 kB",
            figure.applyAsDouble("ParseBenchmark.trace allocated_bytes"), 4096, NO_BYTES, true));
        bars.add(new Bar("parsing that Trace ÷ Jackson's tokens, time", figure.applyAsDouble("ParseBenchmark.trace ratio"),
            Double.NaN, 3, true));
        bars.add(new Bar("ten large holes a second, last PUBACK to estimate, p99, ms",
            figure.applyAsDouble("large-30.after-ack.p99_us") / US_PER_MS, 20, 3, true));
        bars.add(new Bar("legacy recipe of 40 windows ÷ default model, time of a hole",
            figure.applyAsDouble("InferBenchmark.baselineLegacy") / figure.applyAsDouble("InferBenchmark.depth"), 100, 500, false));
        bars.add(new Bar("joining with 1,000,000 tools ÷ with 1,000, time",
            figure.applyAsDouble("JoinBenchmark.hole tools=1000000") / figure.applyAsDouble("JoinBenchmark.hole tools=1000"), 2, 1.2, true));
        bars.add(new Bar("infer's front half ÷ plain mapped scan, bytes a second",
            1 / figure.applyAsDouble("TakeBenchmark.take ratio"), 0.3, 0.8, false));
        bars.removeIf(bar -> Double.isNaN(bar.value));
        return bars;
    }

    private static Bar noBytes(final String by, final double value) {
        return new Bar("bytes allocated by " + by, value, NO_BYTES, NO_BYTES, true);
    }

    private boolean reaches(final double limit) {
        return less ? value <= limit : value >= limit;
    }

    boolean isMet() {
        return Double.isNaN(bar) || reaches(bar);
    }

    List<String> row() {
        final String sign = less ? "≤ " : "≥ ";
        return List.of(what, TextTable.number(value), Double.isNaN(bar) ? "-" : sign + TextTable.number(bar),
            sign + TextTable.number(goal), !isMet() ? "MISSED" : reaches(goal) ? "goal" : "met");
    }
}
