package io.borelog.correlate.payload;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

/** One text used again and again is each time what a new String would be. */
class ReusedTextTest {

    private static final String[] PIECES = {
        "0", "1", "44", "007", ".", ".0", ".00", ".5", "+", "-", " ", "e2", "E", "E004", "A", "é", "中", "\u2003", "\uD83D\uDE00",
        "x".repeat(90)
    };

    private final ReusedText text = new ReusedText();
    private final ReusedText copy = new ReusedText();

    @Test
    void shouldBeAbsentUntilItIsSetAndAfterAClear() {
        assertNull(text.orNull());
        text.set("");
        assertSame(text, text.orNull());
        copy.set("before");
        text.clear();
        copy.set(text);
        assertFalse(text.isPresent() || copy.isPresent());
    }

    @Test
    void shouldBeTheStringOfAnyBytes() {
        final Random random = new Random(11);
        for (int round = 0; round < 50_000; round++) {
            final byte[] bytes = Payloads.bytes("#" + draw(random) + "#");
            if (random.nextInt(10) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256); // no UTF-8 any more
            }
            final String expected = new String(bytes, 1, bytes.length - 2, StandardCharsets.UTF_8);
            if (random.nextBoolean()) {
                text.set(bytes, 1, bytes.length - 1);
            } else {
                text.set(new UnsafeBuffer(bytes), 1, bytes.length - 2);
            }
            copy.set(text);
            assertEquals(expected, text.toString());
            assertEquals(expected, new StringBuilder(copy).toString());
            final int start = random.nextInt(expected.length() + 1);
            final int end = start + random.nextInt(expected.length() - start + 1);
            text.cut(start, end);
            assertEquals(expected.substring(start, end), text.toString());
            assertEquals(expected, copy.toString());
        }
    }

    @Test
    void shouldBecomeTheCanonicalIdThatItsStringHas() {
        final Random random = new Random(12);
        for (int round = 0; round < 50_000; round++) {
            final String id = draw(random);
            final boolean number = id.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][0-9]+)?");
            final byte[] bytes = Payloads.bytes(id);
            text.set(bytes, 0, bytes.length);
            final boolean any = Numbers.canonicalId(text, number);
            assertEquals(canonical(id.strip(), number), any ? text.toString() : "", id);
        }
    }

    /** Plainly, by the rule's own words. */
    private static String canonical(final String id, final boolean number) {
        if (number && id.matches(".*[eE].*")) {
            final double value = Double.parseDouble(id);
            return value == Math.rint(value) && Math.abs(value) <= 1L << 53 ? Long.toString((long) value) : id;
        }
        return id.matches("[+-]?[0-9]+(\\.0*)?") ? id.replaceFirst("^\\+", "").replaceFirst("\\.0*$", "") : id;
    }

    private static String draw(final Random random) {
        final StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
