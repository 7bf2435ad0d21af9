package io.borelog.ingest.mqtt;

import org.agrona.DirectBuffer;

/** Which topic names and filters are accepted. */
final class TopicRules {
    private static final int MAX_BYTES = 65_535;
    private static final char REPLACEMENT = '\uFFFD'; // what the codec makes of bytes that are not UTF-8

    private TopicRules() {
    }

    /** Whether clients may publish there at all; {@link #isReserved} is asked next. */
    static boolean isName(final String topic) {
        return isText(topic) && topic.indexOf('+') < 0 && topic.indexOf('#') < 0;
    }

    /** Whether it is certain to be a name, told from the bytes: ASCII. Also true of none, which an alias must stand for. */
    static boolean isAsciiName(final DirectBuffer buffer, final int offset, final int length) {
        int levels = 1;
        for (int i = offset, end = offset + length; i < end; i++) {
            final byte b = buffer.getByte(i);
            if (b <= 0 || b == '+' || b == '#') {
                return false;
            }
            levels += b == '/' ? 1 : 0;
        }
        return levels <= Limits.MAX_TOPIC_LEVELS;
    }

    /** Whether a text is certain to be well-formed, told from the bytes: ASCII without U+0000. */
    static boolean isAsciiText(final DirectBuffer buffer, final int from, final int end) {
        for (int i = from; i < end; i++) {
            if (buffer.getByte(i) <= 0) {
                return false;
            }
        }
        return true;
    }

    /** Topics of the server's own: not for clients to publish to. */
    static boolean isReserved(final String topic) {
        return isReserved((byte) topic.charAt(0));
    }

    /** @param first byte of the topic */
    static boolean isReserved(final byte first) {
        return first == '$';
    }

    static boolean isFilter(final String filter) {
        if (!isText(filter)) {
            return false;
        }
        final int length = filter.length();
        for (int i = 0; i < length; i++) {
            final char c = filter.charAt(i);
            if (c == '+' || c == '#') {
                final boolean aloneBefore = i == 0 || filter.charAt(i - 1) == '/';
                final boolean aloneAfter = i == length - 1 || c == '+' && filter.charAt(i + 1) == '/';
                if (!aloneBefore || !aloneAfter) {
                    return false;
                }
            }
        }
        return true;
    }

    static boolean isShared(final String filter) {
        return filter.startsWith("$share/");
    }

    /** Printable text without what would forge a log line or a terminal. */
    static boolean isClientId(final String clientId) {
        return clientId.chars().noneMatch(c -> Character.isISOControl(c) || c == REPLACEMENT);
    }

    private static boolean isText(final String text) {
        if (text.isEmpty() || text.length() > MAX_BYTES) {
            return false;
        }
        int levels = 1;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == 0 || c == REPLACEMENT) {
                return false;
            }
            levels += c == '/' ? 1 : 0;
        }
        return levels <= Limits.MAX_TOPIC_LEVELS;
    }
}
