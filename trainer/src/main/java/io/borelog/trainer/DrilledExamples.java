package io.borelog.trainer;

import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import java.util.Arrays;

/**
 * Examples of the depth model: drilled holes through the very window that the infer stage uses. Called by one thread. The target of a key
 * point is a bell of {@value #BELL_CELLS} cells around its truth, so that the network learns where within a cell.
 */
final class DrilledExamples implements ExampleSource {
    private static final double BELL_CELLS = 1.5;
    private static final int BELL_REACH_CELLS = 6;
    /** Holes that give no window (too few cells) are passed over: the next try of the same example. */
    private static final long TRY = 1L << 40;

    private final Drill drill;
    private final DrilledHole hole = new DrilledHole();
    private final HoleCurves curves = new HoleCurves();
    private final PositionWindow window = new PositionWindow();

    DrilledExamples(final long seed, final Conditions conditions) {
        drill = new Drill(seed, conditions);
        Holes.wrap(hole, curves);
    }

    @Override
    public int channels() {
        return PositionWindow.CHANNELS;
    }

    @Override
    public void example(final long number, final float[] input, final float[] target) {
        long attempt = number;
        do {
            drill.drill(attempt, hole);
            curves.count = hole.count;
            attempt += TRY;
        } while (window.fill(curves, input, 0) != Status.OK);
        Arrays.fill(target, 0f);
        point(hole.entryMm, target, 0);
        point(hole.transitionMm, target, KeyPointHeat.PLACES);
        point(hole.exitMm, target, 2 * KeyPointHeat.PLACES);
    }

    private void point(final double mm, final float[] target, final int from) {
        final double cell = (mm - window.originMm()) / PositionWindow.CELL_MM - 0.5;
        if (!(cell >= 0) || cell > PositionWindow.CELLS - 1) {
            target[from + PositionWindow.CELLS] = 1f;
            return;
        }
        final int first = Math.max(0, (int) cell - BELL_REACH_CELLS);
        final int last = Math.min(PositionWindow.CELLS - 1, (int) cell + BELL_REACH_CELLS + 1);
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += bell(i - cell);
        }
        for (int i = first; i <= last; i++) {
            target[from + i] = (float) (bell(i - cell) / sum);
        }
    }

    private static double bell(final double cells) {
        return StrictMath.exp(-0.5 * cells * cells / (BELL_CELLS * BELL_CELLS));
    }
}
