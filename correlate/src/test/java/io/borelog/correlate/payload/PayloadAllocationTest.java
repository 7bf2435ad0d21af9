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

/** The budget of DESIGN 7: at most 4 kB of garbage for a trace of 270 kB, of a tool seen before. */
class PayloadAllocationTest {

    private static final int MAX_BYTES_PER_TRACE = 4_000;
    private static final int ROUNDS = 50;

    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final Part part = new Part();

    @Test
    void shouldStayInTheBudgetForALongTrace() {
        final byte[] json = Payloads.bytes(longTrace());
        assertTrue(json.length > 200_000);
        assertTrue(bytesPerRead(json, false) <= MAX_BYTES_PER_TRACE, () -> "bytes per read: " + bytesPerRead(json, false));
        assertTrue(bytesPerRead(json, true) <= MAX_BYTES_PER_TRACE, () -> "bytes per identity: " + bytesPerRead(json, true));
    }

    @Test
    void shouldStayInTheBudgetForTheRealTrace() {
        final byte[] json = Payloads.real("mqtt/data_20250326/Trace.json");
        assertTrue(bytesPerRead(json, false) <= MAX_BYTES_PER_TRACE, () -> "bytes per read: " + bytesPerRead(json, false));
    }

    private long bytesPerRead(final byte[] json, final boolean identityOnly) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(json.length));
        buffer.putBytes(0, json);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            before = round == 0 ? threads.getCurrentThreadAllocatedBytes() : before;
            assertNull(reader.read(PartKind.TRACE, buffer, 0, json.length, part, identityOnly));
        }
        final long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
        assertEquals("440", part.resultId());
        return bytes;
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
