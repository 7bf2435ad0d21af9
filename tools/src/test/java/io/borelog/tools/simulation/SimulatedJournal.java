package io.borelog.tools.simulation;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import java.util.SplittableRandom;
import org.agrona.concurrent.EpochNanoClock;

/** A journal whose forces fail and whose writers die by the seed; checks that no seq is ever used twice. */
final class SimulatedJournal extends InMemoryJournal {
    private static final double[] KEPT = {0, .5, .9, 1};

    private final Faults faults;
    private final Mutation mutation;
    private boolean opening;
    private boolean forceFailed;
    private long highestSeq;
    private int estimatesToKill;

    SimulatedJournal(
        final String name, final EpochNanoClock wallClock, final int cycleRecords, final Faults faults, final Mutation mutation) {
        super(name, wallClock, cycleRecords);
        this.faults = faults;
        this.mutation = mutation;
    }

    JournalAppender open() {
        forceFailed = false; // a new process looks at the tail anew
        opening = true;
        try {
            final JournalAppender appender = open(Durability.DISK);
            onAppended(appender.lastSeq());
            return new FaultyAppender(appender, this, faults);
        } finally {
            opening = false;
        }
    }

    void killBeforeEstimates(final int times) {
        estimatesToKill = times;
    }

    void beforeAppend(final RecordKind kind) {
        if (kind == RecordKind.ESTIMATE && estimatesToKill > 0) {
            estimatesToKill--;
            throw Death.killed();
        }
        faults.point();
    }

    void onAppended(final long seq) {
        Violation.unless(seq > highestSeq, "a seq is used twice:", Seq.text(seq), "after", Seq.text(highestSeq));
        highestSeq = seq;
    }

    @Override
    protected void force() {
        faults.point();
        Violation.unless(!forceFailed, "a force after a failed one");
        if (faults.failsForce()) {
            forceFailed = true;
            throw new StageException(ExitCode.FORCE_FAILED, "simulated");
        }
        if (!opening || mutation != Mutation.OPEN_NOT_FORCED) {
            super.force();
        }
        faults.point();
    }

    @Override
    protected int writtenOf(final int gathered) {
        return faults.writtenOf(gathered);
    }

    @Override
    protected long firstSeqBehind(final long lastSeq) {
        return mutation == Mutation.SEQ_REUSED && lastSeq != Seq.NONE ? lastSeq + 1 : super.firstSeqBehind(lastSeq);
    }

    /** A random prefix of what was not forced is there afterwards. */
    void powerCut(final SplittableRandom random) {
        final double p = KEPT[random.nextInt(KEPT.length)];
        int kept = 0;
        while (kept < unforced() && random.nextDouble() < p) {
            kept++;
        }
        powerCut(kept);
        forceFailed = false;
    }
}
