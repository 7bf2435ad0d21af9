package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Short texts inside payloads: {@code u16 length, UTF-8 bytes}; length 0xFFFF stands for null. */
public final class Texts {
    public static final int MAX_BYTES = 0xFFFE;
    private static final int NULL = 0xFFFF;

    private Texts() {
    }

    /** @return the offset after the text. */
    public static int put(final MutableDirectBuffer buffer, final int offset, final CharSequence text) {
        if (text == null) {
            buffer.putShort(offset, (short) NULL, LITTLE_ENDIAN);
            return offset + 2;
        }
        requireShort(text.length()); // before anything is written: it has as many bytes at least
        final int end = putBytes(buffer, offset + 2, text);
        buffer.putShort(offset, (short) requireShort(end - offset - 2), LITTLE_ENDIAN);
        return end;
    }

    /** Without the length before it. @return the offset after the text. */
    public static int putBytes(final MutableDirectBuffer buffer, final int offset, final CharSequence text) {
        if (isAscii(text)) { // nearly all; nothing is allocated
            return offset + buffer.putStringWithoutLengthAscii(offset, text);
        }
        final byte[] bytes = text.toString().getBytes(UTF_8);
        buffer.putBytes(offset, bytes);
        return offset + bytes.length;
    }

    /** @return bytes of the text in UTF-8. */
    public static int byteLength(final CharSequence text) {
        return isAscii(text) ? text.length() : text.toString().getBytes(UTF_8).length;
    }

    private static int requireShort(final int bytes) {
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("text of " + bytes + " bytes, at most " + MAX_BYTES);
        }
        return bytes;
    }

    private static boolean isAscii(final CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    public static String get(final DirectBuffer buffer, final int offset) {
        final int length = length(buffer, offset);
        return length < 0 ? null : buffer.getStringWithoutLengthUtf8(offset + 2, length);
    }

    /** @return the offset after the text. */
    public static int skip(final DirectBuffer buffer, final int offset) {
        return offset + 2 + Math.max(0, length(buffer, offset));
    }

    /** @return bytes of the text, or -1 for null. */
    public static int length(final DirectBuffer buffer, final int offset) {
        final int length = buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
        return length == NULL ? -1 : length;
    }
}
