package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonToken;

import java.nio.charset.StandardCharsets;

/**
 * Steps through JSON in place, token by token, allocating nothing but the texts asked for. Strict as RFC 8259, with NaN and
 * Infinity as numbers. Used by {@link PayloadReader}, on its thread.
 * <p>
 * Why not the library: payload keys hold the tool's name, so its table of names costs a copy of half a megabyte for each message
 * of a tool that is not in it.
 * {@link JsonReferee} asks the library about what this cursor refuses; a test holds the two to one verdict.
 */
final class JsonCursor {

    /** The library's own bound; nothing real comes near. */
    private static final int MAX_NUMBER_CHARS = 1000;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final byte[] NAN = {'N', 'a', 'N'};
    private static final byte[] INFINITY = {'I', 'n', 'f', 'i', 'n', 'i', 't', 'y'};

    private final boolean[] inObject;
    private byte[] bytes;
    private int position;
    private int end;
    private int depth;
    private JsonToken token;
    private boolean rootSeen;

    // Of the last name, string or number: its bytes without quotes.
    private int textStart;
    private int textEnd;
    private boolean escaped;

    JsonCursor(final int maxDepth) {
        inObject = new boolean[maxDepth + 1];
    }

    void wrap(final byte[] source, final int from, final int to) {
        bytes = source;
        position = from;
        end = to;
        depth = 0;
        token = null;
        rootSeen = false;
    }

    /** Null before the first token and after the last. */
    JsonToken token() {
        return token;
    }

    /** Where the cursor stands in the array it was given; after {@link NotJsonException}: where it gave up. */
    int position() {
        return position;
    }

    /** The next token, or null when the one root value and white space after it are read. */
    JsonToken next() throws NotJsonException {
        skipSpace();
        if (depth == 0) {
            if (rootSeen && position == end) {
                return token = null;
            }
            require(!rootSeen);
            rootSeen = true;
            return token = value();
        }
        if (token == JsonToken.FIELD_NAME) {
            expect(':');
            skipSpace();
            return token = value();
        }
        final boolean object = inObject[depth];
        if (peek() == (object ? '}' : ']')) {
            position++;
            depth--;
            return token = object ? JsonToken.END_OBJECT : JsonToken.END_ARRAY;
        }
        if (token != JsonToken.START_OBJECT && token != JsonToken.START_ARRAY) {
            expect(',');
            skipSpace();
        }
        if (object) {
            expect('"');
            string();
            return token = JsonToken.FIELD_NAME;
        }
        return token = value();
    }

    /** From the start of an object or array to its end; stays where it is at any other token. */
    void skipChildren() throws NotJsonException {
        if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            final int outer = depth - 1;
            while (depth > outer) {
                next();
            }
        }
    }

    /** Whether the last name or string, escapes resolved, ends with these ASCII bytes once {@code optional} is taken off its end. */
    boolean textEndsWith(final byte[] wanted, final byte[] optional) {
        if (escaped) {
            final String text = text();
            final String tail = new String(optional, StandardCharsets.US_ASCII);
            final int cut = !tail.isEmpty() && text.endsWith(tail) ? tail.length() : 0;
            return text.substring(0, text.length() - cut).endsWith(new String(wanted, StandardCharsets.US_ASCII));
        }
        final int tail = optional.length > 0 && endsWith(optional, textEnd) ? textEnd - optional.length : textEnd;
        return endsWith(wanted, tail);
    }

    boolean textEquals(final byte[] wanted) {
        if (escaped) {
            return text().equals(new String(wanted, StandardCharsets.US_ASCII));
        }
        return textEnd - textStart == wanted.length && endsWith(wanted, textEnd);
    }

    /** The last name, string or number as a new String, escapes resolved. */
    String text() {
        return escaped ? unescaped() : new String(bytes, textStart, textEnd - textStart, StandardCharsets.UTF_8);
    }

    /** The same without a new String, where it is as most are. */
    void text(final ReusedText into) {
        if (escaped) {
            into.set(unescaped());
        } else {
            into.set(bytes, textStart, textEnd);
        }
    }

    /** The last string or number as a float; NaN when it is none. */
    float number() {
        return escaped ? Float.NaN : Numbers.toFloat(bytes, textStart, textEnd - textStart);
    }

    /** Whether the number just read is the word NaN or Infinity. */
    boolean isNotFinite() {
        return bytes[textEnd - 1] > '9';
    }

    private JsonToken value() throws NotJsonException {
        final byte c = peek();
        switch (c) {
            case '{', '[':
                require(depth + 1 < inObject.length);
                position++;
                inObject[++depth] = c == '{';
                return c == '{' ? JsonToken.START_OBJECT : JsonToken.START_ARRAY;
            case '"':
                position++;
                string();
                return JsonToken.VALUE_STRING;
            case 't':
                return literal(TRUE, JsonToken.VALUE_TRUE);
            case 'f':
                return literal(FALSE, JsonToken.VALUE_FALSE);
            case 'n':
                return literal(NULL, JsonToken.VALUE_NULL);
            default:
                return numeric(c);
        }
    }

    private JsonToken literal(final byte[] word, final JsonToken meaning) throws NotJsonException {
        for (final byte expected : word) {
            expect(expected);
        }
        return meaning;
    }

    private JsonToken numeric(final byte first) throws NotJsonException {
        textStart = position;
        escaped = false;
        byte c = first;
        if (c == '-') {
            position++;
            c = peek();
        }
        JsonToken kind = JsonToken.VALUE_NUMBER_INT;
        if (c == 'N' && first == 'N' || c == 'I') {
            kind = literal(c == 'N' ? NAN : INFINITY, JsonToken.VALUE_NUMBER_FLOAT);
        } else {
            if (c == '0') {
                position++;
            } else {
                digits();
            }
            if (position < end && bytes[position] == '.') {
                position++;
                digits();
                kind = JsonToken.VALUE_NUMBER_FLOAT;
            }
            if (position < end && (bytes[position] | 0x20) == 'e') {
                position++;
                position += peek() == '+' || peek() == '-' ? 1 : 0;
                digits();
                kind = JsonToken.VALUE_NUMBER_FLOAT;
            }
        }
        textEnd = position;
        require(textEnd - textStart <= MAX_NUMBER_CHARS);
        return kind;
    }

    /** At least one. */
    private void digits() throws NotJsonException {
        final byte[] source = bytes;
        int i = position;
        while (i < end && source[i] >= '0' && source[i] <= '9') {
            i++;
        }
        require(i > position);
        position = i;
    }

    /** From behind the opening quote to behind the closing one. */
    private void string() throws NotJsonException {
        textStart = position;
        escaped = false;
        while (true) {
            skipPlain();
            final byte c = peek();
            position++;
            if (c == '"') {
                textEnd = position - 1;
                return;
            }
            if (c == '\\') {
                escaped = true;
                escape();
            } else if (c < 0) {
                continuation(c);
            } else {
                require(c >= ' ');
            }
        }
    }

    /** Over the ASCII characters that mean themselves inside a string: nearly all of them. */
    private void skipPlain() {
        final byte[] source = bytes;
        int i = position;
        while (i < end && source[i] >= ' ' && source[i] != '"' && source[i] != '\\') {
            i++;
        }
        position = i;
    }

    private void escape() throws NotJsonException {
        final byte c = peek();
        require("\"\\/bfnrtu".indexOf(c) >= 0);
        position++;
        for (int i = 0; c == 'u' && i < 4; i++) {
            require(Character.digit(peek(), 16) >= 0);
            position++;
        }
    }

    private void continuation(final byte lead) throws NotJsonException {
        final int more = (lead & 0xE0) == 0xC0 ? 1 : (lead & 0xF0) == 0xE0 ? 2 : (lead & 0xF8) == 0xF0 ? 3 : 0;
        require(more > 0);
        for (int i = 0; i < more; i++) {
            require((peek() & 0xC0) == 0x80);
            position++;
        }
    }

    private String unescaped() {
        final String raw = new String(bytes, textStart, textEnd - textStart, StandardCharsets.UTF_8);
        final StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\') {
                c = raw.charAt(++i);
                final int simple = "bfnrt".indexOf(c);
                if (c == 'u') {
                    c = (char) Integer.parseInt(raw, i + 1, i + 5, 16);
                    i += 4;
                } else if (simple >= 0) {
                    c = "\b\f\n\r\t".charAt(simple);
                }
            }
            text.append(c);
        }
        return text.toString();
    }

    private boolean endsWith(final byte[] wanted, final int tail) {
        final int start = tail - wanted.length;
        if (start < textStart) {
            return false;
        }
        for (int i = wanted.length - 1; i >= 0; i--) {
            if (bytes[start + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private void skipSpace() {
        final byte[] source = bytes;
        int i = position;
        while (i < end && source[i] <= ' ' && (source[i] == ' ' || source[i] == '\n' || source[i] == '\r' || source[i] == '\t')) {
            i++;
        }
        position = i;
    }

    private byte peek() throws NotJsonException {
        require(position < end);
        return bytes[position];
    }

    private void expect(final int wanted) throws NotJsonException {
        require(position < end && bytes[position] == wanted);
        position++;
    }

    private static void require(final boolean fine) throws NotJsonException {
        if (!fine) {
            throw NotJsonException.INSTANCE;
        }
    }
}
