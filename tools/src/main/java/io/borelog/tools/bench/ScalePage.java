package io.borelog.tools.bench;

import io.borelog.journal.stage.StageName;
import io.borelog.tools.load.Latencies;
import io.borelog.tools.load.LoadResult;
import io.borelog.tools.page.HtmlPage;
import io.borelog.tools.page.SvgPlot;
import io.borelog.tools.page.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** A {@link ScaleResult} as one section of the page and of the Markdown: a table an axis, and a plot where there is more than one step. */
final class ScalePage {
    static final String HEADING = "How cost grows";
    private static final String ABOUT = "One thing grows, everything else stays. CPU in microseconds per acknowledged message, of all "
        + "processes of a stage together; all is the pipeline without the load; the ratio is all to that of the smallest step at the same "
        + "rate. Where not all was answered, a message's cost is not known, and holes answered a second are what the machine can do beside "
        + "that load.";
    private static final String READY = "from SIGKILL to ready, median ms";
    private static final List<String> JOIN_HEAD = List.of("tools", "join decision, ns a hole", "ratio");
    private static final List<String> STAGES = List.of(StageName.INGEST, StageName.CORRELATE, StageName.INFER, StageName.PUBLISH);

    private ScalePage() {
    }

    static void html(final HtmlPage page, final ScaleResult scale, final List<JmhResult> benches) {
        if (scale.isEmpty()) {
            return;
        }
        page.heading(HEADING);
        page.paragraph(ABOUT);
        scale.notes().forEach(page::none);
        for (final ScaleAxis axis : ScaleAxis.values()) {
            final List<ScalePoint> points = scale.of(axis);
            if (!points.isEmpty()) {
                page.table(head(axis), rows(scale, points));
                final List<List<String>> ready = ready(scale, points);
                if (!ready.isEmpty()) {
                    page.table(readyHead(axis, points), ready);
                }
                plot(page, axis, points);
            }
        }
        final List<JmhResult> joins = ScaleResult.joins(benches);
        if (!joins.isEmpty()) {
            page.table(JOIN_HEAD, joins(joins));
        }
    }

    static void markdown(final StringBuilder text, final ScaleResult scale, final List<JmhResult> benches) {
        if (scale.isEmpty()) {
            return;
        }
        text.append("\n### ").append(HEADING).append('\n');
        scale.notes().forEach(note -> text.append("\n- ").append(note).append('\n'));
        for (final ScaleAxis axis : ScaleAxis.values()) {
            final List<ScalePoint> points = scale.of(axis);
            if (!points.isEmpty()) {
                text.append('\n').append(TextTable.markdown(head(axis), rows(scale, points)));
                final List<List<String>> ready = ready(scale, points);
                if (!ready.isEmpty()) {
                    text.append('\n').append(TextTable.markdown(readyHead(axis, points), ready));
                }
            }
        }
        final List<JmhResult> joins = ScaleResult.joins(benches);
        if (!joins.isEmpty()) {
            text.append('\n').append(TextTable.markdown(JOIN_HEAD, joins(joins)));
        }
    }

    private static List<String> head(final ScaleAxis axis) {
        final List<String> head = new ArrayList<>(List.of(axis.title(), "messages a second"));
        STAGES.forEach(stage -> head.add(stage + " us"));
        head.addAll(List.of("all us", "ratio", LoadResult.GENERATOR + " us", "ack p50 / p99 ms", "end to end p50 / p99 ms",
            "holes answered a second", "held"));
        return head;
    }

    private static List<List<String>> rows(final ScaleResult scale, final List<ScalePoint> points) {
        final List<List<String>> rows = new ArrayList<>();
        for (final ScalePoint point : points) {
            final LoadResult load = point.load();
            final List<String> row = new ArrayList<>(List.of(Long.toString(point.step()), Integer.toString(load.rate())));
            STAGES.forEach(stage -> row.add(cost(point, point.cpuUs(stage))));
            row.addAll(List.of(cost(point, point.cpuUs()), TextTable.number(scale.ratio(point)),
                TextTable.number(point.cpuUs(LoadResult.GENERATOR)), BenchTables.ms(load, Latencies.ACK, BenchTables.TWO),
                BenchTables.ms(load, Latencies.END_TO_END, BenchTables.TWO), TextTable.number(point.holesPerSecond()),
                load.isHeld() ? "yes" : "no: " + load.limit()));
            rows.add(row);
        }
        return rows;
    }

    private static String cost(final ScalePoint point, final double us) {
        return TextTable.number(point.isAnswered() ? us : Double.NaN);
    }

    private static List<String> readyHead(final ScaleAxis axis, final List<ScalePoint> points) {
        final List<String> head = new ArrayList<>(List.of(axis.title() + ", " + READY));
        points.get(0).readyMs().keySet().forEach(process -> head.addAll(List.of(process, "ratio")));
        return head;
    }

    /** None where nothing was killed. */
    private static List<List<String>> ready(final ScaleResult scale, final List<ScalePoint> points) {
        final List<List<String>> rows = new ArrayList<>();
        for (final ScalePoint point : points) {
            if (!point.readyMs().isEmpty()) {
                final List<String> row = new ArrayList<>(List.of(Long.toString(point.step())));
                point.readyMs().forEach((process, ms) -> row.addAll(
                    List.of(TextTable.number(ms), TextTable.number(scale.readyRatio(point, process)))));
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<List<String>> joins(final List<JmhResult> joins) {
        return joins.stream().map(join -> List.of(Long.toString(ScaleResult.tools(join)), TextTable.number(join.score()),
            TextTable.number(join.score() / joins.get(0).score()))).toList();
    }

    /** Of the first rate, as far as all was answered. */
    private static void plot(final HtmlPage page, final ScaleAxis axis, final List<ScalePoint> points) {
        final int rate = points.get(0).load().rate();
        final List<ScalePoint> known = points.stream().filter(point -> point.load().rate() == rate && point.isAnswered()).toList();
        if (known.size() > 1) {
            final Map<String, double[][]> lines = new LinkedHashMap<>();
            STAGES.forEach(stage -> lines.put(stage, line(known, point -> point.cpuUs(stage))));
            lines.put("all", line(known, ScalePoint::cpuUs));
            lines.put("ack p50", line(known, point -> ack(point, 50)));
            lines.put("ack p99", line(known, point -> ack(point, 99)));
            page.plot("cost over " + axis.title(), "CPU per message, and the time to its ack, at " + rate + " messages a second",
                () -> SvgPlot.growth(axis.title(), "us", lines));
        }
    }

    private static double ack(final ScalePoint point, final double percentile) {
        final Histogram acks = point.load().latencies().of(Latencies.ACK);
        return acks.getTotalCount() == 0 ? 0 : acks.getValueAtPercentile(percentile) / BenchReport.NS_PER_US;
    }

    private static double[][] line(final List<ScalePoint> points, final ToDoubleFunction<ScalePoint> value) {
        return new double[][] {points.stream().mapToDouble(ScalePoint::step).toArray(), points.stream().mapToDouble(value).toArray()};
    }
}
