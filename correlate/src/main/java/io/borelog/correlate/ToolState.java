package io.borelog.correlate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.borelog.correlate.payload.ReusedText;
import io.borelog.journal.record.Texts;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What is known of one tool, as the fixed-size value of {@link ToolMap}: a flyweight over one reused array. Positions, never payloads.
 * <pre>
 *     0  i32  pending parts p (0..32)          16  i64  holes so far
 *     4  i32  closed holes c (0..64)           24  i64  inbound seq of the last Heads (0 = none)
 *     8  i32  next place among the closed      32  u16 length, UTF-8: last known head id (126 bytes; length 0 = none)
 *    12  i32  sends Heads: 0 unknown, 1 yes, 2 no
 *   160  p x 64 bytes: hole id high, low; i64 seq; i64 index; i64 deadline ns; i64 ready deadline ns; i32 part kind; i32 0; i64 wall ns
 *  2208  c x 16 bytes: hole id high, low
 * </pre>
 */
final class ToolState {
    static final int MAX_PENDING = 32;
    static final int MAX_CLOSED = 64;
    static final int LENGTH = 2208 + MAX_CLOSED * 16;

    static final int SENDS_UNKNOWN = 0;
    static final int SENDS_HEADS = 1;
    static final int SENDS_NONE = 2;

    static final int RESULT = 0;
    static final int TRACE = 1;
    static final int HEADS = 2;

    /** No deadline of this kind. */
    static final long NOT_READY = Long.MAX_VALUE;

    private static final int HEAD_ID = 32;
    private static final int MAX_HEAD_ID_BYTES = 126;
    private static final int PENDING = 160;
    private static final int PENDING_LENGTH = 64;
    private static final int CLOSED = PENDING + MAX_PENDING * PENDING_LENGTH;

    private final ReusedText headId = new ReusedText();
    private final UnsafeBuffer buffer;

    ToolState(final byte[] value) {
        buffer = new UnsafeBuffer(value);
    }

    byte[] value() {
        return buffer.byteArray();
    }

    void clear() {
        buffer.setMemory(0, LENGTH, (byte) 0);
    }

    int pendingCount() {
        return buffer.getInt(0, LITTLE_ENDIAN);
    }

    long holes() {
        return buffer.getLong(16, LITTLE_ENDIAN);
    }

    long lastHeadSeq() {
        return buffer.getLong(24, LITTLE_ENDIAN);
    }

    int sendsHeads() {
        return buffer.getInt(12, LITTLE_ENDIAN);
    }

    void sendsHeads(final int value) {
        buffer.putInt(12, value, LITTLE_ENDIAN);
    }

    /** @return the tool's last known head, or null. Valid until the next call. */
    ReusedText lastHeadId() {
        final int length = buffer.getShort(HEAD_ID, LITTLE_ENDIAN);
        return length == 0 ? null : headId.set(buffer, HEAD_ID + 2, length);
    }

    /** Head ids that do not fit are not remembered: the hole's own Heads still names them in full. */
    void lastHead(final CharSequence id, final long seq) {
        final int length = Texts.byteLength(id);
        final boolean fits = length <= MAX_HEAD_ID_BYTES;
        buffer.putShort(HEAD_ID, (short) (fits ? length : 0), LITTLE_ENDIAN);
        if (fits) {
            Texts.putBytes(buffer, HEAD_ID + 2, id);
        }
        buffer.putLong(24, seq, LITTLE_ENDIAN);
    }

    /** @return the slot of this hole's pending part, or -1. */
    int find(final HoleId hole, final int part) {
        for (int slot = 0; slot < pendingCount(); slot++) {
            if (part(slot) == part && hole.is(idHigh(slot), idLow(slot))) {
                return slot;
            }
        }
        return -1;
    }

    /** @return the slot of the part with this seq, or -1. */
    int findSeq(final long seq) {
        for (int slot = 0; slot < pendingCount(); slot++) {
            if (seq(slot) == seq) {
                return slot;
            }
        }
        return -1;
    }

    /** The caller has made sure that there is room. */
    int add(final HoleId hole, final int part, final long seq, final long index, final long deadlineNs, final long wallNs) {
        final int slot = pendingCount();
        final int at = at(slot);
        buffer.putLong(at, hole.high(), LITTLE_ENDIAN);
        buffer.putLong(at + 8, hole.low(), LITTLE_ENDIAN);
        buffer.putLong(at + 16, seq, LITTLE_ENDIAN);
        buffer.putLong(at + 24, index, LITTLE_ENDIAN);
        buffer.putLong(at + 32, deadlineNs, LITTLE_ENDIAN);
        buffer.putLong(at + 40, NOT_READY, LITTLE_ENDIAN);
        buffer.putInt(at + 48, part, LITTLE_ENDIAN);
        buffer.putInt(at + 52, 0, LITTLE_ENDIAN);
        buffer.putLong(at + 56, wallNs, LITTLE_ENDIAN);
        buffer.putInt(0, slot + 1, LITTLE_ENDIAN);
        return slot;
    }

    /** Parts keep the order of their arrival. */
    void remove(final int slot) {
        final int last = pendingCount() - 1;
        buffer.putBytes(at(slot), buffer, at(slot + 1), (last - slot) * PENDING_LENGTH);
        buffer.setMemory(at(last), PENDING_LENGTH, (byte) 0);
        buffer.putInt(0, last, LITTLE_ENDIAN);
    }

    long idHigh(final int slot) {
        return buffer.getLong(at(slot), LITTLE_ENDIAN);
    }

    long idLow(final int slot) {
        return buffer.getLong(at(slot) + 8, LITTLE_ENDIAN);
    }

    long seq(final int slot) {
        return buffer.getLong(at(slot) + 16, LITTLE_ENDIAN);
    }

    long index(final int slot) {
        return buffer.getLong(at(slot) + 24, LITTLE_ENDIAN);
    }

    long deadlineNs(final int slot) {
        return buffer.getLong(at(slot) + 32, LITTLE_ENDIAN);
    }

    void deadlineNs(final int slot, final long value) {
        buffer.putLong(at(slot) + 32, value, LITTLE_ENDIAN);
    }

    /** On the Result of a complete pair: until when it waits for its Heads; else {@link #NOT_READY}. */
    long readyNs(final int slot) {
        return buffer.getLong(at(slot) + 40, LITTLE_ENDIAN);
    }

    void readyNs(final int slot, final long value) {
        buffer.putLong(at(slot) + 40, value, LITTLE_ENDIAN);
    }

    int part(final int slot) {
        return buffer.getInt(at(slot) + 48, LITTLE_ENDIAN);
    }

    long wallNs(final int slot) {
        return buffer.getLong(at(slot) + 56, LITTLE_ENDIAN);
    }

    boolean isClosed(final HoleId hole) {
        for (int i = 0; i < closedCount(); i++) {
            if (hole.is(buffer.getLong(CLOSED + i * 16, LITTLE_ENDIAN), buffer.getLong(CLOSED + i * 16 + 8, LITTLE_ENDIAN))) {
                return true;
            }
        }
        return false;
    }

    /** Remembers the hole among the last 64 that have their answer. */
    void close(final long idHigh, final long idLow) {
        final int place = buffer.getInt(8, LITTLE_ENDIAN);
        buffer.putLong(CLOSED + place * 16, idHigh, LITTLE_ENDIAN);
        buffer.putLong(CLOSED + place * 16 + 8, idLow, LITTLE_ENDIAN);
        buffer.putInt(8, (place + 1) % MAX_CLOSED, LITTLE_ENDIAN);
        buffer.putInt(4, Math.min(closedCount() + 1, MAX_CLOSED), LITTLE_ENDIAN);
        buffer.putLong(16, holes() + 1, LITTLE_ENDIAN);
    }

    int closedCount() {
        return buffer.getInt(4, LITTLE_ENDIAN);
    }

    /** The used bytes only, for a snapshot. @return their number. */
    int pack(final UnsafeBuffer into, final int offset) {
        final int pending = pendingCount() * PENDING_LENGTH;
        final int closed = closedCount() * 16;
        into.putBytes(offset, buffer, 0, PENDING + pending);
        into.putBytes(offset + PENDING + pending, buffer, CLOSED, closed);
        return PENDING + pending + closed;
    }

    void unpack(final DirectBuffer from, final int offset) {
        clear();
        buffer.putBytes(0, from, offset, PENDING);
        final int pending = pendingCount() * PENDING_LENGTH;
        buffer.putBytes(PENDING, from, offset + PENDING, pending);
        buffer.putBytes(CLOSED, from, offset + PENDING + pending, closedCount() * 16);
    }

    private static int at(final int slot) {
        return PENDING + slot * PENDING_LENGTH;
    }
}
