package io.borelog.infer.depth;

import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;

/**
 * Post-processing {@code key-point-heat/1} of the depth model: a probability per cell for entry, transition and exit, and in the last place
 * the probability that the hole has no such point. A key point is the mean of the cells around the heaviest stretch; its confidence is
 * the probability in that stretch. A transition lies before the exit, so a sure exit bounds it. What is less sure than
 * {@link #MIN_CONFIDENCE} is a status and not a number.
 * Used by the infer stage's thread and by the trainer; one instance serves one thread.
 */
public final class KeyPointHeat {
    public static final String NAME = "key-point-heat/1";
    public static final int POINTS = 3;
    /** Places of one key point: the cells and "none". */
    public static final int PLACES = PositionWindow.CELLS + 1;
    /** Floats of one hole. */
    public static final int SIZE = POINTS * PLACES;
    /** Half of the stretch that counts as one place, cells: 0.25 mm to both sides. */
    public static final int HALF_STRETCH_CELLS = 5;
    /** Chosen so that the 99th percentile of the errors of what is answered stays under 0.2 mm on unseen simulated holes. */
    public static final double MIN_CONFIDENCE = 0.94;
    /** More likely not there than there. */
    public static final double NONE = 0.5;
    /** Two key points closer than this are one ramp read twice. */
    private static final double MIN_LAYER_MM = 0.3;
    /** No last layer is thinner: so far before a sure exit what is spread around a ramp is over. */
    private static final double LAST_LAYER_MM = 0.6;

    private static final int TRANSITION = 1;
    private static final int EXIT = 2;
    private static final float RUBBING_WEIGHT = 0.01f;
    /** With less of a transition's probability before a sure exit the two contradict each other, and there is nothing to conclude. */
    private static final double MIN_BEFORE_EXIT = 0.02;

    private final Rubbing rubbing = new Rubbing();
    private final double[] positionMm = new double[POINTS];
    private final double[] confidence = new double[POINTS];
    private final double[] none = new double[POINTS];

    /** @return depth of a key point wherever it is most likely, mm, however unsure; NaN before the first {@link #read}. */
    public double positionMm(final int point) {
        return positionMm[point];
    }

    /** @return probability that the key point is within a quarter of a millimetre of {@link #positionMm}. */
    public double confidence(final int point) {
        return confidence[point];
    }

    /** @return probability that the hole has no such key point. */
    public double none(final int point) {
        return none[point];
    }

    /**
     * Takes from the exit what can only be the end of a bore that rubs, then reads.
     *
     * @param heat   {@value #SIZE} floats from {@code offset}; changed
     * @param window of the hole
     */
    public void read(final float[] heat, final int offset, final PositionWindow window) {
        rubbing.of(window);
        final int from = offset + EXIT * PLACES;
        float left = heat[from + PositionWindow.CELLS];
        for (int i = 0; i < PositionWindow.CELLS; i++) {
            if (rubbing.isBefore(i)) {
                heat[from + i] *= RUBBING_WEIGHT;
            }
            left += heat[from + i];
        }
        for (int i = 0; i < PLACES; i++) {
            heat[from + i] /= left;
        }
        read(heat, offset, window.originMm());
    }

    /**
     * @param heat     {@value #SIZE} floats from {@code offset}
     * @param originMm left edge of cell 0
     */
    void read(final float[] heat, final int offset, final double originMm) {
        for (int point = 0; point < POINTS; point++) {
            readPoint(point, heat, offset + point * PLACES, originMm);
        }
        if (!isNone(EXIT) && !isUnsure(EXIT) && bound(heat, offset + TRANSITION * PLACES, positionMm[EXIT] - LAST_LAYER_MM - originMm)) {
            readPoint(TRANSITION, heat, offset + TRANSITION * PLACES, originMm);
        }
    }

    /**
     * What is known of a key point that lies before {@code endMm}: the rest of its probability belongs to what is left.
     *
     * @return whether something is left, and something was taken
     */
    private static boolean bound(final float[] heat, final int from, final double endMm) {
        final int end = Math.max(0, Math.min(PositionWindow.CELLS, (int) Math.ceil(endMm / PositionWindow.CELL_MM)));
        double behind = 0;
        for (int i = end; i < PositionWindow.CELLS; i++) {
            behind += heat[from + i];
        }
        double left = heat[from + PositionWindow.CELLS];
        for (int i = 0; i < end; i++) {
            left += heat[from + i];
        }
        if (behind == 0 || left < MIN_BEFORE_EXIT) {
            return false;
        }
        final float scale = (float) ((left + behind) / left);
        for (int i = 0; i < PLACES; i++) {
            heat[from + i] = i >= end && i < PositionWindow.CELLS ? 0 : heat[from + i] * scale;
        }
        return true;
    }

    private void readPoint(final int point, final float[] heat, final int from, final double originMm) {
        double sum = 0;
        for (int i = 0; i < 2 * HALF_STRETCH_CELLS; i++) {
            sum += heat[from + i];
        }
        double best = -1;
        int centre = HALF_STRETCH_CELLS;
        for (int i = HALF_STRETCH_CELLS; i < PositionWindow.CELLS - HALF_STRETCH_CELLS; i++) {
            sum += heat[from + i + HALF_STRETCH_CELLS];
            if (sum > best) {
                best = sum;
                centre = i;
            }
            sum -= heat[from + i - HALF_STRETCH_CELLS];
        }
        double weight = 0;
        double moment = 0;
        for (int i = centre - HALF_STRETCH_CELLS; i <= centre + HALF_STRETCH_CELLS; i++) {
            weight += heat[from + i];
            moment += heat[from + i] * (double) (i - centre);
        }
        final double offsetCells = weight > 0 ? moment / weight : 0;
        positionMm[point] = originMm + (centre + 0.5 + offsetCells) * PositionWindow.CELL_MM;
        confidence[point] = weight;
        none[point] = heat[from + PositionWindow.CELLS];
    }

    /** What {@link #read} found as the answer for the hole. */
    public void answer(final KeyPoints into) {
        final double entry = known(0);
        final double transition = known(1);
        final double exit = known(2);
        if (isNone(0) && isNone(1) && isNone(2)) {
            into.fail(Status.NO_SIGNAL);
        } else if (!isOrdered(entry, transition, exit)) {
            into.fail(Status.LOW_CONFIDENCE);
        } else if (isUnsure(0) || isUnsure(1) || isUnsure(2)) {
            into.partial(Status.LOW_CONFIDENCE, entry, transition, exit);
        } else if (isNone(0)) {
            into.partial(Status.NO_ENTRY, entry, transition, exit);
        } else if (isNone(2)) {
            into.partial(Status.NO_EXIT, entry, transition, exit);
        } else if (isNone(1)) {
            into.partial(Status.NO_TRANSITION, entry, transition, exit);
        } else {
            into.ok(entry, transition, exit);
        }
    }

    private boolean isNone(final int point) {
        return none[point] >= NONE;
    }

    private boolean isUnsure(final int point) {
        return !isNone(point) && confidence[point] < MIN_CONFIDENCE;
    }

    private double known(final int point) {
        return isNone(point) || isUnsure(point) ? Double.NaN : positionMm[point];
    }

    private static boolean isOrdered(final double entry, final double transition, final double exit) {
        return !(transition - entry < MIN_LAYER_MM) && !(exit - transition < MIN_LAYER_MM) && !(exit - entry < MIN_LAYER_MM);
    }
}
