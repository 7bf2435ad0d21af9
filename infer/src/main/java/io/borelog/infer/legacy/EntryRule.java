package io.borelog.infer.legacy;

import io.borelog.infer.HoleCurves;

/** Where the drill enters: the foot of the first torque that lasts. Stateless. */
final class EntryRule {
    static final int NOT_FOUND = -1;
    private static final double TOUCH_A = 0.1;
    private static final double DEEPER_THAN_MM = 3;
    private static final int LASTS = 3;
    private static final double FLAT_A = 0.0001;
    private static final double RISES_A = 0.05;
    private static final int SPAN = 3;
    private static final int SIGN_SAMPLES = 200;

    private EntryRule() {
    }

    /** @return index of the sample, {@link #NOT_FOUND} where no torque lasts. */
    static int find(final HoleCurves hole) {
        final int touch = touch(hole, sign(hole));
        for (int i = touch - 1; i >= 1; i--) {
            if (torque(hole, i) - torque(hole, i - SPAN) < FLAT_A && torque(hole, i + SPAN) - torque(hole, i) >= RISES_A) {
                return i;
            }
        }
        return touch;
    }

    private static int touch(final HoleCurves hole, final float sign) {
        for (int i = 0; i + LASTS <= hole.count; i++) {
            if (hole.torqueA[i] > TOUCH_A && hole.torqueA[i + 1] > TOUCH_A && hole.torqueA[i + 2] > TOUCH_A
                && sign * hole.positionMm[i] > DEEPER_THAN_MM) {
                return i;
            }
        }
        return NOT_FOUND;
    }

    /** Positions that begin below zero are turned over, as they were in the legacy system. */
    private static float sign(final HoleCurves hole) {
        double sum = 0;
        for (int i = 0; i < Math.min(SIGN_SAMPLES, hole.count); i++) {
            sum += hole.positionMm[i];
        }
        return sum < 0 ? -1 : 1;
    }

    static double positionMm(final HoleCurves hole, final int index) {
        return sign(hole) * hole.positionMm[index];
    }

    /** An index before the first is one from the end: an array of Python. */
    private static double torque(final HoleCurves hole, final int index) {
        return hole.torqueA[index < 0 ? hole.count + index : index];
    }
}
