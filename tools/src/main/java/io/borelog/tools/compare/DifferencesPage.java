package io.borelog.tools.compare;

import io.borelog.tools.page.HtmlPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A {@link Differences} as one HTML page that needs nothing from elsewhere: figures, plots, no script. */
public final class DifferencesPage {
    private static final int TOOLS_SHOWN = 50;

    private final HtmlPage page;
    private final Differences differences;

    private DifferencesPage(final HtmlPage page, final Differences differences) {
        this.page = page;
        this.differences = differences;
    }

    /** @param title of the page. @param facts name and value, said first */
    public static String of(final String title, final Map<String, String> facts, final Differences differences) {
        return new DifferencesPage(new HtmlPage(title), differences).write(facts);
    }

    private String write(final Map<String, String> facts) {
        final List<List<String>> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(List.of(name, value)));
        differences.models().forEach((model, count) -> rows.add(List.of("compared with", model + ": " + count + " holes")));
        rows.add(List.of("holes compared", Long.toString(differences.compared())));
        rows.add(List.of("holes without an older answer", Long.toString(differences.missing())));
        rows.add(List.of("changed statuses", Long.toString(differences.all().statusChanges())));
        page.table(List.of(), rows);
        keyPoints();
        statuses();
        plot("How far apart", "Differences of more than 1 mm are in the outermost bins.", Plots::spread);
        plot("Old against new", "At most " + Differences.SAMPLES_MAX + " holes, evenly picked.", Plots::dots);
        tools();
        latency();
        return page.end();
    }

    private void keyPoints() {
        page.heading("Key points");
        final List<List<String>> rows = new ArrayList<>();
        for (int point = 0; point < ToolTally.KEY_POINTS.size(); point++) {
            final KeyPointTally tally = differences.all().keyPoint(point);
            rows.add(List.of(ToolTally.KEY_POINTS.get(point), Long.toString(tally.count()), mm(tally.mean()), mm(tally.meanAbs()),
                mm(tally.maxAbs())));
        }
        page.table(List.of("new minus old, mm", "holes", "mean", "mean absolute", "largest"), rows);
    }

    private void statuses() {
        page.heading("Changed statuses");
        if (differences.transitions().isEmpty()) {
            page.none("None.");
            return;
        }
        final List<List<String>> rows = new ArrayList<>();
        differences.transitions().forEach((fromTo, count) -> {
            final String[] split = fromTo.split(" ");
            rows.add(List.of(split[0], split[1], Long.toString(count)));
        });
        page.table(List.of("was", "would be", "holes"), rows);
        final List<List<String>> changes = new ArrayList<>();
        differences.changes().forEach(change -> changes.add(List.of(
            change.tool(), String.valueOf(change.resultId()), String.valueOf(change.sourceTimestamp()), change.was(), change.is(),
            change.estimateId())));
        page.details("The first " + changes.size() + " of these holes",
            List.of("tool", "result", "time of the tool", "was", "would be", "estimate"), changes);
    }

    private void tools() {
        plot("Tools", "Those that differ most, by changed statuses and then by how far the key points are apart.", Plots::tools);
        final List<List<String>> rows = new ArrayList<>();
        differences.tools().stream().limit(TOOLS_SHOWN).forEach(tool -> rows.add(List.of(tool.name(), Long.toString(tool.count()),
            Long.toString(tool.statusChanges()), mm(tool.keyPoint(0).meanAbs()), mm(tool.keyPoint(1).meanAbs()),
            mm(tool.keyPoint(2).meanAbs()), mm(tool.maxAbs()))));
        page.table(List.of("tool", "holes", "statuses", "entry", "transition", "exit", "largest"), rows);
        if (differences.tools().size() > TOOLS_SHOWN) {
            page.none("And " + (differences.tools().size() - TOOLS_SHOWN) + " that differ less.");
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
        page.table(List.of("us", "old", "new"), rows);
    }

    private void plot(final String heading, final String caption, final Function<Differences, String> plot) {
        page.heading(heading);
        if (differences.compared() == 0) {
            page.none("Nothing to draw.");
            return;
        }
        page.plot(heading, caption, () -> plot.apply(differences));
    }

    private static String mm(final double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.3f", value);
    }
}
