package io.borelog.tools.peers;

import static io.borelog.tools.page.TextTable.number;

import io.borelog.tools.page.HtmlPage;
import io.borelog.tools.page.SvgPlot;
import io.borelog.tools.page.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** A {@link PeersReport} as one HTML page that needs nothing from elsewhere, and its tables as Markdown. */
final class PeersPage {
    private static final List<String> BARS_HEAD = List.of("figure ÷ that of the floor in the same round", "each round",
        "min / median / max", "first bar", "met in every round", "goal", "met in every round");
    private static final List<String> SERVERS_HEAD = List.of("server", "an acknowledged message is", "messages/s, min / median / max",
        "PUBACK p50 ms", "p99 ms", "p99.9 ms", "CPU s per 100k", "note");
    private static final String BARS = "Ratios";
    private static final String ABOUT_BARS = "Floor and borelog are measured in turn, and a ratio is of two neighbours: what the disk did "
        + "to one it did to the other.";
    private static final String ABOUT_SERVERS = "One load generator for all, on the same cores as the server. Latencies at full rate are "
        + "those of a full window; those of the open loop count from the moment a message was due. Brokers also deliver to a subscriber, "
        + "without which they would keep nothing. Of several rounds: the median.";
    private static final double NS_PER_US = 1e3;

    private PeersPage() {
    }

    static String html(final PeersReport report) {
        final HtmlPage page = new HtmlPage("borelog side by side with others");
        page.table(List.of(), report.facts().entrySet().stream().map(fact -> List.of(fact.getKey(), fact.getValue())).toList());
        page.heading(BARS);
        page.paragraph(ABOUT_BARS);
        page.table(BARS_HEAD, bars(report));
        page.heading("Loads");
        page.paragraph(ABOUT_SERVERS);
        report.missing().forEach(page::none);
        for (final Load load : report.loads()) {
            page.heading(load.title());
            page.table(SERVERS_HEAD, servers(report, load));
        }
        final Map<String, Histogram> acks = acks(report);
        if (!acks.isEmpty()) {
            page.plot("PUBACK", Load.OPEN_LOOP.title() + ": PUBACK, all rounds together", () -> SvgPlot.percentiles("us", acks, NS_PER_US));
        }
        return page.end();
    }

    static String markdown(final PeersReport report) {
        final StringBuilder text = new StringBuilder();
        report.facts().forEach((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
        report.missing().forEach(sentence -> text.append("- ").append(sentence).append('\n'));
        section(text, BARS, BARS_HEAD, bars(report));
        report.loads().forEach(load -> section(text, load.title(), SERVERS_HEAD, servers(report, load)));
        return text.toString();
    }

    private static void section(final StringBuilder text, final String heading, final List<String> head, final List<List<String>> rows) {
        text.append("\n### ").append(heading).append("\n\n").append(TextTable.markdown(head, rows));
    }

    static List<List<String>> bars(final PeersReport report) {
        return report.bars().stream().map(bar -> {
            final List<Double> ratios = bar.ratios(report.measurements());
            final String sign = bar.higher() ? "at least " : "at most ";
            return List.of(bar.what(), ratios.stream().map(TextTable::number).collect(Collectors.joining(", ")),
                spread(ratios, TextTable::number),
                sign + number(bar.first()), yesNo(bar, ratios, bar.first()), sign + number(bar.goal()), yesNo(bar, ratios, bar.goal()));
        }).toList();
    }

    private static String yesNo(final RatioBar bar, final List<Double> ratios, final double limit) {
        final long met = ratios.stream().filter(ratio -> bar.isMet(ratio, limit)).count();
        final long measured = ratios.stream().filter(Double::isFinite).count();
        return measured < ratios.size() || ratios.isEmpty() ? "no: measured in " + measured + " of " + ratios.size()
            : met == ratios.size() ? "yes" : "no: in " + met + " of " + ratios.size();
    }

    private static List<List<String>> servers(final PeersReport report, final Load load) {
        return report.byServer(load).stream().map(PeersPage::server).toList();
    }

    private static List<String> server(final List<Measurement> rounds) {
        final Measurement first = rounds.get(0);
        final String version = rounds.stream().map(Measurement::version).filter(said -> !said.isEmpty()).findFirst().orElse("");
        return List.of(first.server().name() + (version.isEmpty() ? "" : ' ' + version), first.server().ack(),
            spread(figures(rounds, LoadFigures::messagesPerSecond), PeersPage::grouped),
            ms(rounds, "p50"), ms(rounds, "p99"), ms(rounds, "p999"),
            number(median(figures(rounds, LoadFigures::cpuSecondsPer100k))),
            rounds.stream().map(Measurement::note).filter(note -> !note.isEmpty()).distinct().collect(Collectors.joining("; ")));
    }

    private static String ms(final List<Measurement> rounds, final String percentile) {
        return number(median(figures(rounds, figures -> figures.ackMs(percentile))));
    }

    private static List<Double> figures(final List<Measurement> rounds, final ToDoubleFunction<LoadFigures> figure) {
        return rounds.stream().map(Measurement::figures).filter(Objects::nonNull).map(figure::applyAsDouble).toList();
    }

    private static String spread(final List<Double> values, final DoubleFunction<String> text) {
        final List<Double> sorted = sorted(values);
        return sorted.isEmpty() ? "-" : sorted.size() == 1 ? text.apply(sorted.get(0))
            : text.apply(sorted.get(0)) + " / " + text.apply(median(sorted)) + " / " + text.apply(sorted.get(sorted.size() - 1));
    }

    private static String grouped(final double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Of those that are numbers; NaN for none. */
    static double median(final List<Double> values) {
        final List<Double> sorted = sorted(values);
        return sorted.isEmpty() ? Double.NaN : (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }

    private static List<Double> sorted(final List<Double> values) {
        return values.stream().filter(Double::isFinite).sorted().toList();
    }

    private static Map<String, Histogram> acks(final PeersReport report) {
        final Map<String, Histogram> acks = new LinkedHashMap<>();
        for (final Measurement one : report.measurements()) {
            if (one.load() == Load.OPEN_LOOP && one.figures() != null) {
                acks.computeIfAbsent(one.server().name(), name -> new Histogram(3)).add(one.figures().acks());
            }
        }
        return acks;
    }
}
