package io.borelog.infer.edge;

/** The few filters of a profile; all work in place of caller's arrays and allocate nothing beyond a constant window. */
final class Filters {
    private Filters() {
    }

    /** Running median over 2 x half + 1 cells; at the ends the outermost whole window counts, so that no spike stays there. */
    static void median(final double[] from, final double[] to, final int count, final int half) {
        for (int i = 0; i < count; i++) {
            final int middle = Math.max(half, Math.min(i, count - 1 - half));
            to[i] = medianAt(from, middle - half, middle + half);
        }
    }

    /** Running mean over 2 x half + 1 cells, fewer at the ends. Each window is summed afresh: no drift of rounding. */
    static void mean(final double[] from, final double[] to, final int count, final int half) {
        for (int i = 0; i < count; i++) {
            final int reach = Math.min(half, Math.min(i, count - 1 - i));
            to[i] = mean(from, i - reach, i + reach + 1);
        }
    }

    /** Mean of [begin, end). */
    static double mean(final double[] from, final int begin, final int end) {
        double sum = 0;
        for (int i = begin; i < end; i++) {
            sum += from[i];
        }
        return sum / (end - begin);
    }

    /** Straight line between two cells that stay as they are. */
    static void line(final double[] values, final int from, final int to) {
        final double slope = (values[to] - values[from]) / (to - from);
        final double base = values[from];
        for (int i = from + 1; i < to; i++) {
            values[i] = base + slope * (i - from);
        }
    }

    /** Slope per cell of the least-squares line over cell - half .. cell + half. */
    static double slope(final double[] from, final int cell, final int half) {
        double moment = 0;
        for (int k = 1; k <= half; k++) {
            moment += k * (from[cell + k] - from[cell - k]);
        }
        return 3.0 * moment / (half * (half + 1.0) * (2.0 * half + 1.0));
    }

    /** By counting ranks: the windows are small and this needs no copy. The window's length is odd. */
    private static double medianAt(final double[] from, final int first, final int last) {
        final int middle = (last - first) / 2;
        for (int i = first; i <= last; i++) {
            final double candidate = from[i];
            int below = 0;
            int equal = 0;
            for (int j = first; j <= last; j++) {
                if (from[j] < candidate) {
                    below++;
                } else if (from[j] == candidate) {
                    equal++;
                }
            }
            if (below <= middle && middle < below + equal) {
                return candidate;
            }
        }
        return from[(first + last) / 2];
    }
}
