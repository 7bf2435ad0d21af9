package io.borelog.infer.depth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PositionWindowTest {
    private final PositionWindow window = new PositionWindow();
    private final float[] into = new float[PositionWindow.SIZE];

    @Test
    void shouldAverageTheSamplesOfACell() {
        final HoleCurves hole = ramp(2_000, 0.01);
        assertEquals(Status.OK, window.fill(hole, into, 0));
        assertEquals(400, window.cells());
        assertEquals(0.0, window.originMm(), 1e-9);
        assertEquals(Math.sqrt(5) / 8, at(5, 100), 1e-6);
        assertEquals(1f, at(6, 399));
        assertEquals(0f, at(6, 400));
        assertEquals(root(5.02 / 0.5) / 8, at(0, 100), 1e-3);
    }

    @Test
    void shouldIgnoreWhatTheTipDoesAboveTheDepthReached() {
        final HoleCurves straight = ramp(1_000, 0.02);
        window.fill(straight, into, 0);
        final float[] expected = into.clone();
        final HoleCurves pecking = ramp(1_100, 0.02);
        System.arraycopy(straight.positionMm, 500, pecking.positionMm, 600, 500);
        System.arraycopy(straight.torqueA, 500, pecking.torqueA, 600, 500);
        for (int i = 0; i < 100; i++) {
            pecking.positionMm[500 + i] = straight.positionMm[499] - 3f + 0.029f * i;
            pecking.torqueA[500 + i] = 77f;
        }
        window.fill(pecking, into, 0);
        assertArrayEquals(expected, into);
    }

    @Test
    void shouldBridgeCellsThatNoSampleFellInto() {
        final HoleCurves hole = ramp(200, 0.12);
        assertEquals(Status.OK, window.fill(hole, into, 0));
        for (int i = 1; i < window.cells(); i++) {
            assertEquals(0.05, square(at(0, i)) - square(at(0, i - 1)), 0.015, "cell " + i);
        }
    }

    @Test
    void shouldMarkTheCellOfAStepChange() {
        final HoleCurves hole = ramp(1_000, 0.02);
        Arrays.fill(hole.step, 500, 1_000, 2f);
        window.fill(hole, into, 0);
        for (int i = 0; i < window.cells(); i++) {
            assertEquals(i == 200 ? 1f : 0f, at(4, i), "cell " + i);
        }
    }

    @Test
    void shouldLeaveOutThrustThatIsUnknown() {
        final HoleCurves hole = ramp(1_000, 0.02);
        Arrays.fill(hole.thrustA, Float.NaN);
        window.fill(hole, into, 0);
        for (int i = 0; i < PositionWindow.CELLS; i++) {
            assertEquals(0f, at(2, i));
        }
    }

    @Test
    void shouldGiveTheSameBitsWhateverWasInIt() {
        final HoleCurves hole = ramp(1_000, 0.02);
        window.fill(hole, into, 0);
        final float[] first = into.clone();
        window.fill(ramp(3_000, 0.013), into, 0);
        window.fill(hole, into, 0);
        assertArrayEquals(first, into);
    }

    @Test
    void shouldSayWhyARecordHasNoWindow() {
        assertEquals(Status.TOO_SHORT, window.fill(ramp(10, 0.02), into, 0));
        assertEquals(Status.TOO_SHORT, window.fill(ramp(1_000, 0), into, 0));
        final HoleCurves far = ramp(100, 0.02);
        far.positionMm[0] = 5_000f;
        assertEquals(Status.BAD_CURVE, window.fill(far, into, 0));
        final HoleCurves nothing = ramp(100, 0.02);
        Arrays.fill(nothing.positionMm, Float.NaN);
        assertEquals(Status.BAD_CURVE, window.fill(nothing, into, 0));
    }

    /** Torque in A equals depth in mm. */
    private static HoleCurves ramp(final int samples, final double incrementMm) {
        final HoleCurves hole = new HoleCurves();
        hole.ensureCapacity(samples, 0);
        hole.count = samples;
        for (int i = 0; i < samples; i++) {
            hole.positionMm[i] = (float) (0.004 + i * incrementMm);
            hole.torqueA[i] = hole.positionMm[i];
            hole.step[i] = 1f;
        }
        return hole;
    }

    private float at(final int channel, final int cell) {
        return into[channel * PositionWindow.CELLS + cell];
    }

    private static double root(final double x) {
        return x / Math.sqrt(1 + x);
    }

    /** Undoes channel 0, over 4: close to linear in the torque. */
    private static double square(final float value) {
        final double root = 8.0 * value;
        return (root * root + root * Math.sqrt(root * root + 4)) / 2 * 0.5;
    }
}
