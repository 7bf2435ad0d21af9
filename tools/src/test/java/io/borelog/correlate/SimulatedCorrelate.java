package io.borelog.correlate;

import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageLatencies;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/** The correlate process over journals in memory, composed as its module composes it over files. */
public final class SimulatedCorrelate {
    private final CorrelateAgent agent;

    /** @param snapshotBytes growth of inbound between snapshots */
    public SimulatedCorrelate(
        final JournalTailer inbound, final JournalTailer lookup, final JournalTailer recorded, final JournalAppender matched,
        final long snapshotBytes, final EpochNanoClock wallClock, final NanoClock nanoClock) {
        agent = new CorrelateAgent(new CorrelateAgent.Parts(
            inbound, lookup, recorded, matched, Durability.DISK, new PayloadReader(Limits.DEFAULT)::read, Attempts.UNCOUNTED, null,
            snapshotBytes, wallClock, nanoClock,
            new StageLatencies(null, nanoClock), watched -> { }, () -> { }));
    }

    public void start() {
        agent.onStart();
    }

    public int doWork() {
        return agent.doWork();
    }

    /** SIGTERM. */
    public void close() {
        agent.onClose();
    }

    /** Kill -9: the process's memory is gone. */
    public void forget() {
        CloseHelper.close(agent.joiner().tools());
    }

    /** P2's sum, as the stage file would show it. */
    public AuditCounts counts() {
        final Joiner joiner = agent.joiner();
        return joiner.counts().at(joiner.seq(), joiner.index());
    }

    /** A deliberate mistake when it is called between two outputs of one record. */
    public void snapshotNow(final JournalAppender into) {
        Snapshot.write(agent.joiner(), into);
    }
}
