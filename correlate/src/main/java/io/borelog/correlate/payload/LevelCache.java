package io.borelog.correlate.payload;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Strings of topic levels seen before, so that a known tool allocates nothing. A fixed table: a name may lie in any of a
 * few places after its hash, and when all are taken it replaces the first. Forgetting costs one small allocation, never a wrong answer.
 */
final class LevelCache {

    private static final int SLOTS = 1 << 14;
    private static final int PROBES = 4;
    /** Longer levels, and those that are not plain ASCII, are decoded each time: the cache stays below about 2 MB. */
    private static final int MAX_LEVEL_BYTES = 64;

    private final String[] slots = new String[SLOTS + PROBES];

    String get(final DirectBuffer buffer, final int offset, final int length) {
        int hash = length;
        int allBits = 0;
        for (int i = 0; i < length; i++) {
            final byte b = buffer.getByte(offset + i);
            hash = hash * 31 + b;
            allBits |= b;
        }
        if (allBits < 0 || length > MAX_LEVEL_BYTES) {
            return decode(buffer, offset, length);
        }
        final int first = (hash * 0x9E3779B9) >>> (Integer.SIZE - 14);
        for (int slot = first; slot < first + PROBES; slot++) {
            if (slots[slot] == null) {
                return slots[slot] = decode(buffer, offset, length);
            }
            if (matches(slots[slot], buffer, offset, length)) {
                return slots[slot];
            }
        }
        return slots[first] = decode(buffer, offset, length);
    }

    private static boolean matches(final String text, final DirectBuffer buffer, final int offset, final int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private static String decode(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
