package io.borelog.infer;

import java.util.Arrays;

/**
 * The curves of one hole in time order, filled by the decoder of {@code matched} and read by an {@link Estimator}.
 * One holder is reused from hole to hole: arrays may be longer than {@link #count} or {@link #stepCount}, what lies behind is
 * stale, and nobody keeps a reference to them.
 */
public final class HoleCurves {
    /** Samples of the hole. */
    public int count;
    /** Depth in mm, growing into the material: the sign is already normalised. */
    public float[] positionMm = new float[0];
    /** Net spindle current in A, idle already subtracted. */
    public float[] torqueA = new float[0];
    /** Net feed current in A; NaN where unknown. */
    public float[] thrustA = new float[0];
    /** Program step code of each sample, as in the record. */
    public float[] step = new float[0];
    /** Steps of the Result; may be 0. */
    public int stepCount;
    /** Program step code of each Result step. */
    public float[] stepCode = new float[0];
    /** Idle spindle current of each Result step in A; NaN where unknown. */
    public float[] torqueEmptyA = new float[0];
    /** Idle feed current of each Result step in A; NaN where unknown. */
    public float[] thrustEmptyA = new float[0];

    /** Makes room; keeps what is there and never shrinks. The callers' record limits bound both numbers. */
    public void ensureCapacity(final int samples, final int steps) {
        if (positionMm.length < samples) {
            positionMm = Arrays.copyOf(positionMm, samples);
            torqueA = Arrays.copyOf(torqueA, samples);
            thrustA = Arrays.copyOf(thrustA, samples);
            step = Arrays.copyOf(step, samples);
        }
        if (stepCode.length < steps) {
            stepCode = Arrays.copyOf(stepCode, steps);
            torqueEmptyA = Arrays.copyOf(torqueEmptyA, steps);
            thrustEmptyA = Arrays.copyOf(thrustEmptyA, steps);
        }
    }

    /** What is wrong with the record before anybody looks at its shape: no samples, a missing curve, one step only; OK when nothing. */
    public Status check() {
        if (count <= 0) {
            return Status.NO_TRACE;
        }
        if (isShort(positionMm) || isShort(torqueA) || isShort(step)) {
            return Status.BAD_CURVE;
        }
        float known = Float.NaN;
        for (int i = 0; i < count; i++) {
            if (step[i] == step[i] && known == known && step[i] != known) {
                return Status.OK;
            }
            known = known == known ? known : step[i];
        }
        return Status.SINGLE_STEP;
    }

    private boolean isShort(final float[] curve) {
        return curve == null || curve.length < count;
    }
}
