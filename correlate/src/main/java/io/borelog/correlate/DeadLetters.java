package io.borelog.correlate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Which messages are dead letters now, by their inbound seq: only such a one can be tried again, and only once at a time, or the audit
 * would count it twice. The newest {@value #MAX}; an older message stays a dead letter for good. Part of the join's state, and of its
 * snapshot. A sorted window of one array, so that the usual case, a newer one, is an append.
 */
final class DeadLetters {
    static final int MAX = 1 << 16;

    private long[] seqs = new long[1 << 8];
    private int start;
    private int end;

    void add(final long seq) {
        int at = Arrays.binarySearch(seqs, start, end, seq);
        if (at >= 0) {
            return;
        }
        at = ~at;
        if (size() == MAX) {
            if (at == start) {
                return; // older than all that are known
            }
            start++;
        }
        if (end == seqs.length) {
            at -= start;
            compact();
        }
        System.arraycopy(seqs, at, seqs, at + 1, end - at);
        seqs[at] = seq;
        end++;
    }

    /** @return whether it was one. */
    boolean remove(final long seq) {
        final int at = Arrays.binarySearch(seqs, start, end, seq);
        if (at < 0) {
            return false;
        }
        System.arraycopy(seqs, at + 1, seqs, at, end - at - 1);
        end--;
        return true;
    }

    boolean contains(final long seq) {
        return Arrays.binarySearch(seqs, start, end, seq) >= 0;
    }

    int size() {
        return end - start;
    }

    void clear() {
        start = 0;
        end = 0;
    }

    /** To the front, of an array that has as much room again. */
    private void compact() {
        final int size = size();
        final long[] target = size > seqs.length / 2 ? new long[seqs.length * 2] : seqs;
        System.arraycopy(seqs, start, target, 0, size);
        seqs = target;
        start = 0;
        end = size;
    }

    /** {@code i32 count, count x i64 seq}, rising. @return the offset after them. */
    int put(final MutableDirectBuffer buffer, final int offset) {
        buffer.putInt(offset, size(), LITTLE_ENDIAN);
        for (int i = 0; i < size(); i++) {
            buffer.putLong(offset + 4 + i * Long.BYTES, seqs[start + i], LITTLE_ENDIAN);
        }
        return offset + 4 + size() * Long.BYTES;
    }

    void get(final DirectBuffer buffer, final int offset) {
        clear();
        final int count = buffer.getInt(offset, LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            add(buffer.getLong(offset + 4 + i * Long.BYTES, LITTLE_ENDIAN));
        }
    }
}
