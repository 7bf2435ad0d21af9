package io.borelog.correlate;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.util.ArrayDeque;
import org.agrona.CloseHelper;

/**
 * Inbound as the join takes it in: one chain, in which each record follows the one before. A record that cannot be read is handed out as
 * lost once the next good one has shown that only it is missing; till then nothing follows. Used by the stage and by its replay, on their
 * thread.
 */
final class InboundChain implements AutoCloseable {
    private static final int MAX_LOST = 1 << 16;

    private final ArrayDeque<CorruptRecordException> unproven = new ArrayDeque<>();
    private final JournalTailer tailer;
    private CorruptRecordException lost;
    private boolean holding;

    InboundChain(final JournalTailer tailer) {
        this.tailer = tailer;
    }

    /** The next record will be the one after this. */
    void seekBehind(final long seq) {
        tailer.seekSeq(seq + 1);
    }

    /**
     * Moves to the next record, or to one that is lost, see {@link #lost()}.
     *
     * @param before seq up to which the caller has taken inbound in
     * @return false where nothing can be taken in now
     * @throws StageException CORRUPT where the chain is broken
     */
    boolean next(final long before) {
        while (!holding) {
            try {
                if (!tailer.next()) {
                    return false;
                }
                holding = true;
                if (!unproven.isEmpty()) {
                    requireFollows(tailer.record(), before + unproven.size());
                }
            } catch (final CorruptRecordException ex) {
                onUnreadable(ex, before);
            }
        }
        lost = unproven.poll();
        holding = lost != null;
        return true;
    }

    private void onUnreadable(final CorruptRecordException ex, final long before) {
        if (ex.kind() == RecordKind.CONFIG) {
            throw new StageException(ExitCode.CORRUPT, ex.getMessage() + "; it is a CONFIG, which decides all that follows");
        }
        if (unproven.size() == MAX_LOST) {
            throw new StageException(ExitCode.CORRUPT, "inbound cannot be read behind " + Seq.text(before) + ": " + ex.getMessage());
        }
        unproven.add(ex);
    }

    /** @return what is lost, null where {@link #record()} is in hand. Its seq is the next one. */
    CorruptRecordException lost() {
        return lost;
    }

    /** The record in hand; while something is lost, the good one that follows it. */
    RecordView record() {
        return tailer.record();
    }

    /** A state that stands elsewhere than where inbound goes on is no state of it. @throws StageException CORRUPT */
    static void requireFollows(final RecordView record, final long before) {
        if (record.seq() != before + 1 && !(record.kind() == RecordKind.OPEN && new EpochRecord().wrap(record).lastSeq() == before)) {
            throw new StageException(ExitCode.CORRUPT,
                "inbound " + Seq.text(record.seq()) + " does not follow " + Seq.text(before) + ", where the join stands");
        }
    }

    /** Whether there is more than the caller has taken in. */
    boolean isBehind(final long before) {
        return tailer.limit() > before;
    }

    /** @throws StageException CORRUPT where what is there leads nowhere: a reader finds nothing then, for ever */
    void requireWhole() {
        tailer.requireWhole();
    }

    @Override
    public void close() {
        CloseHelper.close(tailer);
    }
}
