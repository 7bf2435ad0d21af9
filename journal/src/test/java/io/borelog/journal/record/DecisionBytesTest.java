package io.borelog.journal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class DecisionBytesTest {
    private final DecisionBytes bytes = new DecisionBytes();
    private final ExpandableArrayBuffer a = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer b = new ExpandableArrayBuffer();

    private int difference(final RecordKind kind, final int aLength, final int bLength) {
        return bytes.firstDifference(kind, a, 0, aLength, b, 0, bLength);
    }

    @Test
    void shouldCallEveryByteOfAHoleADecision() {
        a.setMemory(0, 101, (byte) 7);
        b.setMemory(0, 101, (byte) 7);
        assertEquals(-1, difference(RecordKind.HOLE, 101, 101));
        for (int at = 0; at < 101; at++) {
            b.putByte(at, (byte) 8);
            assertEquals(at, difference(RecordKind.HOLE, 101, 101));
            b.putByte(at, (byte) 7);
        }
        assertEquals(100, difference(RecordKind.HOLE, 101, 100), "a shorter one differs where it ends");
    }

    @Test
    void shouldLeaveOutTheDetailOfADisposition() {
        final int aLength = DispositionRecord.encode(a, 0, 5, DispositionRecord.DEAD_LETTER, "NOT_JSON", "a/b", "at byte 7");
        final int bLength = DispositionRecord.encode(b, 0, 5, DispositionRecord.DEAD_LETTER, "NOT_JSON", "a/b", "the library of tomorrow");
        assertEquals(-1, difference(RecordKind.DISPOSITION, aLength, bLength));

        final int other = DispositionRecord.encode(b, 0, 5, DispositionRecord.DEAD_LETTER, "NOT_JSON", "a/c", "at byte 7");
        assertTrue(difference(RecordKind.DISPOSITION, aLength, other) >= 0);
    }

    @Test
    void shouldLeaveOutTheStampsOfAnEstimateAndNothingElse() {
        a.setMemory(0, 150, (byte) 7);
        b.setMemory(0, 150, (byte) 7);
        for (int at = 0; at < 150; at++) {
            b.putByte(at, (byte) 8);
            final boolean stamp = at >= EstimateRecord.STAMPS && at < EstimateRecord.TEXTS;
            assertEquals(stamp ? -1 : at, difference(RecordKind.ESTIMATE, 150, 150));
            b.putByte(at, (byte) 7);
        }
    }
}
