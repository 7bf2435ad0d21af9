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
        int at = EstimateRecord.TEXTS;
        a.setMemory(0, at, (byte) 7);
        for (int text = 0; text < 11; text++) { // the eleventh is the runtime
            at = Texts.put(a, at, "text" + text);
        }
        final int runtime = at - 2 - "text10".length();
        b.putBytes(0, a, 0, at);
        for (int i = 0; i < at; i++) {
            final boolean length = i >= EstimateRecord.TEXTS && (a.getByte(i) == 0 || a.getByte(i) < 'a' && a.getByte(i + 1) == 0);
            if (!length) {
                b.putByte(i, (byte) (a.getByte(i) + 1));
                final boolean stamp = i >= EstimateRecord.STAMPS && i < EstimateRecord.TEXTS || i >= runtime;
                assertEquals(stamp ? -1 : i, difference(RecordKind.ESTIMATE, at, at));
                b.putByte(i, a.getByte(i));
            }
        }
        assertEquals(-1, difference(RecordKind.ESTIMATE, at, runtime), "version 1 has no runtime");
    }
}
