package io.borelog.tools.bench;

import static io.borelog.tools.page.TextTable.number;

import io.borelog.tools.load.Latencies;
import io.borelog.tools.load.LoadResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The figures of a report as rows of text, for the page and for Markdown. */
final class BenchTables {
    static final List<String> LOADS_HEAD = List.of("holes, messages a second", "bytes a message", "acked a second",
        "ack p50 / p99 / p99.9 ms", "last ack to estimate p50 / p99 / p99.9 ms",
        "end to end p50 / p99 / p99.9 ms", "CPU s per 100k", "MB written per 100k", "held");
    static final List<String> STAGES_HEAD = List.of("p50 / p99 / p99.9 / max, ms", Latencies.ACK, Latencies.CORRELATE, Latencies.INFER,
        Latencies.ESTIMATOR, Latencies.PUBLISH, Latencies.AFTER_ACK, Latencies.END_TO_END);
    static final List<String> PROCESSES_HEAD = List.of("process", "CPU s per 100k", "MB written per 100k", "peak resident MB");
    static final List<String> BENCHES_HEAD = List.of("bench", "time", "±", "unit", "bytes allocated", "baseline", "ratio");
    static final List<String> CHANGES_HEAD = List.of("figure", "was", "is", "ratio");
    private static final double MB = 1e6;
    private static final double NS_PER_MS = 1e6;
    private static final double[] MANY = {50, 99, 99.9, 100};
    private static final double[] FEW = {50, 99, 99.9};
    static final double[] TWO = {50, 99};

    private BenchTables() {
    }

    static List<List<String>> loads(final List<LoadResult> loads) {
        return loads.stream().map(load -> List.of(load.load() + ' ' + load.rate(), Long.toString(load.bytes()),
            number(load.report().messagesPerSecond()), ms(load, Latencies.ACK, FEW), ms(load, Latencies.AFTER_ACK, FEW),
            ms(load, Latencies.END_TO_END, FEW), number(load.cpuSeconds()), number(load.writtenBytes() / MB),
            load.isHeld() ? "yes" : "no: " + load.limit())).toList();
    }

    static List<List<String>> stages(final List<LoadResult> loads) {
        final List<List<String>> rows = new ArrayList<>();
        for (final LoadResult load : loads) {
            final List<String> row = new ArrayList<>(List.of(load.load() + ' ' + load.rate()));
            STAGES_HEAD.subList(1, STAGES_HEAD.size()).forEach(stage -> row.add(ms(load, stage, MANY)));
            rows.add(row);
        }
        return rows;
    }

    static List<List<String>> processes(final LoadResult load) {
        return load.processes().stream().map(process -> List.of(process.name(), number(load.cpuSeconds(process)),
            number(load.writtenBytes(process) / MB), process.peakBytes() < 0 ? "-" : number(process.peakBytes() / MB))).toList();
    }

    static List<List<String>> benches(final List<JmhResult> benches) {
        return benches.stream().map(bench -> List.of(bench.name(), number(bench.score()), number(bench.error()), bench.unit(),
            bytes(bench.allocatedBytes()), number(bench.baseline()), number(bench.ratio()))).toList();
    }

    static List<List<String>> changes(final Earlier earlier, final Map<String, Double> figures) {
        return earlier.changes(figures).stream().map(change -> List.of(change.figure(), number(change.was()), number(change.is()),
            number(change.ratio()))).toList();
    }

    static String ms(final LoadResult load, final String stage, final double[] percentiles) {
        final Histogram histogram = load.latencies().of(stage);
        if (histogram.getTotalCount() == 0) {
            return "-";
        }
        final List<String> texts = new ArrayList<>();
        for (final double percentile : percentiles) {
            texts.add(number(histogram.getValueAtPercentile(percentile) / NS_PER_MS));
        }
        return String.join(" / ", texts);
    }

    /** What the profiler itself allocates lies in the thousandths. */
    private static String bytes(final double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.1f", value) : "-";
    }
}
