package io.borelog.drilling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrillTest {
    private static final int HOLES = 200;

    @ParameterizedTest
    @EnumSource(Conditions.class)
    void shouldDrillTheSameHoleWhateverWasDrilledBefore(final Conditions conditions) {
        final DrilledHole alone = new DrilledHole();
        final DrilledHole after = new DrilledHole();
        new Drill(5, conditions).drill(17, alone);
        final Drill busy = new Drill(5, conditions);
        for (int n = 0; n < 5; n++) {
            busy.drill(n, after);
        }
        busy.drill(17, after);
        assertEquals(alone.count, after.count);
        assertArrayEquals(Arrays.copyOf(alone.torqueA, alone.count), Arrays.copyOf(after.torqueA, after.count), "torque");
        assertArrayEquals(Arrays.copyOf(alone.positionMm, alone.count), Arrays.copyOf(after.positionMm, after.count), "position");
        assertEquals(alone.exitMm, after.exitMm);
    }

    @ParameterizedTest
    @EnumSource(Conditions.class)
    void shouldOrderTheTruthAndKeepItInsideTheRecord(final Conditions conditions) {
        final Drill drill = new Drill(1, conditions);
        final DrilledHole hole = new DrilledHole();
        int complete = 0;
        for (int n = 0; n < HOLES; n++) {
            drill.drill(n, hole);
            assertTrue(hole.count > 50 && hole.count <= DrilledHole.MAX_SAMPLES, "samples of hole " + n + ": " + hole.count);
            for (int i = 0; i < hole.count; i++) {
                assertTrue(Float.isFinite(hole.positionMm[i]) && Float.isFinite(hole.torqueA[i]), "sample " + i + " of hole " + n);
            }
            final double deepest = max(hole);
            for (final double point : new double[] {hole.entryMm, hole.transitionMm, hole.exitMm}) {
                assertTrue(Double.isNaN(point) || point > hole.positionMm[0] && point < deepest, "point of hole " + n);
            }
            assertTrue(!(hole.transitionMm <= hole.entryMm) && !(hole.exitMm <= hole.transitionMm) && !(hole.exitMm <= hole.entryMm),
                "order in hole " + n);
            complete += hole.exitMm > hole.transitionMm ? 1 : 0;
        }
        assertTrue(complete > HOLES / 2, "holes with all three points: " + complete);
    }

    /** Half way between the levels on both sides: the truth is where a drawing of the quiet torque has it. */
    @ParameterizedTest
    @EnumSource(Conditions.class)
    void shouldHaveTheTruthAtHalfHeightOfTheRamp(final Conditions conditions) {
        final Draw draw = new Draw(3, 1);
        for (int n = 0; n < 50; n++) {
            final Ramp ramp = Stack.draw(draw, conditions).ramp();
            assertEquals(0.5, ramp.at(ramp.halfMm()), 0.01);
            assertEquals(1.0, ramp.at(ramp.fullMm() + 0.01), 1e-6);
        }
    }

    private static double max(final DrilledHole hole) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < hole.count; i++) {
            max = Math.max(max, hole.positionMm[i]);
        }
        return max;
    }
}
