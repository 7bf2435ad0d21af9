package io.borelog.infer.legacy;

/**
 * Savitzky-Golay smoothing, window 11, order 2; the five places at each end lie on the parabola of the eleven that are there. Stateless.
 * The parabola is fitted with the polynomials 1, x and x^2 - 10, which are orthogonal over x = -5 .. 5.
 */
final class SavitzkyGolay {
    static final int WINDOW = 11;
    private static final int HALF = WINDOW / 2;
    private static final double NORM_1 = 110;
    private static final double NORM_2 = 858;
    private static final double MEAN_SQUARE = 10;

    private SavitzkyGolay() {
    }

    /** @param count at least {@link #WINDOW}, values from {@code offset}; as many results from 0 */
    static void smooth(final float[] values, final int offset, final int count, final double[] into) {
        for (int i = 0; i < count; i++) {
            final int centre = Math.max(HALF, Math.min(count - 1 - HALF, i));
            into[i] = parabola(values, offset + centre, i - centre);
        }
    }

    private static double parabola(final float[] values, final int centre, final int at) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        for (int x = -HALF; x <= HALF; x++) {
            final double value = values[centre + x];
            sum0 += value;
            sum1 += x * value;
            sum2 += (x * x - MEAN_SQUARE) * value;
        }
        return sum0 / WINDOW + at * sum1 / NORM_1 + (at * at - MEAN_SQUARE) * sum2 / NORM_2;
    }
}
