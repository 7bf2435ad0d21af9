package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final byte[] TOOL = {1};

    private final Deadlines deadlines = new Deadlines();

    @Test
    void shouldGiveOutByDeadlineAndThenBySeqWhatIsDue() {
        final SplittableRandom random = new SplittableRandom(3);
        final List<long[]> expected = new ArrayList<>();
        for (int seq = 0; seq < 2_000; seq++) {
            final long deadlineNs = random.nextLong(100);
            deadlines.add(deadlineNs, seq ^ 0x155, seq % 2 == 0, TOOL);
            expected.add(new long[] {deadlineNs, seq ^ 0x155});
        }
        expected.sort(Comparator.<long[]>comparingLong(pair -> pair[0]).thenComparingLong(pair -> pair[1]));
        int at = 0;
        for (long nowNs = -1; nowNs <= 100; nowNs++) {
            for (Deadlines.Entry entry = deadlines.poll(nowNs); entry != null; entry = deadlines.poll(nowNs)) {
                assertEquals(nowNs, entry.deadlineNs());
                assertEquals(expected.get(at)[0], entry.deadlineNs());
                assertEquals(expected.get(at++)[1], entry.seq());
                deadlines.release(entry);
            }
        }
        assertEquals(expected.size(), at);
    }

    @Test
    void shouldUseReleasedEntriesAgain() {
        deadlines.add(1, 2, true, TOOL);
        assertNull(deadlines.poll(0));
        final Deadlines.Entry first = deadlines.poll(1);
        assertNotNull(first);
        deadlines.release(first);
        assertNull(first.tool());
        deadlines.add(3, 4, false, TOOL);
        assertSame(first, deadlines.poll(3));
        assertEquals(4, first.seq());
        assertSame(TOOL, first.tool());
    }
}
