package io.borelog.tools.capacity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class DiskTest {
    private static final long MB = 1_000_000;

    @Test
    void shouldFillWhatIsFreeAboveTheStop() {
        final Disk disk = new Disk(1_000 * MB, 250 * MB, 0, 0, 0, 0);
        assertEquals(750, disk.secondsToFull(MB));
        assertEquals(750, disk.secondsToFullWithRetention(MB, 100), "there is none");
        assertFalse(disk.hasRetention());
        assertEquals(Double.POSITIVE_INFINITY, disk.secondsToFull(0));
        assertEquals(0, new Disk(200 * MB, 250 * MB, 0, 0, 0, 0).secondsToFull(MB));
    }

    @Test
    void shouldNeverFillWhereWhatRetentionKeepsFits() {
        assertEquals(Double.POSITIVE_INFINITY, new Disk(1_000 * MB, 250 * MB, 50 * MB, 800 * MB, 0, 0).secondsToFullWithRetention(MB, 100));
        assertEquals(750, new Disk(1_000 * MB, 250 * MB, 50 * MB, 801 * MB, 0, 0).secondsToFullWithRetention(MB, 100), "a byte too many");
        assertEquals(Double.POSITIVE_INFINITY, new Disk(1_000 * MB, 250 * MB, 0, 0, 700, 0).secondsToFullWithRetention(MB, 100));
        assertEquals(750, new Disk(1_000 * MB, 250 * MB, 0, 0, 800, 0).secondsToFullWithRetention(MB, 100));
    }

    @Test
    void shouldKeepWhatTheNarrowestLimitKeeps() {
        assertEquals(100 * MB, new Disk(0, 0, 0, 300 * MB, 200, 1_000).keptBytes(MB, MB / 10));
        assertEquals(200 * MB, new Disk(0, 0, 0, 300 * MB, 200, 10_000).keptBytes(MB, MB / 10));
        assertEquals(300 * MB, new Disk(0, 0, 0, 300 * MB, 400, 10_000).keptBytes(MB, MB / 10));
    }
}
