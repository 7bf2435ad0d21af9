package io.borelog.tools.bench;

import io.borelog.tools.load.Latencies;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.page.HtmlPage;
import io.borelog.tools.page.SvgPlot;
import io.borelog.tools.page.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** A {@link BenchReport} as one HTML page that needs nothing from elsewhere, and its tables as Markdown. */
final class BenchPage {
    private static final String TITLE = "How fast borelog is here";
    private static final String BARS = "What was to be reached";
    private static final String LOADS = "The whole pipeline";
    private static final String STAGES = "Stage by stage";
    private static final String BENCHES = "Benches";
    private static final String ABOUT_LOADS = "Open loop: a message is sent when it is due, and its latency counts from then. Acks "
        + "wait for what the setting durability promises. Load, subscriber and pipeline share this machine.";
    private static final String ABOUT_STAGES = "ack: due to PUBACK. correlate: append of a hole's last message to append of the joined "
        + "hole, a force of inbound in it. infer: from there to the append of the estimate; estimator is its part in the model. publish: "
        + "from there to the message that tells it. after-ack: PUBACK of a hole's last message to the estimate in a subscriber's hands. "
        + "end-to-end: due to there.";
    private static final String ABOUT_BENCHES =
        "Times of one operation; the baseline is measured in the same class, the ratio is time to its time.";

    private BenchPage() {
    }

    static String html(final BenchReport report) {
        final HtmlPage page = new HtmlPage(TITLE);
        page.table(List.of(), report.facts().entrySet().stream().map(fact -> List.of(fact.getKey(), fact.getValue())).toList());
        final List<Bar> bars = Bar.of(report.figures());
        if (!bars.isEmpty()) {
            page.heading(bars(report));
            page.table(Bar.HEAD, bars.stream().map(Bar::row).toList());
        }
        if (!report.loads().isEmpty()) {
            loads(page, report);
        }
        ScalePage.html(page, report.scale(), report.benches().results());
        benches(page, report);
        changes(page, report);
        return page.end();
    }

    private static void loads(final HtmlPage page, final BenchReport report) {
        page.heading(LOADS);
        page.paragraph(ABOUT_LOADS);
        page.table(BenchTables.LOADS_HEAD, BenchTables.loads(report.loads()));
        plot(page, report, "Ack", load -> load.latencies().of(Latencies.ACK));
        plot(page, report, "End to end", load -> load.latencies().of(Latencies.END_TO_END));
        page.heading(STAGES);
        page.paragraph(ABOUT_STAGES);
        page.table(BenchTables.STAGES_HEAD, BenchTables.stages(report.loads()));
        for (final LoadResult load : report.loads()) {
            page.plot("stages at " + load.name(), load.load() + " holes, " + load.rate() + " messages a second",
                () -> SvgPlot.percentiles("us", counted(load.latencies().all()), BenchReport.NS_PER_US));
        }
        page.heading("Processes");
        for (final LoadResult load : report.loads()) {
            page.paragraph(load.load() + " holes, " + load.rate() + " messages a second");
            page.table(BenchTables.PROCESSES_HEAD, BenchTables.processes(load));
        }
    }

    private static void plot(
        final HtmlPage page, final BenchReport report, final String name, final Function<LoadResult, Histogram> histogram) {
        final Map<String, Histogram> rates = new LinkedHashMap<>();
        report.loads().forEach(load -> rates.put(load.name(), histogram.apply(load)));
        if (!counted(rates).isEmpty()) {
            page.plot(name, name + ", by load and messages a second",
                () -> SvgPlot.percentiles("us", counted(rates), BenchReport.NS_PER_US));
        }
    }

    private static Map<String, Histogram> counted(final Map<String, Histogram> histograms) {
        final Map<String, Histogram> counted = new LinkedHashMap<>(histograms);
        counted.values().removeIf(histogram -> histogram.getTotalCount() == 0);
        return counted;
    }

    private static void benches(final HtmlPage page, final BenchReport report) {
        page.heading(BENCHES);
        if (!report.benches().note().isEmpty()) {
            page.none(report.benches().note());
        }
        if (!report.benches().results().isEmpty()) {
            page.paragraph(ABOUT_BENCHES);
            page.table(BenchTables.BENCHES_HEAD, BenchTables.benches(report.benches().results()));
        }
    }

    private static void changes(final HtmlPage page, final BenchReport report) {
        if (report.earlier() != null) {
            page.heading("Compared with " + report.earlier().name());
            report.earlier().differentFacts(report.facts()).forEach(page::none);
            page.table(BenchTables.CHANGES_HEAD, BenchTables.changes(report.earlier(), report.figures()));
        }
    }

    static String markdown(final BenchReport report) {
        final StringBuilder text = new StringBuilder();
        report.facts().forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
        final List<Bar> bars = Bar.of(report.figures());
        if (!bars.isEmpty()) {
            section(text, bars(report), Bar.HEAD, bars.stream().map(Bar::row).toList());
        }
        if (!report.loads().isEmpty()) {
            section(text, LOADS, BenchTables.LOADS_HEAD, BenchTables.loads(report.loads()));
            section(text, STAGES, BenchTables.STAGES_HEAD, BenchTables.stages(report.loads()));
        }
        ScalePage.markdown(text, report.scale(), report.benches().results());
        if (report.benches().results().isEmpty()) {
            text.append("\nBenches: ").append(report.benches().note()).append('\n');
        } else {
            section(text, BENCHES, BenchTables.BENCHES_HEAD, BenchTables.benches(report.benches().results()));
        }
        if (report.earlier() != null) {
            section(text, "Compared with " + report.earlier().name(), BenchTables.CHANGES_HEAD,
                BenchTables.changes(report.earlier(), report.figures()));
        }
        return text.toString();
    }

    /** Short iterations allocate a few bytes by the profiler's count where long ones allocate none. */
    private static String bars(final BenchReport report) {
        return "quick".equals(report.facts().get("mode")) ? BARS + ", roughly: a verdict takes a full run" : BARS;
    }

    private static void section(final StringBuilder text, final String heading, final List<String> head, final List<List<String>> rows) {
        text.append("\n### ").append(heading).append("\n\n").append(TextTable.markdown(head, rows));
    }
}
