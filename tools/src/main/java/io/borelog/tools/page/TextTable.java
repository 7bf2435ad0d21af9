package io.borelog.tools.page;

import java.util.List;
import java.util.Locale;

/** Figures as text, and tables of them in Markdown. */
public final class TextTable {
    private TextTable() {
    }

    /** Three digits that count, and none behind the point from a hundred on. */
    public static String number(final double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        final double size = Math.abs(value);
        final String format = size >= 100 || size == 0 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3g";
        return String.format(Locale.ROOT, format, value);
    }

    public static String markdown(final List<String> head, final List<List<String>> rows) {
        final StringBuilder text = new StringBuilder();
        line(text, head);
        line(text, head.stream().map(cell -> "---").toList());
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    private static void line(final StringBuilder text, final List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
