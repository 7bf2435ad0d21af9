package io.borelog.correlate.payload;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * A short text that may be absent, in memory that is used again for the next: so ids, timestamps and topics become no objects. What is
 * long, or not plain ASCII, is rare and is kept as the String that it is. Whoever wants to keep a text takes {@link #toString()}.
 */
public final class ReusedText implements CharSequence {
    private static final int MAX_ASCII = 256;
    private static final int ABSENT = -1;

    private final byte[] ascii = new byte[MAX_ASCII];
    /** In place of the bytes. */
    private String string;
    private int length = ABSENT;

    void clear() {
        string = null;
        length = ABSENT;
    }

    boolean isPresent() {
        return length != ABSENT;
    }

    /** Itself, or null where it is absent. */
    ReusedText orNull() {
        return isPresent() ? this : null;
    }

    void set(final String text) {
        string = text;
        length = text.length();
    }

    void set(final ReusedText from) {
        string = from.string;
        length = from.length;
        if (string == null && length > 0) {
            System.arraycopy(from.ascii, 0, ascii, 0, length);
        }
    }

    /** @param end offset behind the last byte of the text, which is UTF-8 */
    public ReusedText set(final byte[] from, final int start, final int end) {
        clear();
        if (end - start > MAX_ASCII || !isAscii(from, start, end)) {
            set(new String(from, start, end - start, StandardCharsets.UTF_8));
        } else {
            System.arraycopy(from, start, ascii, 0, end - start);
            length = end - start;
        }
        return this;
    }

    private static boolean isAscii(final byte[] bytes, final int start, final int end) {
        int allBits = 0;
        for (int i = start; i < end; i++) {
            allBits |= bytes[i];
        }
        return allBits >= 0;
    }

    /** From UTF-8. */
    public ReusedText set(final DirectBuffer from, final int offset, final int bytes) {
        if (bytes > MAX_ASCII) {
            set(from.getStringWithoutLengthUtf8(offset, bytes));
            return this;
        }
        from.getBytes(offset, ascii, 0, bytes);
        if (!isAscii(ascii, 0, bytes)) {
            set(new String(ascii, 0, bytes, StandardCharsets.UTF_8));
        } else {
            string = null;
            length = bytes;
        }
        return this;
    }

    /** Leaves only this part of itself. */
    void cut(final int start, final int end) {
        if (string != null) {
            set(string.substring(start, end));
        } else {
            length = end - start;
            System.arraycopy(ascii, start, ascii, 0, length);
        }
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public char charAt(final int index) {
        return string != null ? string.charAt(index) : (char) ascii[index];
    }

    @Override
    public CharSequence subSequence(final int start, final int end) {
        return toString().substring(start, end);
    }

    @Override
    public String toString() {
        return string != null ? string : new String(ascii, 0, length, StandardCharsets.ISO_8859_1);
    }
}
