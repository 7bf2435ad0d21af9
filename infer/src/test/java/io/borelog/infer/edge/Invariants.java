package io.borelog.infer.edge;

import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What holds for every answer, whatever the curves. */
final class Invariants {
    private Invariants() {
    }

    static void assertHonest(final KeyPoints points) {
        assertFalse(Double.isInfinite(points.entryMm) || Double.isInfinite(points.transitionMm) || Double.isInfinite(points.exitMm));
        if (points.status == Status.OK) {
            assertNull(points.reason);
            assertTrue(points.entryMm < points.transitionMm, "entry before transition");
            assertTrue(points.transitionMm < points.exitMm, "transition before exit");
        } else {
            assertEquals(points.status.sentence(), points.reason);
            assertFalse(points.reason.isBlank());
            assertTrue(Double.isNaN(points.entryMm) || Double.isNaN(points.transitionMm) || Double.isNaN(points.exitMm),
                "three numbers only when OK");
        }
    }
}
