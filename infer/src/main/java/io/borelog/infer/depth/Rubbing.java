package io.borelog.infer.depth;

/**
 * Where the bore rubs: what follows the hardest load with less than a fifth of its torque is no layer, by definition, however much its end
 * looks like an exit. Marks the cells that can therefore be no exit. Used by {@link KeyPointHeat}, one hole at a time.
 */
final class Rubbing {
    private static final double SHARE = 0.2;
    /** Torque is looked at from half a millimetre to 1.2 from a cell: beside the ramp and within the layer. */
    private static final int NEAR_CELLS = 10;
    private static final int FAR_CELLS = 24;
    private static final int SMOOTH_CELLS = 20;

    private final double[] sums = new double[PositionWindow.CELLS + 1];
    private final double[] hardest = new double[PositionWindow.CELLS];
    private int cells;

    void of(final PositionWindow window) {
        cells = window.cells();
        double most = 0;
        for (int i = 0; i < cells; i++) {
            sums[i + 1] = sums[i] + window.torqueA()[i];
            most = Math.max(most, mean(i + 1 - SMOOTH_CELLS, i + 1));
            hardest[i] = most;
        }
    }

    /** The drill has left the hard layers before it comes here. */
    boolean isBefore(final int cell) {
        return cell < cells && cell > FAR_CELLS && mean(cell - FAR_CELLS, cell - NEAR_CELLS) < SHARE * hardest[cell];
    }

    /** A, over cells of the record; 0 where there are none. */
    private double mean(final int from, final int to) {
        final int first = Math.max(0, from);
        final int end = Math.min(cells, to);
        return first >= end ? 0 : (sums[end] - sums[first]) / (end - first);
    }
}
