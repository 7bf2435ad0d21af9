package io.borelog.tools.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StageMeasureTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final Look WHOLE = new Look(1, 7, 5, 10_000, 30_000 * MS, 90_000, 0);

    @Test
    void shouldMeasureWhatCameWhileItWasLookedAt() {
        final StageMeasure measure = StageMeasure.of(SizedStage.INFER, WHOLE, new Look(2, 0, 0, 60, 30 * MS, 600, 0), 5 * SECOND);
        assertTrue(measure.isLive());
        assertEquals(0.5, measure.serviceMs());
        assertEquals(12, measure.rate());
        assertEquals(10, measure.bytesPerUnit());
        assertEquals(120, measure.bytesPerS());
        assertEquals(0.003, measure.utilisation(), 1e-9, "of two workers");
    }

    @Test
    void shouldTakeTheWholeLifeWhereTooLittleCame() {
        final StageMeasure measure = StageMeasure.of(SizedStage.INFER, WHOLE, new Look(1, 7, 5, 19, 19 * MS, 600, 0), SECOND);
        assertFalse(measure.isLive());
        assertEquals(3, measure.serviceMs());
        assertEquals(10_000, measure.units());
        assertEquals(9, measure.bytesPerUnit());
        assertEquals(19, measure.rate(), "that is now all the same");
    }

    @Test
    void shouldKnowNothingOfAStageThatDidNothing() {
        final Look nothing = new Look(1, 7, 5, 0, 0, 0, 0);
        assertFalse(StageMeasure.of(SizedStage.PUBLISH, nothing, nothing, SECOND).isKnown());
        final Look uncounted = new Look(1, 7, 5, 100, 0, 0, 0);
        assertFalse(StageMeasure.of(SizedStage.PUBLISH, uncounted, uncounted, SECOND).isKnown(), "an older program did not say how busy it was");
    }

    @Test
    void shouldTakeWhatAProcessDidSinceItWasStartedAgain() {
        final Look again = new Look(1, 8, 6, 5, 10 * MS, 50, MS);
        assertEquals(again, again.since(WHOLE));
        assertEquals(new Look(1, 7, 5, 1, MS, 10, 0), new Look(1, 7, 5, 10_001, 30_001 * MS, 90_010, 0).since(WHOLE));
    }

    @Test
    void shouldKnowTheProcessesOfAStage() {
        assertTrue(SizedStage.INFER.hasProcess("infer-0"));
        assertTrue(SizedStage.INFER.hasProcess("infer-63"));
        assertFalse(SizedStage.INFER.hasProcess("infer-shadow"), "no answer waits for it");
        assertTrue(SizedStage.INGEST.hasProcess("ingest"));
        assertFalse(SizedStage.INGEST.hasProcess("ingest-0"));
    }
}
