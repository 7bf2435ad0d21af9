package io.borelog.correlate.payload;

/** What has been seen in front of the JSON: a byte order mark, white space, and lines such as {@code // HEADS}. */
final class Preamble {

    private Preamble() {
    }

    /** Index of the first byte that is none of these, or {@code end}. */
    static int end(final byte[] bytes, final int start, final int end) {
        int i = start;
        if (end - i >= 3 && (bytes[i] & 0xFF) == 0xEF && (bytes[i + 1] & 0xFF) == 0xBB && (bytes[i + 2] & 0xFF) == 0xBF) {
            i += 3;
        }
        while (i < end) {
            if (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r' || bytes[i] == '\n') {
                i++;
            } else if (bytes[i] == '/' && i + 1 < end && bytes[i + 1] == '/') {
                while (i < end && bytes[i] != '\n') {
                    i++;
                }
            } else {
                break;
            }
        }
        return i;
    }
}
