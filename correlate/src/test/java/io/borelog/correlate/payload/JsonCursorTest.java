package io.borelog.correlate.payload;

import com.fasterxml.jackson.core.JsonToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The cursor against the library: one verdict on any bytes. */
class JsonCursorTest {

    private static final int MAX_DEPTH = 5;
    private static final String[] PIECES = {
        "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\"\\u00e9\\n\"", "1", "-0.5e+3", "0",
        "true", "null", "false", " ", "\n", "\"k\":1", ".",
        "NaN", "-Infinity", "\\", "e", "\u00e9", "\"\u20ac\"", "{\"a\":", "[1,2", "01", "-"
    };

    private final JsonCursor cursor = new JsonCursor(MAX_DEPTH);
    private final JsonReferee referee = new JsonReferee(MAX_DEPTH);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldJudgeAnySoupAsTheLibraryDoes(final long seed) {
        final Random random = new Random(seed);
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            final StringBuilder soup = new StringBuilder();
            final int pieces = 1 + random.nextInt(9);
            for (int i = 0; i < pieces; i++) {
                soup.append(PIECES[random.nextInt(PIECES.length)]);
            }
            accepted += judgeAlike(soup.toString().getBytes(StandardCharsets.UTF_8), seed + "/" + round) ? 1 : 0;
        }
        assertTrue(accepted > 1_000, "accepted " + accepted);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldJudgeAnyDamageAsTheLibraryDoes(final long seed) {
        final Random random = new Random(seed);
        final byte[] whole = Payloads.bytes(
            "{\"\u00e9\\t\u20ac\":[-1.5e3,0,{\"b\":[true,null]},\"\ud83d\ude00\"],\"c\":{\"d\":\"\\u12aF\"}, \"e\":-0}");
        int accepted = 0;
        for (int round = 0; round < 60_000; round++) {
            final byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                // no NUL bytes: the library takes some of them for UTF-16
                damaged[random.nextInt(damaged.length)] = (byte) (1 + random.nextInt(255));
            }
            accepted += judgeAlike(damaged, seed + "/" + round) ? 1 : 0;
        }
        assertTrue(accepted > 100, "accepted " + accepted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "\"abc\" | abc", "\"a\\u0062\\\"\\/\" | ab\"/", "\"\\\\n\" | \\n", "\"\u00e9\u20ac\" | \u00e9\u20ac", "-1.50 | -1.50"})
    void shouldGiveTheTextWithEscapesResolved(final String json, final String expected) throws NotJsonException {
        wrap(json);
        cursor.next();
        assertEquals(expected, cursor.text());
    }

    @Test
    void shouldCompareNamesWithEscapesResolved() throws NotJsonException {
        for (final String name : new String[] {"x.Value.Tail", "x.V\\u0061lue.Tail"}) {
            wrap("{\"" + name + "\":[[1],2]}");
            cursor.next();
            cursor.next();
            assertTrue(cursor.textEndsWith(Payloads.bytes(".Value"), Payloads.bytes(".Tail")), name);
            assertTrue(cursor.textEquals(Payloads.bytes("x.Value.Tail")), name);
            assertFalse(cursor.textEquals(Payloads.bytes("Tail")), name);
            assertFalse(cursor.textEndsWith(Payloads.bytes("y.Value"), Payloads.bytes(".Tail")), name);
            cursor.next();
            cursor.skipChildren();
            assertEquals(JsonToken.END_ARRAY, cursor.token());
            assertEquals(JsonToken.END_OBJECT, cursor.next());
        }
    }

    private boolean judgeAlike(final byte[] bytes, final String where) {
        final Problem problem = referee.problem(bytes, 0, bytes.length, 0);
        cursor.wrap(bytes, 0, bytes.length);
        boolean fine = true;
        try {
            cursor.next();
            cursor.skipChildren();
            cursor.next();
        } catch (final NotJsonException ex) {
            fine = false;
        }
        assertEquals(problem == null, fine, () -> where + " " + problem + ": " + new String(bytes, StandardCharsets.UTF_8));
        return fine;
    }

    private void wrap(final String json) {
        final byte[] bytes = Payloads.bytes("  " + json + "?");
        cursor.wrap(bytes, 2, bytes.length - 1);
    }
}
