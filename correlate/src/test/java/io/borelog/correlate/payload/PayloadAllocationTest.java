package io.borelog.correlate.payload;

import com.sun.management.ThreadMXBean;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What reading a trace allocates once warm: nothing. */
class PayloadAllocationTest {

    private static final int ROUNDS = 50;

    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final Part part = new Part();

    @Test
    void shouldAllocateNothingForALongTrace() {
        final byte[] json = Payloads.bytes(longTrace());
        assertTrue(json.length > 200_000);
        assertAllocatesNothing(json, false);
        assertAllocatesNothing(json, true);
    }

    @Test
    void shouldAllocateNothingForTheRealTrace() {
        assertAllocatesNothing(Payloads.real("mqtt/data_20250326/Trace.json"), false);
    }

    private void assertAllocatesNothing(final byte[] json, final boolean identityOnly) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(json.length));
        buffer.putBytes(0, json);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            before = round == 0 ? threads.getCurrentThreadAllocatedBytes() : before;
            assertNull(reader.read(PartKind.TRACE, buffer, 0, json.length, part, identityOnly));
        }
        final double perRead = (threads.getCurrentThreadAllocatedBytes() - before) / (double) ROUNDS;
        assertEquals("440", part.resultId().toString());
        assertEquals(0, perRead, 1, "bytes per read");
    }

    private static String longTrace() {
        final Random random = new Random(3);
        final StringBuilder position = new StringBuilder("[-0.5");
        final StringBuilder torque = new StringBuilder("[0");
        final StringBuilder step = new StringBuilder("[1");
        for (int i = 1; i < 11_000; i++) {
            position.append(",-").append(i * 4 / 1000.0);
            torque.append(',').append(random.nextInt(20_000) / 1000.0);
            step.append(",").append(1 + i / 6_000);
        }
        return Payloads.trace(position + "]", torque + "]", torque + "]", step + "]");
    }
}
