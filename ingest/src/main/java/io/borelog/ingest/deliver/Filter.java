package io.borelog.ingest.deliver;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/** One subscription: an MQTT topic filter, valid by construction elsewhere, and from which record on it counts. */
public final class Filter {
    /** What is granted at most. */
    public static final int MAX_QOS = 1;

    private final String text;
    private final byte[] bytes;
    final int qos;
    final boolean noLocal;
    /** By journal: only records with a higher seq are meant. */
    final long[] from = new long[Walk.JOURNALS];

    public Filter(final String text, final int qos, final boolean noLocal) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.qos = qos;
        this.noLocal = noLocal;
    }

    public String text() {
        return text;
    }

    /** {@code +} one level, {@code #} the rest, parent included; neither stands for a first level that begins with {@code $}. */
    boolean matches(final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0 || buffer.getByte(offset) == '$' && (bytes[0] == '+' || bytes[0] == '#')) {
            return false;
        }
        int at = 0;
        int i = 0;
        while (i < bytes.length) {
            final byte b = bytes[i];
            if (b == '#') {
                return true;
            }
            if (b == '+') {
                while (at < length && buffer.getByte(offset + at) != '/') {
                    at++;
                }
                i++;
            } else if (at < length && buffer.getByte(offset + at) == b) {
                at++;
                i++;
            } else {
                return at == length && b == '/' && i + 2 == bytes.length && bytes[i + 1] == '#';
            }
        }
        return at == length;
    }
}
