package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.borelog.journal.log.JournalTailer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a decision allocates once warm, reading the journal included: nothing for topics of others, a bounded little for parts. */
class JoinAllocationTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(JoinAllocationTest.class);
    private static final int MESSAGES = 20_000;
    private static final long PER_PART_LIMIT = 4_000; // measured 2,432 (a Result that comes and expires) and 1,564 (half a hole)

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingForTopicsThatAreIgnored() {
        final InboundScript in = new InboundScript();
        final byte[] body = Payloads.GATEWAY_2025.trace(1, InboundScript.timestamp(1), 0);
        for (int i = 0; i < 2 * MESSAGES; i++) {
            in.message(i % 2 == 0 ? "plant/other/topic" : "OPCPUBSUB/box/tool/Estimation/Keypoints", body);
        }
        assertEquals(0, bytesPerMessage("ignored", in));
    }

    @Test
    void shouldAllocateLittleForPartsAndHoles() {
        final InboundScript parts = new InboundScript();
        for (int i = 0; i < MESSAGES; i++) { // each waits for a partner that does not come, in time for the bound of 32
            parts.after(200).result("box/tool-" + i % 100, i / 100);
        }
        final long perPart = bytesPerMessage("a Result that waits, and expires", parts);
        final InboundScript holes = new InboundScript();
        for (int i = 0; i < MESSAGES / 2; i++) {
            holes.result("box/tool-" + i % 100, i / 100);
            holes.after(200).trace("box/tool-" + i % 100, i / 100);
        }
        final long perHalf = bytesPerMessage("half a hole", holes);
        assertTrue(perPart < PER_PART_LIMIT && perHalf < PER_PART_LIMIT, perPart + " and " + perHalf);
    }

    /** Bytes per message over the second half of the script. */
    private long bytesPerMessage(final String what, final InboundScript in) {
        try (ToolMap tools = ToolMap.create(null, 1_000)) {
            final Outputs nowhere = (kind, seq, ordinal, ns, payload, at, length) -> { };
            final Joiner joiner = new Joiner(tools, new PartSource(in.journal().tail()), Attempts.UNCOUNTED, nowhere);
            final JournalTailer tailer = in.journal().tail();
            final int half = in.journal().size() / 2;
            long before = 0;
            int read = 0;
            while (tailer.next()) {
                if (read++ == half) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
                joiner.onRecord(tailer.record());
            }
            final long perMessage = (threads.getCurrentThreadAllocatedBytes() - before) / (read - half);
            LOGGER.info("{}: {} bytes per message", what, perMessage);
            return perMessage;
        }
    }
}
