package io.borelog.infer.onnx;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import java.nio.FloatBuffer;

/**
 * The way of one hole into a model and back: pre- and post-processing as a pair. One object per place in a batch keeps what the second half
 * must know of the first (where the window begins ...), so nothing is allocated per hole. Called by {@link OnnxEstimator} on the
 * infer stage's thread: {@link #prepare}, a run of the model, {@link #answer}; the answer is a function of the curves' bits alone.
 */
public interface Recipe {
    /** @return rows of the tensors that one hole takes, the same for every hole. */
    int rows();

    /** @return shape of one row of the input, without the row dimension: {@code {channels, cells}}. */
    long[] inputShape();

    /** @return shape of one row of the output. */
    long[] outputShape();

    /**
     * Writes {@link #rows()} rows; every float of them, because an earlier hole's are still there.
     *
     * @param hole  curves, read only during this call
     * @param in    the input tensor; written by absolute index, position and limit stay as they are
     * @param atRow first of the rows of this hole
     * @return {@link Status#OK}, or why there is nothing to run: the hole is then answered with this status and no key point
     */
    Status prepare(HoleCurves hole, FloatBuffer in, int atRow);

    /**
     * Overwrites {@code into} completely. Follows a {@link #prepare} of the same object that said OK.
     *
     * @param out   the output tensor; read by absolute index
     * @param atRow first of the rows of this hole
     */
    void answer(FloatBuffer out, int atRow, KeyPoints into);
}
