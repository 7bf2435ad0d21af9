package io.borelog.tools;

import io.borelog.tools.compare.Differences;
import io.borelog.tools.compare.KeyPointTally;
import io.borelog.tools.compare.ToolTally;
import java.util.List;
import java.util.Locale;

/** A {@link Differences} in lines for people; the page and the JSON say more. */
final class DifferencesText {
    private static final int TOOLS_SHOWN = 10;
    private static final List<String> KEY_POINTS = List.of("entry", "transition", "exit");

    private DifferencesText() {
    }

    /** @param name of the model whose estimates these are */
    static void print(final Output out, final String name, final Differences differences) {
        print(out, name, differences.all());
        differences.transitions().forEach((fromTo, count) -> out.line("  " + count + " " + fromTo.replace(" ", " would be ")));
        out.line(String.format(Locale.ROOT, "  estimator p50 %d us, p99 %d us; as made p50 %d us, p99 %d us",
            differences.isUs().getValueAtPercentile(50), differences.isUs().getValueAtPercentile(99),
            differences.wasUs().getValueAtPercentile(50), differences.wasUs().getValueAtPercentile(99)));
        final List<ToolTally> tools = differences.tools();
        tools.stream().limit(TOOLS_SHOWN).forEach(tool -> print(out, "  " + tool.name(), tool));
        if (tools.size() > TOOLS_SHOWN) {
            out.line("  and " + (tools.size() - TOOLS_SHOWN) + " tools that differ less");
        }
    }

    private static void print(final Output out, final String name, final ToolTally tally) {
        final StringBuilder line = new StringBuilder(String.format(
            Locale.ROOT, "%-32s %8d holes %6d statuses", name, tally.count(), tally.statusChanges()));
        for (int point = 0; point < KEY_POINTS.size(); point++) {
            final KeyPointTally keyPoint = tally.keyPoint(point);
            line.append("  ").append(KEY_POINTS.get(point)).append(keyPoint.count() == 0 ? " -" : String.format(
                Locale.ROOT, " %+.3f |%.3f| max %.3f", keyPoint.mean(), keyPoint.meanAbs(), keyPoint.maxAbs()));
        }
        out.line(line.toString());
    }
}
