package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonToken;

import java.util.Arrays;

/** One array of numbers of a payload; its memory is kept from message to message and grows by doubling up to the limit given. */
final class FloatColumn {

    private float[] values = {};
    private int length;

    float[] values() {
        return values;
    }

    /** 0 when the message had no such array, or one without a single number. */
    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Makes the column {@code newLength} long; places it did not have become NaN. */
    void padTo(final int newLength) {
        ensureCapacity(newLength);
        if (newLength > length) {
            Arrays.fill(values, length, newLength, Float.NaN);
        }
        length = newLength;
    }

    void negate() {
        for (int i = 0; i < length; i++) {
            values[i] = 0.0f - values[i];          // not -x: a depth of minus zero would print as such
        }
    }

    double sum() {
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sum += values[i];
        }
        return sum;
    }

    /**
     * Reads the value at which the cursor stands: an array, or a bare scalar as an array of one. An array of nulls counts as absent.
     *
     * @param needed whether a value that is no finite number is a problem; else it becomes NaN
     * @param name   for the problem's detail
     * @return null when fine; else the cursor may stand anywhere inside the value
     * @throws NotJsonException when the bytes are no JSON
     */
    Problem read(final JsonCursor json, final int limit, final boolean needed, final String name) throws NotJsonException {
        length = 0;
        if (json.token() == JsonToken.START_OBJECT) {
            json.skipChildren();
            return null;
        }
        final boolean array = json.token() == JsonToken.START_ARRAY;
        JsonToken token = array ? json.next() : json.token();
        int bad = -1;
        int nulls = 0;
        while (token != JsonToken.END_ARRAY) {
            if (length == limit) {
                return new Problem(Reason.TOO_LARGE, name + ": more than " + limit + " values");
            }
            ensureCapacity(length + 1);
            final float value = floatAt(json, token);
            nulls += token == JsonToken.VALUE_NULL ? 1 : 0;
            bad = bad < 0 && !Float.isFinite(value) ? length : bad;
            values[length++] = Float.isFinite(value) ? value : Float.NaN;
            token = array ? json.next() : JsonToken.END_ARRAY;
        }
        if (nulls == length) {
            length = 0;
            return null;
        }
        return needed && bad >= 0 ? new Problem(Reason.BAD_NUMBER, name + ": no finite number at index " + bad) : null;
    }

    private static float floatAt(final JsonCursor json, final JsonToken token) throws NotJsonException {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_STRING:
                return json.number();
            case START_ARRAY, START_OBJECT:
                json.skipChildren();
                return Float.NaN;
            default:
                return Float.NaN;
        }
    }

    private void ensureCapacity(final int capacity) {
        if (capacity > values.length) {
            values = Arrays.copyOf(values, Math.max(64, Math.max(capacity, values.length * 2)));
        }
    }
}
