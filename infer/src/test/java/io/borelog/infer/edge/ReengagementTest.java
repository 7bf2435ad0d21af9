package io.borelog.infer.edge;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Air after a retract is bridged; an end of the load is not. */
class ReengagementTest {
    private static final int BREAK = 100;

    @Test
    void shouldBridgeTheAirUpToTheLoad() {
        final double[] torque = loadWithAir(6, 0, 6);
        Reengagement.bridge(torque, torque.length, BREAK);
        for (final double value : torque) {
            assertTrue(value > 5.9, Arrays.toString(torque));
        }
    }

    @Test
    void shouldBridgeDownwardsWhenTheLoadWasFalling() {
        final double[] torque = loadWithAir(6, 0, 2);
        Reengagement.bridge(torque, torque.length, BREAK);
        for (int i = BREAK; i < torque.length; i++) {
            assertTrue(torque[i] >= 1.9, Arrays.toString(torque));
        }
    }

    @Test
    void shouldLeaveALoadThatHasEnded() {
        assertUntouched(loadWithAir(6, 0, 0));
        assertUntouched(loadWithAir(6, -1, -0.1));
        assertUntouched(loadWithAir(0.3, -1, 6));
        assertUntouched(loadWithAir(6, 5.5, 6));
    }

    @Test
    void shouldLeaveABreakAtTheEndsOfTheRecord() {
        final double[] torque = loadWithAir(6, 0, 6);
        final double[] before = torque.clone();
        Reengagement.bridge(torque, torque.length, 3);
        Reengagement.bridge(torque, BREAK + 2, BREAK);
        Reengagement.bridge(torque, torque.length, torque.length - 1);
        assertArrayEquals(before, torque);
    }

    private static void assertUntouched(final double[] torque) {
        final double[] before = torque.clone();
        Reengagement.bridge(torque, torque.length, BREAK);
        assertArrayEquals(before, torque);
    }

    private static double[] loadWithAir(final double before, final double air, final double after) {
        final double[] torque = new double[200];
        Arrays.fill(torque, 0, BREAK, before);
        Arrays.fill(torque, BREAK, BREAK + 15, air);
        Arrays.fill(torque, BREAK + 15, torque.length, after);
        return torque;
    }
}
