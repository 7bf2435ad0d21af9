package io.borelog.infer.edge;

import static io.borelog.infer.edge.TorqueProfile.CELLS_PER_MM;

/** The low plateau before the main load (the soft layer) and the rise that leads onto it. */
final class FirstLayer {
    private static final int CLEAR_OF_RISE_CELLS = CELLS_PER_MM;
    private static final int LOOK_BACK_CELLS = 5 * CELLS_PER_MM / 2;
    private static final int CLEAR_OF_ENTRY_CELLS = CELLS_PER_MM / 2;
    private static final int MIN_THICKNESS_CELLS = 3 * CELLS_PER_MM / 2;
    private static final double MIN_LOAD_A = 0.4;
    private static final double MIN_SHARE_OF_TOP = 0.02;
    private static final double MAX_SHARE_OF_TOP = 0.5;
    private static final double MAX_IDLE_SHARE_OF_TOP = 0.1;
    /** Idle is subtracted from net torque; what is left of it was -0.5 to 0.2 A. A record that never goes lower began inside. */
    private static final double MAX_IDLE_A = 0.3;

    /** Cell where the torque rises through half of the plateau; -1 when the record begins above it. */
    int entry;
    /** Mean torque of the plateau in A. */
    double plateauA;

    /** @return false when there is no separate low plateau before the main load. */
    boolean find(final double[] level, final MainLoad main) {
        final int end = main.rise - CLEAR_OF_RISE_CELLS;
        final int begin = Math.max(0, main.rise - LOOK_BACK_CELLS);
        if (end - begin < CLEAR_OF_ENTRY_CELLS) {
            return false;
        }
        final double idle = idle(level, main.rise);
        plateauA = Filters.mean(level, begin, end);
        if (!isLayer(idle, main.topA)) {
            return false;
        }
        entry = Crossing.before(level, end, (idle + plateauA) / 2);
        if (end - entry - CLEAR_OF_ENTRY_CELLS > CLEAR_OF_ENTRY_CELLS) {
            plateauA = Filters.mean(level, entry + CLEAR_OF_ENTRY_CELLS, end);
            entry = Crossing.before(level, end, (idle + plateauA) / 2);
        }
        return main.rise - entry >= MIN_THICKNESS_CELLS && isLayer(idle, main.topA);
    }

    /** @return true when the main load rises straight from idle, so that its rise is the entry of the hole. */
    boolean isIdleBefore(final double[] level, final MainLoad main) {
        final int end = main.rise - MIN_THICKNESS_CELLS;
        final double load = end < 0 ? level[0] : level[end];
        return load - idle(level, main.rise) <= MAX_IDLE_SHARE_OF_TOP * main.topA;
    }

    private boolean isLayer(final double idle, final double top) {
        final double load = plateauA - idle;
        return plateauA > MAX_IDLE_A && load >= MIN_LOAD_A && load >= MIN_SHARE_OF_TOP * top && plateauA <= MAX_SHARE_OF_TOP * top;
    }

    private static double idle(final double[] level, final int end) {
        double lowest = MAX_IDLE_A;
        for (int i = 0; i < end; i++) {
            lowest = level[i] < lowest ? level[i] : lowest;
        }
        return lowest;
    }
}
