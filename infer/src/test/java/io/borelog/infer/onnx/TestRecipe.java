package io.borelog.infer.onnx;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import java.nio.FloatBuffer;

/** A small recipe for tests: three curves of 64 cells, evenly picked, to three numbers; the state between is where the hole begins. */
final class TestRecipe implements Recipe {
    static final String PRE = "test-window/1";
    static final String POST = "test-sums/1";
    static final int CHANNELS = 3;
    static final int CELLS = 64;
    static final int POINTS = 3;
    static final Recipes KNOWN = new Recipes().with(PRE, POST, TestRecipe::new);

    private double originMm;

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public long[] inputShape() {
        return new long[] {CHANNELS, CELLS};
    }

    @Override
    public long[] outputShape() {
        return new long[] {POINTS};
    }

    @Override
    public Status prepare(final HoleCurves hole, final FloatBuffer in, final int atRow) {
        if (hole.count < CELLS) {
            return Status.TOO_SHORT;
        }
        originMm = hole.positionMm[0];
        final int at = atRow * CHANNELS * CELLS;
        for (int cell = 0; cell < CELLS; cell++) {
            final int sample = cell * (hole.count - 1) / (CELLS - 1);
            in.put(at + cell, hole.positionMm[sample] - hole.positionMm[0]);
            in.put(at + CELLS + cell, hole.torqueA[sample]);
            in.put(at + 2 * CELLS + cell, hole.thrustA[sample]);
        }
        return Status.OK;
    }

    @Override
    public void answer(final FloatBuffer out, final int atRow, final KeyPoints into) {
        final double entry = originMm + Math.abs(out.get(atRow * POINTS));
        final double transition = entry + Math.abs(out.get(atRow * POINTS + 1));
        into.ok(entry, transition, transition + Math.abs(out.get(atRow * POINTS + 2)));
    }
}
