package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

class DeadLettersTest {
    private final DeadLetters letters = new DeadLetters();

    @Test
    void shouldBeASetOfTheNewest() {
        final SplittableRandom random = new SplittableRandom(5);
        final TreeSet<Long> expected = new TreeSet<>();
        for (int step = 0; step < 400_000; step++) {
            final long seq = random.nextInt(20) == 0 ? random.nextLong(1 + step) : step;
            if (random.nextInt(8) == 0) {
                assertEquals(expected.remove(seq), letters.remove(seq));
            } else {
                letters.add(seq);
                expected.add(seq);
                if (expected.size() > DeadLetters.MAX) {
                    expected.pollFirst();
                }
            }
            assertEquals(expected.size(), letters.size());
        }
        assertEquals(DeadLetters.MAX, letters.size());
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        assertEquals(7 + 4 + 8 * DeadLetters.MAX, letters.put(buffer, 7));
        final DeadLetters again = new DeadLetters();
        again.add(1);
        again.get(buffer, 7);
        for (final DeadLetters set : new DeadLetters[] {letters, again}) {
            assertEquals(expected.size(), set.size());
            expected.forEach(seq -> assertTrue(set.contains(seq)));
            assertFalse(set.contains(expected.first() - 1));
        }
    }
}
