package io.borelog.infer.edge;

/**
 * The high plateau of a profile (the hard layer) with its two flanks at half height. A rise at the end of the record, the
 * countersink or the stop, has no fall after it and is therefore never taken while a load with a fall exists.
 */
final class MainLoad {
    /** Below this the spindle cuts nothing worth a layer. */
    static final double MIN_LOAD_A = 1.0;
    /** A load has ended when the torque is down to this share of it; what stays, up to a quarter, is friction and margin. */
    private static final double ENDED = 0.35;
    /** The record may end in the air after a peck: its last 0.6 mm do not tell that a load has ended. */
    private static final int BLIND_END_CELLS = 3 * TorqueProfile.CELLS_PER_MM / 5;
    private static final double NEAR_TOP = 0.8;
    /** Share of the width at half height that lies near the top: 0.51 for a triangle, towards 1 for a box. */
    private static final double PLATEAU_SHARE = 0.54;
    private static final int MIN_WIDTH_CELLS = 3 * TorqueProfile.CELLS_PER_MM / 2;

    /** Mean torque of the plateau in A. */
    double topA;
    /** Cell where the torque last rises through half of {@link #topA}; -1 when the record begins above it. */
    int rise;
    /** Cell where it falls through half of {@link #topA}; -1 when the record ends above it. */
    int fall;

    private int cellsNearTop;

    /** @return false when the torque stays below {@link #MIN_LOAD_A}. */
    boolean find(final double[] level, final int cells) {
        int peak = highestEnded(level, cells);
        final boolean ended = peak >= 0;
        if (!ended) {
            peak = highest(level, cells);
        }
        if (level[peak] < MIN_LOAD_A) {
            return false;
        }
        flanks(level, cells, peak, level[peak], ended);
        topA = meanNearTop(level, cells, level[peak]);
        flanks(level, cells, peak, topA, ended);
        meanNearTop(level, cells, topA);
        return true;
    }

    /**
     * In a layer thinner than the cone is long the cone is never loaded whole: the flanks then lie a cone's length apart,
     * wherever the surfaces are. A load that falls as soon as it has risen, a triangle, is the same case of a worn, long cone.
     */
    boolean hasPlateau() {
        return fall - rise >= MIN_WIDTH_CELLS && cellsNearTop > PLATEAU_SHARE * (fall - rise);
    }

    private static int highestEnded(final double[] level, final int cells) {
        double lowestAfter = Double.POSITIVE_INFINITY;
        int peak = -1;
        for (int i = cells - 1 - BLIND_END_CELLS; i >= 0; i--) {
            lowestAfter = lowestAfter < level[i] ? lowestAfter : level[i];
            if (level[i] >= MIN_LOAD_A && lowestAfter <= ENDED * level[i] && (peak < 0 || level[i] > level[peak])) {
                peak = i;
            }
        }
        return peak;
    }

    private static int highest(final double[] level, final int cells) {
        int peak = 0;
        for (int i = 1; i < cells; i++) {
            peak = level[i] > level[peak] ? i : peak;
        }
        return peak;
    }

    private void flanks(final double[] level, final int cells, final int peak, final double top, final boolean ended) {
        rise = Crossing.before(level, peak, top / 2);
        fall = ended ? Crossing.after(level, cells, peak, top / 2) : -1;
    }

    private double meanNearTop(final double[] level, final int cells, final double top) {
        final int end = fall < 0 ? cells : fall;
        double sum = 0;
        cellsNearTop = 0;
        for (int i = rise + 1; i < end; i++) {
            if (level[i] >= NEAR_TOP * top) {
                sum += level[i];
                cellsNearTop++;
            }
        }
        return sum / cellsNearTop;
    }
}
