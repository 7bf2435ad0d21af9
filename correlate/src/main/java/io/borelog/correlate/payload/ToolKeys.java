package io.borelog.correlate.payload;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Keys {@code toolbox/tool} of tools seen before, so that a known tool allocates nothing. A fixed table: a key may lie in any of a
 * few places after its hash, and when all are taken it replaces the first. Forgetting costs one small allocation, never a wrong answer.
 */
final class ToolKeys {

    private static final int SLOTS = 1 << 14;
    private static final int PROBES = 4;
    /** Longer keys, and those that are not plain ASCII, are made each time: the cache stays below about 3 MB. */
    private static final int MAX_KEY_BYTES = 128;

    private final byte[][] slots = new byte[SLOTS + PROBES][];

    /** UTF-8. Not to be changed by anybody. */
    byte[] get(final DirectBuffer buffer, final int offset, final int length) {
        int hash = length;
        int allBits = 0;
        for (int i = 0; i < length; i++) {
            final byte b = buffer.getByte(offset + i);
            hash = hash * 31 + b;
            allBits |= b;
        }
        if (allBits < 0 || length > MAX_KEY_BYTES) {
            final String text = new String(copy(buffer, offset, length), StandardCharsets.UTF_8);
            return text.getBytes(StandardCharsets.UTF_8); // what is no UTF-8 is replaced
        }
        final int first = (hash * 0x9E3779B9) >>> (Integer.SIZE - 14);
        for (int slot = first; slot < first + PROBES; slot++) {
            if (slots[slot] == null) {
                return slots[slot] = copy(buffer, offset, length);
            }
            if (matches(slots[slot], buffer, offset, length)) {
                return slots[slot];
            }
        }
        return slots[first] = copy(buffer, offset, length);
    }

    private static boolean matches(final byte[] key, final DirectBuffer buffer, final int offset, final int length) {
        if (key.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (key[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] copy(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }
}
