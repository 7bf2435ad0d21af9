package io.borelog.correlate.payload;

import java.nio.charset.StandardCharsets;

/** Text of numbers and ids, read in place: a trace has tens of thousands of them, and none becomes an object. */
final class Numbers {

    /** Integers up to this many digits are exact in a double, and so are the powers of ten below: one division rounds once. */
    private static final int MAX_EXACT_DIGITS = 15;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };
    private static final double MAX_EXACT_INTEGER = 1L << 53;

    private Numbers() {
    }

    /**
     * The value of a decimal text, defined as {@code (float) Double.parseDouble(text)}.
     *
     * @return NaN when the text is no decimal number, infinite when it is out of a float's range
     */
    static float toFloat(final byte[] text, final int offset, final int length) {
        final int end = offset + length;
        int i = offset;
        final boolean negative = i < end && text[i] == '-';
        if (negative) {
            i++;
        }
        long mantissa = 0;
        int digits = 0;
        int decimals = 0;
        boolean fraction = false;
        for (; i < end; i++) {
            final int digit = text[i] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                decimals += fraction ? 1 : 0;
                if (++digits > MAX_EXACT_DIGITS) {
                    return slowFloat(text, offset, length);
                }
            } else if (digit == '.' - '0' && !fraction) {
                fraction = true;
            } else {
                return slowFloat(text, offset, length);
            }
        }
        if (digits == 0) {
            return Float.NaN;
        }
        final double magnitude = mantissa / POWERS_OF_TEN[decimals];
        return (float) (negative ? -magnitude : magnitude);
    }

    private static float slowFloat(final byte[] text, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            if ("0123456789+-.eE".indexOf(text[i]) < 0) {      // parseDouble would take "Infinity", "1f" and hexadecimal too
                return Float.NaN;
            }
        }
        try {
            return (float) Double.parseDouble(new String(text, offset, length, StandardCharsets.ISO_8859_1));
        } catch (final NumberFormatException ex) {
            return Float.NaN;
        }
    }

    /**
     * One text per id however it was sent: trimmed; integers without plus sign and without zero decimals, so that {@code 440},
     * {@code 440.0}, {@code "440"} and, where the JSON had a number, {@code 4.4e2} are equal. Leading zeros stay: they may
     * belong to a serial number.
     *
     * @param text   the token as sent; becomes that one text
     * @param number whether it was a JSON number rather than a string
     * @return false when nothing is left
     */
    static boolean canonicalId(final ReusedText text, final boolean number) {
        strip(text);
        if (text.length() == 0) {
            return false;
        }
        if (number && hasExponent(text)) {
            final double value = Double.parseDouble(text.toString());
            if (value == Math.rint(value) && Math.abs(value) <= MAX_EXACT_INTEGER) {
                text.set(Long.toString((long) value));
            }
            return true;
        }
        final int start = text.charAt(0) == '+' ? 1 : 0;
        final int firstDigit = text.charAt(0) == '-' ? 1 : start;
        final int integerEnd = skipDigits(text, firstDigit);
        if (integerEnd == firstDigit) {
            return true;
        }
        int i = integerEnd;
        if (i < text.length() && text.charAt(i) == '.') {
            i++;
            while (i < text.length() && text.charAt(i) == '0') {
                i++;
            }
        }
        if (i == text.length()) {
            text.cut(start, integerEnd);
        }
        return true;
    }

    private static void strip(final ReusedText text) {
        int start = 0;
        int end = text.length();
        while (start < end && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (start < end && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        text.cut(start, end);
    }

    private static boolean hasExponent(final ReusedText text) {
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) | 0x20) == 'e') {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the text is a date-time as tools write it: {@code YYYY-MM-DDThh:mm}, then seconds, a fraction and a zone if there are any.
     * It is an identity token and is never turned into a time, so months and hours are not checked.
     */
    static boolean looksLikeDateTime(final CharSequence text) {
        final String shape = "dddd-dd-ddTdd:dd";
        if (text.length() < shape.length() || text.length() > 40) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            final boolean digit = c >= '0' && c <= '9';
            final char expected = i < shape.length() ? shape.charAt(i) : '?';
            final boolean fits = switch (expected) {
                case 'd' -> digit;
                case '?' -> digit || ".:+-Z".indexOf(c) >= 0;
                default -> c == expected;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int skipDigits(final CharSequence text, final int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
