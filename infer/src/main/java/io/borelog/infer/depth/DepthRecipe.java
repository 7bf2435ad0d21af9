package io.borelog.infer.depth;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.onnx.Recipe;
import java.nio.FloatBuffer;

/** The default model's recipe: {@link PositionWindow} before, {@link KeyPointHeat} behind. One object for a place in a batch. */
public final class DepthRecipe implements Recipe {
    private final PositionWindow window = new PositionWindow();
    private final KeyPointHeat heat = new KeyPointHeat();
    private final float[] input = new float[PositionWindow.SIZE];
    private final float[] output = new float[KeyPointHeat.SIZE];

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public long[] inputShape() {
        return new long[] {PositionWindow.CHANNELS, PositionWindow.CELLS};
    }

    @Override
    public long[] outputShape() {
        return new long[] {KeyPointHeat.POINTS, KeyPointHeat.PLACES};
    }

    @Override
    public Status prepare(final HoleCurves hole, final FloatBuffer in, final int atRow) {
        final Status record = hole.check();
        if (record != Status.OK) {
            return record;
        }
        final Status filled = window.fill(hole, input, 0);
        if (filled == Status.OK) {
            in.put(atRow * PositionWindow.SIZE, input);
        }
        return filled;
    }

    @Override
    public void answer(final FloatBuffer out, final int atRow, final KeyPoints into) {
        out.get(atRow * KeyPointHeat.SIZE, output);
        heat.read(output, 0, window);
        heat.answer(into);
    }

    /** What was read last, with confidences: for evaluation and pictures. */
    public KeyPointHeat heat() {
        return heat;
    }
}
