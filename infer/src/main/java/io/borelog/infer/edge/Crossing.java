package io.borelog.infer.edge;

/** Where a level is left for good: dips shorter than 1.2 mm, as between two sheets or at a peck, do not count. */
final class Crossing {
    private static final int DIP_CELLS = 6 * TorqueProfile.CELLS_PER_MM / 5;

    private Crossing() {
    }

    /** @return the last cell left of {@code from} that is below {@code threshold}; -1 when the record begins above it. */
    static int before(final double[] level, final int from, final double threshold) {
        int edge = -1;
        for (int i = from; i >= 0; i--) {
            if (level[i] >= threshold) {
                edge = -1;
            } else {
                edge = edge < 0 ? i : edge;
                if (edge - i >= DIP_CELLS) {
                    return edge;
                }
            }
        }
        return edge;
    }

    /**
     * @return the first cell right of {@code from} that is below {@code threshold} and stays there; -1 when the record ends
     *     above it or less than a dip's length behind it, where nothing tells a fall from a dip or from its first half.
     */
    static int after(final double[] level, final int cells, final int from, final double threshold) {
        int edge = -1;
        for (int i = from; i < cells; i++) {
            if (level[i] >= threshold) {
                edge = -1;
            } else {
                edge = edge < 0 ? i : edge;
                if (i - edge >= DIP_CELLS) {
                    return edge;
                }
            }
        }
        return -1;
    }
}
