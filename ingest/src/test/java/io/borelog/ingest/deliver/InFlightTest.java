package io.borelog.ingest.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The window of one subscriber. */
class InFlightTest {
    @Test
    void shouldFreeTheWindowFromTheOldestOn() {
        final InFlight inFlight = new InFlight();
        for (int i = 1; i <= 40; i++) {
            assertEquals(i, inFlight.add(i % 2, 100 + i));
        }
        assertTrue(inFlight.acknowledge(2));
        assertEquals(40, inFlight.count(), "the oldest is still out");
        assertEquals(0, inFlight.packetIdOf(0, 102));
        assertEquals(3, inFlight.packetIdOf(1, 103));
        assertEquals(101, inFlight.oldest(1, Long.MAX_VALUE));
        assertEquals(104, inFlight.oldest(0, Long.MAX_VALUE));
        assertTrue(inFlight.acknowledge(1));
        assertEquals(38, inFlight.count());
        assertFalse(inFlight.acknowledge(1));
    }

    @Test
    void shouldNeverHandOutAPacketIdThatIsStillOut() {
        final InFlight inFlight = new InFlight();
        final ArrayDeque<Integer> out = new ArrayDeque<>();
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200_000; i++) {
            if (out.size() < 64 && random.nextInt(3) > 0) {
                final int packetId = inFlight.add(0, i);
                assertTrue(packetId >= 1 && packetId <= 0xFFFF && !out.contains(packetId));
                out.addLast(packetId);
            } else if (!out.isEmpty()) {
                assertTrue(inFlight.acknowledge(out.removeFirst()));
            }
            assertEquals(out.size(), inFlight.count());
        }
    }
}
