package io.borelog.tools.capacity;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as they are shown. What is measured is rounded before it is calculated with, so that a reader's calculator says the same. */
final class Figures {
    private static final MathContext MEASURED = new MathContext(3);
    private static final MathContext SHOWN = new MathContext(4);
    private static final double MINUTE_S = 60;
    private static final double HOUR_S = 3_600;
    private static final double DAY_S = 86_400;

    private Figures() {
    }

    static double measured(final double value) {
        return BigDecimal.valueOf(value).round(MEASURED).doubleValue();
    }

    static String text(final BigDecimal value) {
        return value.round(SHOWN).stripTrailingZeros().toPlainString();
    }

    static String text(final double value) {
        return text(BigDecimal.valueOf(value));
    }

    static String percent(final double share) {
        return text(BigDecimal.valueOf(100 * share).round(MEASURED)) + " %";
    }

    /** Decimal, as disks are sold. */
    static String bytes(final double bytes) {
        final String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1_000 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return text(BigDecimal.valueOf(value).round(MEASURED)) + ' ' + units[unit];
    }

    static String duration(final double seconds) {
        if (seconds < MINUTE_S) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < HOUR_S) {
            return String.format(Locale.ROOT, "%.1f min", seconds / MINUTE_S);
        }
        return String.format(Locale.ROOT, seconds < DAY_S ? "%.1f h" : "%.1f days", seconds / (seconds < DAY_S ? HOUR_S : DAY_S));
    }

    static String count(final long number, final String one) {
        return number + " " + plural(number, one);
    }

    static String plural(final long number, final String one) {
        return number == 1 ? one : one + (one.endsWith("s") ? "es" : "s");
    }
}
