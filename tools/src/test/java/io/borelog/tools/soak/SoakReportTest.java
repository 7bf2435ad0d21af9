package io.borelog.tools.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.tools.load.ProcessUse;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SoakReportTest {
    private static final int WINDOWS = 12;
    private static final long MB = 1_000_000;

    private static SoakWindow window(final double ms, final long diskMb, final long pid, final long memoryMb, final long files) {
        return new SoakWindow(null, 100, 1e7, ms, ms, diskMb * MB,
            List.of(new ProcessUse("ingest", pid, 0, 0, 0, memoryMb * MB, files)));
    }

    private static SoakReport report(final IntFunction<SoakWindow> window) {
        return new SoakReport(100, WINDOWS, 60, IntStream.range(0, WINDOWS).mapToObj(window).toList());
    }

    private static void shouldFail(final String line, final IntFunction<SoakWindow> window) {
        final SoakReport report = report(window);
        assertFalse(report.holds());
        assertTrue(report.lines().contains(line), () -> String.join("\n", report.lines()));
    }

    @Test
    void shouldBeFlatWhereTheFirstWindowsFillTheDiskAndOneIsSlow() {
        final SoakReport report = report(i -> window(i == 7 ? 500 : 5, Math.min(500, 100 * (i + 1)), 9, 100 + i % 2, 90));
        assertTrue(report.holds(), () -> String.join("\n", report.lines()));
        assertEquals("soak: flat", report.lines().get(report.lines().size() - 1));
    }

    @Test
    void shouldNoticeMemoryThatGrows() {
        shouldFail("ingest memory, MB: 120.0 in the first third, 200.0 in the last: NOT FLAT, the limit is 148.0",
            i -> window(5, 500, 9, 100 + 10 * i, 90));
    }

    @Test
    void shouldNoticeFilesThatStayOpen() {
        shouldFail("ingest open files: 92.0 in the first third, 100.0 in the last: NOT FLAT, the limit is 96.0",
            i -> window(5, 500, 9, 100, 90 + i));
    }

    @Test
    void shouldNoticeLatenciesThatGrow() {
        shouldFail("p99.9 of the acks, ms: 3.0 in the first third, 11.0 in the last: NOT FLAT, the limit is 7.0",
            i -> window(1 + i, 500, 9, 100, 90));
    }

    @Test
    void shouldNoticeADiskThatFills() {
        shouldFail("MB on disk, the most; first is the middle third: 800.0 in the first third, 1200.0 in the last: NOT FLAT, the limit is 880.0",
            i -> window(5, 100 * (i + 1), 9, 100, 90));
    }

    @Test
    void shouldNoticeAProcessThatWasStartedAgain() {
        shouldFail("ingest was started again", i -> window(5, 500, i < 6 ? 9 : 10, 100, 90));
    }

    @Test
    void shouldNoticeThatItEndedBefore() {
        final SoakReport report = new SoakReport(100, WINDOWS, 60, List.of(window(5, 500, 9, 100, 90)));
        assertFalse(report.holds());
        assertTrue(report.lines().contains("ended after 1 of 12 windows"));
    }
}
