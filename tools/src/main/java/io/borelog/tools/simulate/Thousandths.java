package io.borelog.tools.simulate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Writes an integer count of thousandths as the shortest decimal, the way the gateways do: 0, -0.049, 25.78. Allocates nothing, unlike a
 * double, which matters at 50,000 numbers a hole. Not thread-safe.
 */
final class Thousandths {
    private static final int LONGEST = 12;

    private final char[] text = new char[LONGEST];

    void write(final JsonGenerator json, final int thousandths) throws IOException {
        int at = LONGEST;
        int rest = Math.abs(thousandths);
        int decimals = 3;
        while (decimals > 0 && rest % 10 == 0) {
            rest /= 10;
            decimals--;
        }
        if (decimals == 0) {
            json.writeNumber(thousandths / 1000);
            return;
        }
        for (; decimals > 0; decimals--) {
            text[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        text[--at] = '.';
        do {
            text[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (thousandths < 0) {
            text[--at] = '-';
        }
        json.writeNumber(text, at, LONGEST - at);
    }
}
