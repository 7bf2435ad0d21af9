package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the whole stage allocates for a message once warm, on real files, as its process is composed: its counters and latencies too. */
class StageAllocationTest {
    private static final int TOOLS = 1_000;
    private static final int ROUNDS = 10;
    private static final int MESSAGES = 2 * TOOLS;

    @TempDir
    private Path data;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final InboundScript script = new InboundScript();
    private final JournalTailer said = script.journal().tail();

    @Test
    void shouldAllocateNothingPerMessage() throws Exception {
        try (StageFile ingest = StageFile.create(StageFile.path(data, StageName.INGEST), 0);
            StageFile correlate = StageFile.create(StageFile.path(data, StageName.CORRELATE), 0);
            JournalAppender inbound = Journals.append(data, Journals.INBOUND, 256 << 20, SpaceRules.SMALL, Durability.PAGE_CACHE, ingest,
                new OffsetEpochNanoClock())) {
            said.next(); // its OPEN: the files have their own
            final Agent agent = new CorrelateModule().open(new StageContext(data, Settings.load(null, List.of()), 0, correlate));
            try {
                agent.onStart();
                script.config("correlate.tools-max", Integer.toString(TOOLS));
                for (int round = 0; round < ROUNDS; round++) {
                    allocated(agent, inbound, round);
                }
                final double[] perMessage = new double[ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    perMessage[round] = allocated(agent, inbound, ROUNDS + round) / (double) MESSAGES;
                }
                Arrays.sort(perMessage);
                assertEquals(0, perMessage[ROUNDS / 2], 1, () -> "bytes per message, round by round; one may have a snapshot in it: "
                    + Arrays.toString(perMessage));
            } finally {
                agent.onClose();
            }
        }
    }

    /** @return bytes, for a hole of each tool. */
    private long allocated(final Agent agent, final JournalAppender inbound, final int round) throws Exception {
        for (int tool = 0; tool < TOOLS; tool++) {
            script.result("box/tool-" + tool, round);
            script.trace("box/tool-" + tool, round);
            script.after(10);
        }
        copy(inbound);
        final long before = threads.getCurrentThreadAllocatedBytes();
        final int work = work(agent);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(work >= MESSAGES);
        return allocated;
    }

    private void copy(final JournalAppender inbound) {
        while (said.next()) {
            final RecordView record = said.record();
            inbound.append(
                record.kind(), 0, 0, record.header().journalTimeNs(), record.payload(), record.payloadOffset(), record.payloadLength());
        }
        inbound.commit();
    }

    private static int work(final Agent agent) throws Exception {
        int sum = 0;
        for (int work = agent.doWork(); work > 0; work = agent.doWork()) {
            sum += work;
        }
        return sum;
    }
}
