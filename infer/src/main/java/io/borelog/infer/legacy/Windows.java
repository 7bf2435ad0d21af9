package io.borelog.infer.legacy;

import io.borelog.infer.HoleCurves;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The network's input for one hole: {@value #WINDOWS} windows of {@value #LENGTH} rows and {@value #CHANNELS} channels, five rows apart, around
 * the highest torque of program step 2. Rows and the first 15 channels are those of {@link Phases}; 400 rows are put before and behind,
 * with torque -1 and position 0. One instance holds one hole.
 * <pre>
 *   channel 15   local' = 0.034 local - 1.7, local = holes since the tool change
 *   channel 16   predrilled' = 0.69 where predrilled
 * </pre>
 *
 * <p>Torque channels were scaled by mean and deviation over the hole and a reference table together. The table is lost; mean and deviation are
 * of the hole alone here. The network standardises each channel in each window again, so that only the padding, which is seldom
 * inside a window, can tell the difference. {@code local} is 0 and the hole predrilled, as in the legacy tools that read files; both
 * channels are constant and become zero in the network.
 */
final class Windows {
    static final int WINDOWS = 40;
    static final int LENGTH = 512;
    static final int CHANNELS = 17;
    /** Floats of one window. */
    static final int SIZE = LENGTH * CHANNELS;
    private static final int PADDING = 400;
    private static final int APART = 5;
    private static final int BEFORE_PEAK = 330;
    /** Rows that any window reaches. */
    private static final int REACH = LENGTH + (WINDOWS - 1) * APART;
    private static final float PADDED_TORQUE = -1;
    private static final float LOCAL = -1.7f;
    private static final float PREDRILLED = 0.69f;

    private final Phases phases = new Phases();
    private final float[] rows = new float[REACH * CHANNELS];
    private final double[] positionMm = new double[REACH];
    private final double[] mean = new double[Phases.TORQUES];
    private final double[] deviation = new double[Phases.TORQUES];
    private int firstRow;

    /** @return whether step 2 has a row at all. */
    boolean fill(final HoleCurves hole, final FloatBuffer in, final int atRow) {
        final int rowCount = phases.wrap(hole).rowCount();
        if (rowCount > 0) {
            for (int channel = 0; channel < Phases.TORQUES; channel++) {
                measure(channel, rowCount);
            }
            firstRow = PADDING + phases.peakRow() - BEFORE_PEAK;
            for (int i = 0; i < REACH; i++) {
                fillRow(i, firstRow + i - PADDING, rowCount);
            }
            for (int window = 0; window < WINDOWS; window++) {
                in.put((atRow + window) * SIZE, rows, window * APART * CHANNELS, SIZE);
            }
        }
        phases.release();
        return rowCount > 0;
    }

    private void measure(final int channel, final int rowCount) {
        double sum = 0;
        for (int row = 0; row < rowCount; row++) {
            sum += phases.torqueA(channel, row);
        }
        mean[channel] = sum / rowCount;
        double squares = 0;
        for (int row = 0; row < rowCount; row++) {
            final double off = phases.torqueA(channel, row) - mean[channel];
            squares += off * off;
        }
        deviation[channel] = Math.sqrt(squares / rowCount);
    }

    private void fillRow(final int at, final int row, final int rowCount) {
        final boolean padding = row < 0 || row >= rowCount;
        final int offset = at * CHANNELS;
        if (padding) {
            Arrays.fill(rows, offset, offset + Phases.TORQUES, PADDED_TORQUE);
        } else {
            for (int channel = 0; channel < Phases.TORQUES; channel++) {
                final double scale = deviation[channel] > 0 ? deviation[channel] : 1; // a constant column is only centred
                rows[offset + channel] = (float) ((phases.torqueA(channel, row) - mean[channel]) / scale);
            }
        }
        rows[offset + Phases.TORQUES] = LOCAL;
        rows[offset + Phases.TORQUES + 1] = PREDRILLED;
        positionMm[at] = padding ? 0 : phases.positionMm(row);
    }

    /** @return position beside a row of a window, mm; 0 in the padding. */
    double positionMm(final int window, final int row) {
        return positionMm[window * APART + row];
    }

    /** @return first row of the first window, the padding in front counted. */
    int firstRow() {
        return firstRow;
    }
}
