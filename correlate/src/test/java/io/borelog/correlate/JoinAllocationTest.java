package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.borelog.journal.log.JournalTailer;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a decision allocates once warm, reading the journal included: nothing, of 1,000 tools that have been seen before. */
class JoinAllocationTest {
    private static final int TOOLS = 1_000;
    private static final int ROUNDS = 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InboundScript in = new InboundScript();

    private interface Hole {
        void of(String tool, int number);
    }

    /** Each round has one hole of each tool, in 100 s: longer than a part waits for a partner. */
    private void script(final Hole hole) {
        in.config("correlate.tools-max", Integer.toString(TOOLS));
        for (int round = 0; round < ROUNDS; round++) {
            for (int tool = 0; tool < TOOLS; tool++) {
                hole.of("box/tool-" + tool, round);
                in.after(100);
            }
        }
    }

    @Test
    void shouldAllocateNothingForTopicsThatAreIgnored() {
        final byte[] body = Payloads.GATEWAY_2025.trace(1, InboundScript.timestamp(1), 0);
        script((tool, number) -> {
            in.message("plant/other/topic", body);
            in.message("OPCPUBSUB/" + tool + "/Estimation/Keypoints", body);
        });
        assertAllocatesNothing();
    }

    @Test
    void shouldAllocateNothingForHoles() {
        script((tool, number) -> {
            in.result(tool, number);
            in.trace(tool, number);
        });
        assertAllocatesNothing();
    }

    @Test
    void shouldAllocateNothingForHolesWithHeadsInEitherDialect() {
        script((tool, number) -> {
            in.dialect(Payloads.values()[number & 1]);
            in.trace(tool, number);
            in.heads(tool, number, "E00401009F45BACA");
            in.result(tool, number);
        });
        assertAllocatesNothing();
    }

    @Test
    void shouldAllocateNothingForPartsThatComeTwice() {
        script((tool, number) -> {
            in.result(tool, number);
            in.result(tool, number);
            in.trace(tool, number);
            in.trace(tool, number);
        });
        assertAllocatesNothing();
    }

    @Test
    void shouldAllocateNothingForResultsWhoseTraceDoesNotCome() {
        script((tool, number) -> in.result(tool, number));
        assertAllocatesNothing();
    }

    /** Over the second half of the script. */
    private void assertAllocatesNothing() {
        try (ToolMap tools = ToolMap.create(null, TOOLS)) {
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
            final double perMessage = (threads.getCurrentThreadAllocatedBytes() - before) / (double) (read - half);
            assertEquals(0, perMessage, 1, "bytes per message");
        }
    }
}
