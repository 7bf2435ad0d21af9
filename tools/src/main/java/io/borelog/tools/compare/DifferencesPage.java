package io.borelog.tools.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link Differences} as one HTML page that needs nothing from elsewhere: figures, plots, no script. */
public final class DifferencesPage {
    private static final Logger LOGGER = LoggerFactory.getLogger(DifferencesPage.class);
    private static final int TOOLS_SHOWN = 50;
    private static final String STYLE = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #222; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        table { border-collapse: collapse; } th, td { padding: .2rem .8rem; text-align: right; border-bottom: 1px solid #ddd; }
        th { font-weight: 600; } th:first-child, td:first-child { text-align: left; }
        img { max-width: 100%; } p.none { color: #777; }
        """;

    private final StringBuilder html = new StringBuilder(1 << 16);
    private final Differences differences;

    private DifferencesPage(final Differences differences) {
        this.differences = differences;
    }

    /** @param title of the page. @param facts name and value, said first */
    public static String of(final String title, final Map<String, String> facts, final Differences differences) {
        return new DifferencesPage(differences).write(title, facts);
    }

    private String write(final String title, final Map<String, String> facts) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").append(escape(title))
            .append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n<body>\n<h1>").append(escape(title)).append("</h1>\n");
        final List<List<String>> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(List.of(name, value)));
        differences.models().forEach((model, count) -> rows.add(List.of("compared with", model + ": " + count + " holes")));
        rows.add(List.of("holes compared", Long.toString(differences.compared())));
        rows.add(List.of("holes without an older answer", Long.toString(differences.missing())));
        rows.add(List.of("changed statuses", Long.toString(differences.all().statusChanges())));
        table(List.of(), rows);
        keyPoints();
        statuses();
        plot("How far apart", "Differences of more than 1 mm are in the outermost bins.", Plots::spread);
        plot("Old against new", "At most " + Differences.SAMPLES_MAX + " holes, evenly picked.", Plots::dots);
        tools();
        latency();
        return html.append("</body>\n</html>\n").toString();
    }

    private void keyPoints() {
        heading("Key points");
        final List<List<String>> rows = new ArrayList<>();
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            final KeyPointTally tally = differences.all().keyPoint(point);
            rows.add(List.of(ToolTally.KEY_POINTS.get(point), Long.toString(tally.count()), mm(tally.mean()), mm(tally.meanAbs()),
                mm(tally.maxAbs())));
        }
        table(List.of("new minus old, mm", "holes", "mean", "mean absolute", "largest"), rows);
    }

    private void statuses() {
        heading("Changed statuses");
        if (differences.transitions().isEmpty()) {
            html.append("<p class=\"none\">None.</p>\n");
            return;
        }
        final List<List<String>> rows = new ArrayList<>();
        differences.transitions().forEach((fromTo, count) -> {
            final String[] split = fromTo.split(" ");
            rows.add(List.of(split[0], split[1], Long.toString(count)));
        });
        table(List.of("was", "would be", "holes"), rows);
        final List<List<String>> changes = new ArrayList<>();
        differences.changes().forEach(change -> changes.add(List.of(
            change.tool(), String.valueOf(change.resultId()), String.valueOf(change.sourceTimestamp()), change.was(), change.is(),
            change.estimateId())));
        html.append("<details><summary>The first ").append(changes.size()).append(" of these holes</summary>\n");
        table(List.of("tool", "result", "time of the tool", "was", "would be", "estimate"), changes);
        html.append("</details>\n");
    }

    private void tools() {
        plot("Tools", "Those that differ most, by changed statuses and then by how far the key points are apart.", Plots::tools);
        final List<List<String>> rows = new ArrayList<>();
        differences.tools().stream().limit(TOOLS_SHOWN).forEach(tool -> rows.add(List.of(tool.name(), Long.toString(tool.count()),
            Long.toString(tool.statusChanges()), mm(tool.keyPoint(0).meanAbs()), mm(tool.keyPoint(1).meanAbs()),
            mm(tool.keyPoint(2).meanAbs()), mm(tool.maxAbs()))));
        table(List.of("tool", "holes", "statuses", "entry", "transition", "exit", "largest"), rows);
        if (differences.tools().size() > TOOLS_SHOWN) {
            html.append("<p class=\"none\">And ").append(differences.tools().size() - TOOLS_SHOWN).append(" that differ less.</p>\n");
        }
    }

    private void latency() {
        plot("Time in the estimator", "Old as stamped when it was made, new on this host now.", Plots::latency);
        final List<List<String>> rows = new ArrayList<>();
        for (final double percentile : new double[] {50, 99, 99.9, 100}) {
            rows.add(List.of(percentile == 100 ? "longest" : "p" + String.format(Locale.ROOT, "%.4g", percentile).replaceAll("\\.?0+$", ""),
                Long.toString(differences.wasUs().getValueAtPercentile(percentile)),
                Long.toString(differences.isUs().getValueAtPercentile(percentile))));
        }
        table(List.of("us", "old", "new"), rows);
    }

    private void heading(final String text) {
        html.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    private void plot(final String heading, final String caption, final Function<Differences, String> plot) {
        heading(heading);
        if (differences.compared() == 0) {
            html.append("<p class=\"none\">Nothing to draw.</p>\n");
            return;
        }
        try {
            html.append("<img alt=\"").append(escape(heading)).append("\" src=\"").append(plot.apply(differences)).append("\">\n<p>")
                .append(escape(caption)).append("</p>\n");
        } catch (final NoClassDefFoundError | UnsatisfiedLinkError | InternalError ex) { // no fonts: the figures are there all the same
            LOGGER.warn("no plots, this Java has no fonts: {}", ex.toString());
            html.append("<p class=\"none\">Not drawn: the Java that wrote this page has no fonts.</p>\n");
        }
    }

    private void table(final List<String> head, final List<List<String>> rows) {
        html.append("<table>\n");
        if (!head.isEmpty()) {
            row("th", head);
        }
        rows.forEach(row -> row("td", row));
        html.append("</table>\n");
    }

    private void row(final String tag, final List<String> cells) {
        html.append("<tr>");
        cells.forEach(cell -> html.append('<').append(tag).append('>').append(escape(cell)).append("</").append(tag).append('>'));
        html.append("</tr>\n");
    }

    private static String mm(final double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Names of tools are what somebody has published under. */
    private static String escape(final String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
