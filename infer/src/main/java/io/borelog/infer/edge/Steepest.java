package io.borelog.infer.edge;

import static io.borelog.infer.edge.TorqueProfile.CELLS_PER_MM;

/**
 * The steepest place of a ramp at the scale of the drill's cone, 1 mm, near its half height. Every key point is taken this
 * way, so the same part of the cone marks every surface and differences between key points are thicknesses.
 */
final class Steepest {
    /** The line is fitted over 1 mm. */
    static final int HALF_LINE_CELLS = CELLS_PER_MM / 2;
    private static final int SEARCH_CELLS = 7 * CELLS_PER_MM / 10;

    private Steepest() {
    }

    /**
     * @param sign +1 for a rise, -1 for a fall.
     * @return cell with fraction; the half height itself where no steepest place lies inside the search range.
     */
    static double near(final double[] torque, final int cells, final int halfHeight, final int sign) {
        final int first = Math.max(halfHeight - SEARCH_CELLS, HALF_LINE_CELLS);
        final int last = Math.min(halfHeight + SEARCH_CELLS, cells - 1 - HALF_LINE_CELLS);
        double best = Double.NEGATIVE_INFINITY;
        int at = -1;
        for (int i = first; i <= last; i++) {
            final double slope = sign * Filters.slope(torque, i, HALF_LINE_CELLS);
            if (slope > best) {
                best = slope;
                at = i;
            }
        }
        if (at <= first || at >= last) {
            return halfHeight;
        }
        final double before = sign * Filters.slope(torque, at - 1, HALF_LINE_CELLS);
        final double after = sign * Filters.slope(torque, at + 1, HALF_LINE_CELLS);
        final double bend = before - 2 * best + after;
        return bend == 0 ? at : at + 0.5 * (before - after) / bend;
    }

    /** Slope in A per cell at a cell, or at the nearest one where the line fits into the record. */
    static double slopeAt(final double[] torque, final int cells, final int cell) {
        final int fitting = Math.max(HALF_LINE_CELLS, Math.min(cell, cells - 1 - HALF_LINE_CELLS));
        return Filters.slope(torque, fitting, HALF_LINE_CELLS);
    }
}
