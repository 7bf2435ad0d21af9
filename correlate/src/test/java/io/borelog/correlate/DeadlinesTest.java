package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private static final byte[] TOOL = {1};

    private final Deadlines deadlines = new Deadlines();

    @Test
    void shouldKnowTheFirstOneWhateverIsPutMovedAndRemoved() {
        final SplittableRandom random = new SplittableRandom(3);
        final TreeMap<Long, Long> deadlineOf = new TreeMap<>();
        final TreeSet<long[]> order = new TreeSet<>(Comparator.<long[]>comparingLong(pair -> pair[0]).thenComparingLong(pair -> pair[1]));
        for (int step = 0; step < 50_000; step++) {
            final long seq = random.nextLong(1_000);
            final Long before = deadlineOf.remove(seq);
            if (before != null) {
                order.remove(new long[] {before, seq});
            }
            if (random.nextInt(step < 25_000 ? 3 : 2) == 0) {
                deadlines.remove(seq);
            } else {
                final long deadlineNs = random.nextLong(200);
                deadlines.put(seq, deadlineNs, TOOL);
                deadlineOf.put(seq, deadlineNs);
                order.add(new long[] {deadlineNs, seq});
            }
            assertEquals(deadlineOf.size(), deadlines.size());
            if (!order.isEmpty()) {
                assertArrayEquals(order.first(), new long[] {deadlineOf.get(deadlines.firstSeq()), deadlines.firstSeq()});
                assertTrue(deadlines.isDue(order.first()[0]));
                assertFalse(deadlines.isDue(order.first()[0] - 1));
                assertSame(TOOL, deadlines.firstTool());
            }
        }
        while (!order.isEmpty()) {
            assertEquals(order.pollFirst()[1], deadlines.firstSeq());
            deadlines.remove(deadlines.firstSeq());
        }
        assertFalse(deadlines.isDue(Long.MAX_VALUE));
    }

    @Test
    void shouldBeEmptyAndUsableAfterAClear() {
        for (int seq = 1; seq < 300; seq++) {
            deadlines.put(seq, seq, TOOL);
        }
        deadlines.remove(150);
        deadlines.clear();
        assertFalse(deadlines.isDue(Long.MAX_VALUE));
        deadlines.remove(7);
        deadlines.put(7, 70, TOOL);
        deadlines.put(8, 60, TOOL);
        assertEquals(8, deadlines.firstSeq());
    }

    @Test
    void shouldAllocateNothingOnceItHasGrown() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 3; round++) {
            turnOver(round * 100_000L);
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        turnOver(1_000_000);
        assertEquals(0, threads.getCurrentThreadAllocatedBytes() - before);
    }

    private void turnOver(final long firstSeq) {
        for (long seq = firstSeq; seq < firstSeq + 100_000; seq++) {
            deadlines.put(seq, seq * 31 % 1_009, TOOL);
            deadlines.put(seq, seq * 37 % 1_009, TOOL);
            if (seq >= firstSeq + 1_000) {
                deadlines.remove(seq - 1_000);
            }
        }
        deadlines.clear();
    }
}
