package io.borelog.infer.depth;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import java.util.Arrays;

/**
 * Pre-processing {@code position-window/1} of the depth model: the curves of one hole on a grid over depth, {@value #CHANNELS} channels of
 * {@value #CELLS} cells of {@value #CELL_MM} mm. Used by the infer stage's thread and by the trainer; one instance holds one hole.
 *
 * <p>A sample counts where the tip is at the deepest point reached so far, so pecks, dwells and the back-off at step changes drop out, and
 * time, with it the feed rate, goes into a channel of its own. Cells that no sample fell into lie between two that have some. The
 * window begins at the first position, on a multiple of the cell, and what lies beyond its end is not seen.
 *
 * <pre>
 *  channel  0  torque, A        root(q / 0.5) / 8       weak and strong layers on one scale; root(x) = x / sqrt(1 + |x|)
 *           1  torque, relative q / q95                 its shape, whatever the material
 *           2  thrust, A        root(t / 0.05) / 4      0 where unknown
 *           3  ripple, A        root(sd / 0.2) / 4      of the torque within the cell: pecking, chatter
 *           4  step change      1 in the cell of a new step code
 *           5  samples          sqrt(n) / 8             slow feed and dwells
 *           6  record           1 where the record reaches
 * </pre>
 */
public final class PositionWindow {
    public static final String NAME = "position-window/1";
    public static final int CHANNELS = 7;
    public static final int CELLS = 1024;
    public static final double CELL_MM = 0.05;
    /** Floats of one hole. */
    public static final int SIZE = CHANNELS * CELLS;

    private static final int MIN_SAMPLES = 30;
    private static final int MIN_CELLS = 40;
    private static final float MAX_ABS_POSITION_MM = 1_000f;
    private static final float MAX_ABS_TORQUE_A = 500f;
    /** A sample this little behind the deepest point still cuts: position noise and fine pecking. */
    private static final float BEHIND_MM = 0.011f;
    private static final float WEAK_TORQUE_A = 0.5f;
    private static final float WEAK_THRUST_A = 0.05f;
    private static final float WEAK_RIPPLE_A = 0.2f;
    /** The relative channel of a hole in air shows its noise, not more. */
    private static final float MIN_SCALE_A = 0.5f;
    private static final float MAX_RELATIVE = 2f;

    private final float[] torque = new float[CELLS];
    private final float[] squares = new float[CELLS];
    private final float[] thrust = new float[CELLS];
    private final int[] samples = new int[CELLS];
    private final int[] thrustSamples = new int[CELLS];
    private final boolean[] stepChange = new boolean[CELLS];
    private final float[] ranked = new float[CELLS];
    private double originMm;
    private int cells;

    /** Depth of the left edge of cell 0, mm. */
    public double originMm() {
        return originMm;
    }

    /** Mean torque of the cells, A, as far as {@link #cells}; valid until the next hole. */
    float[] torqueA() {
        return torque;
    }

    /** Cells from the first to the last that the record reaches. */
    public int cells() {
        return cells;
    }

    /**
     * @param into {@value #SIZE} floats from {@code offset}, channel after channel
     * @return OK, or why the record cannot be put on a grid; {@code into} is undefined then
     */
    public Status fill(final HoleCurves hole, final float[] into, final int offset) {
        final Status gathered = gather(hole);
        if (gathered != Status.OK) {
            return gathered;
        }
        Arrays.fill(into, offset, offset + SIZE, 0f);
        final float scale = 1f / Math.max(MIN_SCALE_A, percentile95());
        for (int i = 0; i < cells; i++) {
            final int at = offset + i;
            final float q = torque[i];
            into[at] = root(q / WEAK_TORQUE_A) / 8f;
            into[at + CELLS] = Math.max(-MAX_RELATIVE, Math.min(MAX_RELATIVE, q * scale));
            into[at + 2 * CELLS] = root(thrust[i] / WEAK_THRUST_A) / 4f;
            into[at + 3 * CELLS] = root(squares[i] / WEAK_RIPPLE_A) / 4f;
            into[at + 4 * CELLS] = stepChange[i] ? 1f : 0f;
            into[at + 5 * CELLS] = (float) Math.sqrt(samples[i]) / 8f;
            into[at + 6 * CELLS] = 1f;
        }
        return Status.OK;
    }

    private Status gather(final HoleCurves hole) {
        if (hole.count < MIN_SAMPLES) {
            return Status.TOO_SHORT;
        }
        float deepest = firstPosition(hole);
        if (!(Math.abs(deepest) <= MAX_ABS_POSITION_MM)) {
            return Status.BAD_CURVE;
        }
        originMm = Math.floor(deepest / CELL_MM) * CELL_MM;
        clear();
        float step = Float.NaN;
        boolean changed = false;
        cells = 0;
        for (int k = 0; k < hole.count; k++) {
            final float position = hole.positionMm[k];
            final float q = hole.torqueA[k];
            if (hole.step[k] == hole.step[k] && hole.step[k] != step) {
                changed |= step == step;
                step = hole.step[k];
            }
            if (!(Math.abs(position) <= MAX_ABS_POSITION_MM) || !(Math.abs(q) <= MAX_ABS_TORQUE_A)) {
                continue; // a hole in a curve; too many of them leave too few cells
            }
            if (position < deepest - BEHIND_MM) {
                continue;
            }
            deepest = Math.max(deepest, position);
            final int cell = (int) ((position - originMm) / CELL_MM);
            if (cell >= CELLS) {
                break;
            }
            if (cell < 0) {
                continue;
            }
            add(cell, q, hole.thrustA[k], changed);
            changed = false;
        }
        if (cells < MIN_CELLS) {
            return Status.TOO_SHORT;
        }
        average();
        return Status.OK;
    }

    private static float firstPosition(final HoleCurves hole) {
        for (int k = 0; k < hole.count; k++) {
            if (hole.positionMm[k] == hole.positionMm[k]) {
                return hole.positionMm[k];
            }
        }
        return Float.NaN;
    }

    private void clear() {
        Arrays.fill(torque, 0f);
        Arrays.fill(squares, 0f);
        Arrays.fill(thrust, 0f);
        Arrays.fill(samples, 0);
        Arrays.fill(thrustSamples, 0);
        Arrays.fill(stepChange, false);
    }

    private void add(final int cell, final float q, final float t, final boolean changed) {
        torque[cell] += q;
        squares[cell] += q * q;
        samples[cell]++;
        if (t == t) {
            thrust[cell] += t;
            thrustSamples[cell]++;
        }
        stepChange[cell] |= changed;
        cells = Math.max(cells, cell + 1);
    }

    /** Sums become means; a cell without samples takes what lies between its neighbours'. */
    private void average() {
        int last = -1;
        for (int i = 0; i < cells; i++) {
            if (samples[i] == 0) {
                continue;
            }
            torque[i] /= samples[i];
            squares[i] = (float) Math.sqrt(Math.max(0f, squares[i] / samples[i] - torque[i] * torque[i]));
            thrust[i] = thrustSamples[i] == 0 ? 0f : thrust[i] / thrustSamples[i];
            for (int gap = last + 1; gap < i; gap++) {
                final float share = last < 0 ? 1f : (gap - last) / (float) (i - last);
                torque[gap] = between(torque, last, i, share);
                squares[gap] = between(squares, last, i, share);
                thrust[gap] = between(thrust, last, i, share);
            }
            last = i;
        }
    }

    private static float between(final float[] values, final int from, final int to, final float share) {
        return from < 0 ? values[to] : values[from] + share * (values[to] - values[from]);
    }

    private float percentile95() {
        System.arraycopy(torque, 0, ranked, 0, cells);
        return Ranks.select(ranked, cells, (int) (0.95 * (cells - 1)));
    }

    /** Keeps the sign, linear below 1, a square root far above: weak and strong on one scale. Exact on every machine, as a logarithm is not. */
    private static float root(final float x) {
        return x / (float) Math.sqrt(1f + Math.abs(x));
    }
}
