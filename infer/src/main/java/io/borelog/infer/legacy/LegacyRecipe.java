package io.borelog.infer.legacy;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.onnx.Recipe;
import java.nio.FloatBuffer;

/**
 * Recipe {@code patchtsmixer-windows/1} with {@code patchtsmixer-heat/1}: entry and transition by the legacy rules, exit as the mean of the
 * positions at which the network's heat is highest in 40 windows, run as one batch {@code [40, 512, 17]}. The network's output is a
 * heat per channel and row: what is below -1 counts 0, the 15 torque channels are summed, the two others dropped.
 *
 * <p>The legacy system answered nothing where any of the three failed; here it is a status. Where the network's exit is not below the
 * transition, only the rules' two points are given, because this house gives no negative depth.
 */
public final class LegacyRecipe implements Recipe {
    public static final String PRE_PROCESSING = "patchtsmixer-windows/1";
    public static final String POST_PROCESSING = "patchtsmixer-heat/1";
    private static final float FLOOR = -1;

    private final TransitionRule transitionRule = new TransitionRule();
    private final Windows windows = new Windows();
    private final float[] heat = new float[Windows.SIZE];
    private double entryMm;
    private double transitionMm;

    @Override
    public int rows() {
        return Windows.WINDOWS;
    }

    @Override
    public long[] inputShape() {
        return new long[] {Windows.LENGTH, Windows.CHANNELS};
    }

    @Override
    public long[] outputShape() {
        return new long[] {Windows.LENGTH, Windows.CHANNELS};
    }

    @Override
    public Status prepare(final HoleCurves hole, final FloatBuffer in, final int atRow) {
        final Status record = hole.check();
        if (record != Status.OK) {
            return record;
        }
        if (!isComplete(hole)) {
            return Status.BAD_CURVE;
        }
        final int entry = EntryRule.find(hole);
        if (entry == EntryRule.NOT_FOUND) {
            return Status.NO_ENTRY;
        }
        final int step = TransitionRule.stepBegins(hole);
        if (step == TransitionRule.NOT_FOUND) {
            return Status.NO_STEP_2;
        }
        if (step < TransitionRule.MIN_SAMPLES) {
            return Status.TOO_SHORT;
        }
        final int transition = transitionRule.find(hole, step);
        if (transition == TransitionRule.NOT_FOUND) {
            return Status.NO_TRANSITION;
        }
        entryMm = EntryRule.positionMm(hole, entry);
        transitionMm = hole.positionMm[transition];
        return windows.fill(hole, in, atRow) ? Status.OK : Status.TOO_SHORT;
    }

    private static boolean isComplete(final HoleCurves hole) {
        for (int i = 0; i < hole.count; i++) {
            if (!Float.isFinite(hole.torqueA[i]) || !Float.isFinite(hole.positionMm[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void answer(final FloatBuffer out, final int atRow, final KeyPoints into) {
        double sum = 0;
        for (int window = 0; window < Windows.WINDOWS; window++) {
            out.get((atRow + window) * Windows.SIZE, heat);
            sum += windows.positionMm(window, hottestRow());
        }
        final double exitMm = sum / Windows.WINDOWS;
        if (entryMm < transitionMm && transitionMm < exitMm) {
            into.ok(entryMm, transitionMm, exitMm);
        } else if (entryMm < transitionMm) {
            into.partial(Status.OUT_OF_ORDER, entryMm, transitionMm, Double.NaN);
        } else {
            into.partial(Status.OUT_OF_ORDER, entryMm, Double.NaN, Double.NaN);
        }
    }

    private int hottestRow() {
        int hottest = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < Windows.LENGTH; row++) {
            double sum = 0;
            for (int channel = 0; channel < Phases.TORQUES; channel++) {
                final float value = heat[row * Windows.CHANNELS + channel];
                sum += value < FLOOR ? 0 : value;
            }
            if (sum > highest) {
                highest = sum;
                hottest = row;
            }
        }
        return hottest;
    }
}
