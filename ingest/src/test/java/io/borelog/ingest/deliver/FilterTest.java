package io.borelog.ingest.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters on bytes, against the standard's examples and against a plain implementation on strings. */
class FilterTest {
    private static final int CASES = 200_000;

    private static boolean matches(final String filter, final String topic) {
        final byte[] bytes = ("??" + topic + "??").getBytes(StandardCharsets.UTF_8);
        return new Filter(filter, 1, false).matches(new UnsafeBuffer(bytes), 2, bytes.length - 4);
    }

    @ParameterizedTest
    @CsvSource({
        "sport/tennis/player1/#, sport/tennis/player1,               true",
        "sport/tennis/player1/#, sport/tennis/player1/ranking,       true",
        "sport/tennis/player1/#, sport/tennis/player1/score/wimb,    true",
        "sport/#,                sport,                              true",
        "sport/#,                sports,                             false",
        "#,                      a/b/c,                              true",
        "#,                      $SYS/x,                             false",
        "+/x,                    $SYS/x,                             false",
        "$SYS/#,                 $SYS/x,                             true",
        "sport/tennis/+,         sport/tennis/player1,               true",
        "sport/tennis/+,         sport/tennis/player1/ranking,       false",
        "sport/+,                sport,                              false",
        "sport/+,                sport/,                             true",
        "+/+,                    /finance,                           true",
        "/+,                     /finance,                           true",
        "+,                      /finance,                           false",
        "+/b/#,                  a/b,                                true",
        "a/+/#,                  a,                                  false",
        "a/b,                    a/b/,                               false",
        "a/b/,                   a/b,                                false",
        "ä/+,                    ä/ö,                                true",
    })
    void shouldFollowTheStandard(final String filter, final String topic, final boolean expected) {
        assertEquals(expected, matches(filter, topic));
    }

    @Test
    void shouldAgreeWithAPlainImplementation() {
        final SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < CASES; i++) {
            final String topic = levels(random, false);
            final String filter = levels(random, true);
            if (!topic.isEmpty() && !filter.isEmpty()) {
                assertEquals(plain(filter, topic), matches(filter, topic), filter + " on " + topic);
            }
        }
    }

    private static String levels(final SplittableRandom random, final boolean wild) {
        final String[] names = wild ? new String[] {"a", "b", "", "+", "$a"} : new String[] {"a", "b", "", "$a"};
        final StringBuilder text = new StringBuilder();
        final int count = random.nextInt(1, 5);
        for (int i = 0; i < count; i++) {
            text.append(i > 0 ? "/" : "").append(names[random.nextInt(names.length)]);
        }
        return wild && random.nextInt(3) == 0 ? text.append("/#").toString() : text.toString();
    }

    private static boolean plain(final String filter, final String topic) {
        final String[] f = filter.split("/", -1);
        final String[] t = topic.split("/", -1);
        if (topic.startsWith("$") && (f[0].equals("+") || f[0].equals("#"))) {
            return false;
        }
        for (int i = 0; i < f.length; i++) {
            if (f[i].equals("#")) {
                return true;
            }
            if (i >= t.length || !f[i].equals("+") && !f[i].equals(t[i])) {
                return false;
            }
        }
        return f.length == t.length;
    }
}
