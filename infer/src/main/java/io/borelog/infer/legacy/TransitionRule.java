package io.borelog.infer.legacy;

import io.borelog.infer.HoleCurves;

/**
 * Where the first layer ends: the first steep place of the smoothed torque among the 300 samples before program step 2. They are 3 s, so
 * that at a fast feed they reach back to the ramp of the entry, which is then what is found. One instance serves one thread.
 */
final class TransitionRule {
    static final int NOT_FOUND = -1;
    static final int MIN_SAMPLES = SavitzkyGolay.WINDOW;
    private static final float STEP = 2;
    private static final int LOOK_BACK = 300;
    private static final double DEVIATIONS = 2;

    private final double[] smooth = new double[LOOK_BACK];
    private final double[] gradient = new double[LOOK_BACK];
    private double threshold;

    /** @return index of the first sample of program step 2, {@link #NOT_FOUND} where there is none. */
    static int stepBegins(final HoleCurves hole) {
        for (int i = 0; i < hole.count; i++) {
            if (hole.step[i] == STEP) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /**
     * @param stepBegins at least {@link #MIN_SAMPLES}
     * @return index of the sample, {@link #NOT_FOUND} where no place is steep enough
     */
    int find(final HoleCurves hole, final int stepBegins) {
        final int from = Math.max(0, stepBegins - LOOK_BACK);
        final int count = stepBegins - from;
        SavitzkyGolay.smooth(hole.torqueA, from, count, smooth);
        slopes(count);
        threshold = mean(count) + DEVIATIONS * deviation(count, mean(count));
        for (int i = 0; i < count; i++) {
            if (gradient[i] > threshold) {
                return from + i;
            }
        }
        return NOT_FOUND;
    }

    /** Of the last {@link #find}, A per sample. */
    double threshold() {
        return threshold;
    }

    /** Central differences, one-sided at both ends. */
    private void slopes(final int count) {
        gradient[0] = smooth[1] - smooth[0];
        for (int i = 1; i < count - 1; i++) {
            gradient[i] = (smooth[i + 1] - smooth[i - 1]) / 2;
        }
        gradient[count - 1] = smooth[count - 1] - smooth[count - 2];
    }

    private double mean(final int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += gradient[i];
        }
        return sum / count;
    }

    private double deviation(final int count, final double mean) {
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (gradient[i] - mean) * (gradient[i] - mean);
        }
        return Math.sqrt(squares / count);
    }
}
