package io.borelog.correlate.payload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NumbersTest {

    @Test
    void shouldEqualTheLibraryForEveryThousandthTools() {
        for (int thousandths = -60_000; thousandths <= 60_000; thousandths++) {
            final String text = String.format(Locale.ROOT, "%.3f", thousandths / 1000.0);
            assertValue(text);
            assertEquals(Float.parseFloat(text), toFloat(text), text);      // at tool resolution the two roundings agree
        }
    }

    @Test
    void shouldEqualTheLibraryForRandomDecimals() {
        final Random random = new Random(7);
        for (int round = 0; round < 300_000; round++) {
            final StringBuilder text = new StringBuilder(random.nextBoolean() ? "-" : "");
            digits(text, random, 1 + random.nextInt(10));
            if (random.nextBoolean()) {
                digits(text.append('.'), random, 1 + random.nextInt(12));
            }
            if (random.nextInt(5) == 0) {
                text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(90) - 45);
            }
            assertValue(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "0", "-0", "0.000", "999999999999999", "9999999999999999", "1e400", "-1e39", "3.4028236e38", "1e-50",
        "123456789012345.6", "0.000000000000001"
    })
    void shouldEqualTheLibraryAtTheEdges(final String text) {
        assertValue(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "-.", "NaN", "Infinity", "0x1p3", "1f", "1d", " 1", "1-2", "1.2.3", "e5"})
    void shouldCallOtherTextsNoNumber(final String text) {
        assertTrue(Float.isNaN(toFloat(text)), text);
    }

    @Test
    void shouldKnowADateTimeByItsShape() {
        assertTrue(Numbers.looksLikeDateTime("2025-06-23T14:07:43Z"));
        assertTrue(Numbers.looksLikeDateTime("2025-06-23T14:07:43.120Z"));
        assertTrue(Numbers.looksLikeDateTime("2025-06-23T14:07:43+00:00"));
        assertTrue(Numbers.looksLikeDateTime("2025-06-23T14:07"));
        assertFalse(Numbers.looksLikeDateTime("2025-06-23 14:07:43Z"));
        assertFalse(Numbers.looksLikeDateTime("2025-06-23T14:07:43 CET"));
        assertFalse(Numbers.looksLikeDateTime("2025-06-23T14:0"));
    }

    private static void digits(final StringBuilder text, final Random random, final int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
    }

    private static void assertValue(final String text) {
        assertEquals((float) Double.parseDouble(text), toFloat(text), text);
    }

    private static float toFloat(final String text) {
        final byte[] padded = Payloads.bytes("7" + text + "7");
        return Numbers.toFloat(padded, 1, text.length());
    }
}
