package io.borelog.infer.edge;

/**
 * After a retract or a step change the drill cuts air for 0.1 to 0.4 mm past the deepest point, because the unloaded tool
 * has sprung back, and then takes up its load again. That drop and rise are no change of material:
 * they are bridged by a straight line from the load before to the load after.
 */
final class Reengagement {
    /** Air is over this soon: a torque lower still, further down, is a real fall. */
    private static final int AIR_CELLS = TorqueProfile.CELLS_PER_MM / 2;
    private static final int REACH_CELLS = TorqueProfile.CELLS_PER_MM;
    /** The median filter smears the drop this far into the load before it. */
    private static final int SMEAR_CELLS = 6;
    private static final int BEFORE_CELLS = 10;
    /** From 95 % of the old load to the full new one, which is higher where the load was rising. */
    private static final int SETTLE_CELLS = 5;
    private static final double MIN_LOAD_A = 0.5;
    /** A load that takes up less than this again within reach has ended: there is nothing to bridge. */
    private static final double COMEBACK = 0.1;
    private static final double GAP = 0.8;
    private static final double REGAINED = 0.95;

    private Reengagement() {
    }

    static void bridge(final double[] torque, final int cells, final int at) {
        final int from = at - SMEAR_CELLS;
        final int end = Math.min(cells, at + REACH_CELLS);
        if (at < BEFORE_CELLS || end - at < SMEAR_CELLS) {
            return;
        }
        final double load = Filters.mean(torque, at - BEFORE_CELLS, from + 1);
        if (load < MIN_LOAD_A) {
            return;
        }
        int lowest = from;
        for (int i = from; i < Math.min(end, at + AIR_CELLS); i++) {
            lowest = torque[i] < torque[lowest] ? i : lowest;
        }
        double regained = torque[lowest];
        for (int i = lowest; i < end; i++) {
            regained = torque[i] > regained ? torque[i] : regained;
        }
        final boolean ended = regained < MIN_LOAD_A || regained - torque[lowest] < Math.max(MIN_LOAD_A, COMEBACK * load);
        if (ended || torque[lowest] > GAP * load) {
            return;
        }
        final double target = REGAINED * (load < regained ? load : regained);
        int to = lowest;
        while (torque[to] < target) {
            to++;
        }
        Filters.line(torque, from, Math.min(to + SETTLE_CELLS, cells - 1));
    }
}
