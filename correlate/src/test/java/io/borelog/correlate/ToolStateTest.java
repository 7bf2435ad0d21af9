package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ToolStateTest {
    private final ToolState state = new ToolState(new byte[ToolState.LENGTH]);

    @Test
    void shouldPackAndUnpackWhateverItHolds() {
        final UnsafeBuffer packed = new UnsafeBuffer(new byte[5 + ToolState.LENGTH]);
        for (int seed = 0; seed < 500; seed++) {
            final ToolState drawn = draw(new SplittableRandom(seed));
            final int length = drawn.pack(packed, 5);
            assertEquals(160 + drawn.pendingCount() * 64 + drawn.closedCount() * 16, length);
            final ToolState other = draw(new SplittableRandom(seed + 1)); // what it held before must not shine through
            other.unpack(packed, 5);
            assertArrayEquals(drawn.value(), other.value(), "seed " + seed);
        }
    }

    private static ToolState draw(final SplittableRandom random) {
        final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
        final HoleId hole = new HoleId();
        final int pending = random.nextInt(ToolState.MAX_PENDING + 1);
        for (int i = 0; i < pending; i++) {
            final int slot = state.add(hole.set(random.nextLong(), random.nextLong()), random.nextInt(3), random.nextLong(),
                random.nextLong(), random.nextLong(), random.nextLong());
            state.readyNs(slot, random.nextLong());
        }
        for (int i = random.nextInt(3 * ToolState.MAX_CLOSED); i > 0; i--) {
            state.close(random.nextLong(), random.nextLong());
        }
        state.sendsHeads(random.nextInt(3));
        state.lastHead("h".repeat(random.nextInt(130)), random.nextLong());
        return state;
    }

    @Test
    void shouldKeepTheOrderOfPartsWhateverIsRemoved() {
        final SplittableRandom random = new SplittableRandom(7);
        final List<Long> expected = new ArrayList<>();
        final HoleId hole = new HoleId();
        for (int i = 0; i < 10_000; i++) {
            if (expected.size() < ToolState.MAX_PENDING && (expected.isEmpty() || random.nextInt(100) < 55)) {
                state.add(hole.set(i, -i), i % 3, i, 2L * i, 3L * i, 4L * i);
                expected.add((long) i);
            } else {
                final int slot = random.nextInt(expected.size());
                state.remove(slot);
                expected.remove(slot);
            }
            assertEquals(expected.size(), state.pendingCount());
            for (int slot = 0; slot < expected.size(); slot++) {
                final long seq = expected.get(slot);
                assertEquals(seq, state.seq(slot));
                assertEquals(slot, state.findSeq(seq));
                assertEquals(slot, state.find(hole.set(seq, -seq), (int) (seq % 3)));
                assertEquals(List.of(2 * seq, 3 * seq, 4 * seq, ToolState.NOT_READY),
                    List.of(state.index(slot), state.deadlineNs(slot), state.wallNs(slot), state.readyNs(slot)));
            }
            assertEquals(-1, state.findSeq(i + 1L));
        }
    }

    @Test
    void shouldForgetTheOldestOf65ClosedHolesAndNotReachIntoThePending() {
        final HoleId hole = new HoleId();
        for (int i = 0; i < ToolState.MAX_PENDING; i++) {
            state.add(hole.set(i, i), 0, i, i, i, i);
        }
        for (int i = 0; i < 64 + 10; i++) {
            state.close(i, i + 1);
        }
        for (int i = 0; i < 64 + 10; i++) {
            assertEquals(i >= 10, state.isClosed(hole.set(i, i + 1)), "hole " + i);
        }
        assertFalse(state.isClosed(hole.set(0, 0)), "an empty place is no hole");
        assertEquals(74, state.holes());
        assertEquals(31, state.seq(31));
    }

    @Test
    void shouldRememberAHeadThatFitsAndNoneThatDoesNot() {
        state.lastHead("é".repeat(63), 5);
        assertEquals("é".repeat(63), state.lastHeadId().toString());
        state.lastHead("é".repeat(64), 6);
        assertNull(state.lastHeadId());
        assertEquals(6, state.lastHeadSeq());
        assertEquals(0, state.pendingCount());
    }
}
