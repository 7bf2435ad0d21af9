package io.borelog.infer.legacy;

import io.borelog.infer.HoleCurves;

/**
 * Program step 2 of one hole as rows: every third sample makes one, which has three samples next to each other (phases 0, 1, 2) and those of
 * the four rows before it. A view on the curves; one instance serves one thread.
 * <pre>
 *   torque channel 3 s + c   of phase c, s rows ago (c = 0..2, s = 0..4)   0 before the first sample
 *   position                 of phase 1, 2 rows ago: beside channel 7      0 before the first sample
 * </pre>
 */
final class Phases {
    static final int TORQUES = 15;
    private static final int PHASES = 3;
    private static final int PEAK_CHANNEL = 7;
    private static final int POSITION_PHASE = 1;
    private static final int POSITION_DELAY = 2;
    private static final float STEP = 2;
    private static final int NONE = -1;

    private int[] samples = new int[0];
    private int sampleCount;
    private HoleCurves hole;

    Phases wrap(final HoleCurves of) {
        hole = of;
        if (samples.length < hole.count) {
            samples = new int[hole.count];
        }
        sampleCount = 0;
        for (int i = 0; i < hole.count; i++) {
            if (hole.step[i] == STEP) {
                samples[sampleCount++] = i;
            }
        }
        return this;
    }

    /** Forgets the curves, which are their owner's. */
    void release() {
        hole = null;
    }

    /** @return rows that have all three phases. */
    int rowCount() {
        return sampleCount / PHASES;
    }

    double torqueA(final int channel, final int row) {
        final int sample = sampleOf(channel % PHASES, row - channel / PHASES);
        return sample == NONE ? 0 : hole.torqueA[sample];
    }

    double positionMm(final int row) {
        final int sample = sampleOf(POSITION_PHASE, row - POSITION_DELAY);
        return sample == NONE ? 0 : hole.positionMm[sample];
    }

    private int sampleOf(final int phase, final int row) {
        return row < 0 ? NONE : samples[PHASES * row + phase];
    }

    /** @return the first row with the highest torque of channel 7. */
    int peakRow() {
        int peak = 0;
        for (int row = 1; row < rowCount(); row++) {
            if (torqueA(PEAK_CHANNEL, row) > torqueA(PEAK_CHANNEL, peak)) {
                peak = row;
            }
        }
        return peak;
    }
}
