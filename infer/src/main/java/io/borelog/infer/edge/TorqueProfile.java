package io.borelog.infer.edge;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;

import java.util.Arrays;

/**
 * Net torque over depth on a grid of {@value #CELL_MM} mm: what the tool felt when it cut each depth for the first time.
 * Built by {@link EdgeEstimator} for one hole at a time and reused. Only samples at the deepest point so far count, so
 * pecks, dwells and the back-off at step changes drop out; time, and with it the feed rate, is gone.
 *
 * <p>{@link #torque} has spikes removed and re-engagement gaps bridged, {@link #level} is its mean over 0.3 mm.
 */
final class TorqueProfile {
    static final double CELL_MM = 0.02;
    static final int CELLS_PER_MM = 50;
    /** 250 mm, several times the longest stroke seen; a hole that spans more is a {@link Status#BAD_CURVE}. */
    static final int MAX_CELLS = 250 * CELLS_PER_MM;
    /** Retracts and step changes remembered; further ones are read as they are, without a bridge. */
    static final int MAX_BREAKS = 512;

    private static final int INITIAL_CELLS = 64 * CELLS_PER_MM;
    private static final int MIN_SAMPLES = 30;
    private static final int MIN_CELLS = 2 * CELLS_PER_MM;
    private static final int MAX_EMPTY_CELLS = CELLS_PER_MM;
    private static final float MAX_ABS_POSITION_MM = 1_000f;
    private static final float MAX_ABS_TORQUE_A = 500f;
    /** A sample this little behind the deepest point still cuts: position noise and fine pecking. */
    private static final double BEHIND_MM = 0.01;
    /** A retract this far leaves the cut. */
    private static final double RETRACT_MM = 0.05;
    private static final int MEDIAN_HALF_CELLS = 5;
    private static final int LEVEL_HALF_CELLS = 7;

    double[] torque = new double[INITIAL_CELLS];
    double[] level = new double[INITIAL_CELLS];
    int cells;

    private final int[] breaks = new int[MAX_BREAKS];
    private int breakCount;
    private double originMm;
    private double[] sum = new double[INITIAL_CELLS];
    private int[] hits = new int[INITIAL_CELLS];

    /** @return depth of the middle of a cell; fractions of cells are welcome. */
    double depthMm(final double cell) {
        return originMm + (cell + 0.5) * CELL_MM;
    }

    /** @return OK, or why there is no profile (TOO_SHORT, BAD_CURVE). */
    Status build(final HoleCurves hole) {
        final Status status = collect(hole);
        if (status != Status.OK) {
            return status;
        }
        if (!average()) {
            return Status.BAD_CURVE;
        }
        Filters.median(sum, torque, cells, MEDIAN_HALF_CELLS);
        for (int i = 0; i < breakCount; i++) {
            Reengagement.bridge(torque, cells, breaks[i]);
        }
        Filters.mean(torque, level, cells, LEVEL_HALF_CELLS);
        return Status.OK;
    }

    private Status collect(final HoleCurves hole) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        int usable = 0;
        for (int i = 0; i < hole.count; i++) {
            if (isUsable(hole, i)) {
                final double x = medianOfThree(hole.positionMm, i, hole.count, MAX_ABS_POSITION_MM);
                min = min < x ? min : x;
                max = max > x ? max : x;
                usable++;
            }
        }
        if (usable < hole.count - hole.count / 10) {
            return Status.BAD_CURVE;
        }
        if (usable < MIN_SAMPLES) {
            return Status.TOO_SHORT;
        }
        originMm = firstDepth(hole);
        final double span = (max - originMm) / CELL_MM;
        if (span >= MAX_CELLS - 1) {
            return Status.BAD_CURVE;
        }
        cells = (int) span + 1;
        if (cells < MIN_CELLS) {
            return Status.TOO_SHORT;
        }
        ensureCells();
        fill(hole);
        return Status.OK;
    }

    /** Adds each cutting sample to its cell and notes where the tool left the cut or the program changed its step. */
    private void fill(final HoleCurves hole) {
        Arrays.fill(sum, 0, cells, 0.0);
        Arrays.fill(hits, 0, cells, 0);
        breakCount = 0;
        double deepest = originMm;
        boolean left = false;
        float step = Float.NaN;
        for (int i = 0; i < hole.count; i++) {
            if (!isUsable(hole, i)) {
                continue;
            }
            final double x = medianOfThree(hole.positionMm, i, hole.count, MAX_ABS_POSITION_MM);
            left |= x < deepest - RETRACT_MM || hole.step[i] != step && step == step;
            step = hole.step[i];
            if (x < deepest - BEHIND_MM) {
                continue;
            }
            if (left) {
                addBreak((int) ((deepest - originMm) / CELL_MM));
                left = false;
            }
            deepest = x > deepest ? x : deepest;
            final int cell = (int) ((deepest - originMm) / CELL_MM);
            sum[cell] += medianOfThree(hole.torqueA, i, hole.count, MAX_ABS_TORQUE_A);
            hits[cell]++;
        }
    }

    private void addBreak(final int cell) {
        if (breakCount < MAX_BREAKS && (breakCount == 0 || breaks[breakCount - 1] != cell)) {
            breaks[breakCount++] = cell;
        }
    }

    /** Turns sums into means and draws straight lines over cells that no sample fell into. */
    private boolean average() {
        int last = 0;
        sum[0] /= hits[0];
        for (int i = 1; i < cells; i++) {
            if (hits[i] == 0) {
                continue;
            }
            if (i - last > MAX_EMPTY_CELLS) {
                return false;
            }
            sum[i] /= hits[i];
            Filters.line(sum, last, i);
            last = i;
        }
        return true;
    }

    private double firstDepth(final HoleCurves hole) {
        int i = 0;
        while (!isUsable(hole, i)) {
            i++;
        }
        return medianOfThree(hole.positionMm, i, hole.count, MAX_ABS_POSITION_MM);
    }

    /** One sample alone is no evidence: a spike of one sample is replaced by the middle of it and its neighbours. */
    private static double medianOfThree(final float[] curve, final int i, final int count, final float limit) {
        final float b = curve[i];
        if (i == 0 || i == count - 1 || !isWithin(curve[i - 1], limit) || !isWithin(curve[i + 1], limit)) {
            return b;
        }
        final float a = curve[i - 1];
        final float c = curve[i + 1];
        if (a < b) {
            return b < c ? b : a < c ? c : a;
        }
        return a < c ? a : b < c ? c : b;
    }

    private static boolean isUsable(final HoleCurves hole, final int i) {
        return isWithin(hole.positionMm[i], MAX_ABS_POSITION_MM) && isWithin(hole.torqueA[i], MAX_ABS_TORQUE_A);
    }

    /** False for NaN too. */
    private static boolean isWithin(final float value, final float limit) {
        return value >= -limit && value <= limit;
    }

    private void ensureCells() {
        if (torque.length < cells) {
            final int size = Math.min(MAX_CELLS, Math.max(cells, 2 * torque.length));
            torque = new double[size];
            level = new double[size];
            sum = new double[size];
            hits = new int[size];
        }
    }
}
