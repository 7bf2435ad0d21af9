package io.borelog.tools.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The figures that people who plan know by heart. */
class SizingTest {
    private static final double UTILISATION = 0.7;

    private static void assertNumber(final String expected, final BigDecimal found) {
        assertEquals(0, new BigDecimal(expected).compareTo(found), () -> expected + " and not " + found);
    }

    @Test
    void shouldNeedEightWorkersForAThousandASecondOfFiveMilliseconds() {
        final Sizing sizing = Sizing.of(5, UTILISATION);
        assertNumber("140", sizing.perWorker());
        assertEquals(8, sizing.workers(1_000));
        assertEquals("(1000 / 5) x 0.7 = 140", sizing.perWorkerText());
        assertEquals("ceil(1000 / 140) = 8", sizing.workersText(1_000));
    }

    @Test
    void shouldSayWhatOneWorkerOfHalfASecondDoes() {
        final Sizing sizing = Sizing.of(500, UTILISATION);
        assertNumber("2", sizing.theoretical());
        assertNumber("1.4", sizing.perWorker());
    }

    @Test
    void shouldShowTheGapBetweenBusyWorkersAndWorkersWithRoom() {
        final Sizing sizing = Sizing.of(500, UTILISATION);
        assertNumber("50", sizing.busy(100));
        assertEquals(72, sizing.workers(100));
        assertEquals(50, Sizing.of(500, 1).workers(100));
    }

    @Test
    void shouldNotNeedOneMoreWhereTheRateFitsExactly() {
        for (int workers = 1; workers <= 1_000; workers++) {
            assertEquals(workers, Sizing.of(5, UTILISATION).workers(140.0 * workers));
            assertEquals(workers, Sizing.of(0.1, UTILISATION).workers(7_000.0 * workers));
            assertEquals(workers + 1, Sizing.of(5, UTILISATION).workers(140.0 * workers + 0.001));
        }
    }

    @Test
    void shouldNeedOneWorkerForTheLeastRate() {
        assertEquals(1, Sizing.of(0.000001, UTILISATION).workers(0.000001));
        assertEquals(100_000_000_000_000_000L, Sizing.of(1e9, 0.01).workers(1e9));
    }
}
