package io.borelog.tools;

import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one journal from its first record to its last: every CRC, every step of the sequence, every link from epoch to epoch and from
 * cycle to cycle. Problems beyond a bound are counted and not kept.
 */
final class Verification {
    static final int KEPT = 1_000;

    /** @param index where, or -1 for the journal as a whole */
    record Problem(long index, String reason) {
    }

    private final List<Problem> problems = new ArrayList<>();
    private final EpochRecord epoch = new EpochRecord();
    private final String journal;
    private long records;
    private long problemCount;
    private long firstIndex = -1;
    private long lastIndex = -1;
    private long lastSeq;
    private long lastWallNs;
    /** Records since the last good one that could not be read: a gap of so many is theirs. */
    private int unreadable;

    private Verification(final String journal) {
        this.journal = journal;
    }

    static Verification of(final DataDirectory data, final String journal) {
        final Verification verification = new Verification(journal);
        try (JournalTailer tailer = data.tail(journal)) {
            verification.readAll(tailer);
        }
        return verification;
    }

    private void readAll(final JournalTailer tailer) {
        boolean more = true;
        while (more) {
            try {
                more = tailer.next();
                if (more) {
                    check(tailer.record());
                }
            } catch (final CorruptRecordException ex) {
                unreadable++;
                problem(ex.index(), ex.reason());
            } catch (final BrokenChainException ex) {
                problem(lastIndex + 1, ex.getMessage());
                return;
            } catch (final IllegalStateException ex) { // Chronicle's own structures make no sense
                problem(lastIndex + 1, "unreadable after the record before it: " + ex.getMessage());
                more = false;
            }
        }
        try {
            tailer.requireWhole(); // it may have found no end, but only nothing more
        } catch (final BrokenChainException ex) {
            problem(lastIndex + 1, ex.getMessage());
        }
    }

    private void check(final RecordView record) {
        final long seq = record.seq();
        if (records == 0) {
            firstIndex = record.index();
            if (record.kind() != RecordKind.OPEN && record.kind() != RecordKind.HEAD && unreadable == 0) {
                problem(record.index(), "the journal begins with " + RecordFields.name(record.kind()) + ", not with OPEN or HEAD");
            }
        } else {
            checkStep(record, seq);
        }
        if (record.header().wallTimeNs() < lastWallNs) {
            problem(record.index(), "wall time is lower than that of the record before");
        }
        records++;
        lastSeq = seq;
        lastWallNs = record.header().wallTimeNs();
        lastIndex = record.index();
        unreadable = 0;
    }

    private void checkStep(final RecordView record, final long seq) {
        final boolean newEpoch = Seq.epoch(seq) != Seq.epoch(lastSeq);
        if (newEpoch && unreadable == 0 && (record.kind() != RecordKind.OPEN || Seq.counter(seq) != 0)) {
            problem(record.index(), "epoch " + Seq.epoch(seq) + " begins with " + RecordFields.name(record.kind()) + " "
                + Seq.text(seq) + ", not with OPEN");
        } else if (!newEpoch && seq - lastSeq - 1 != unreadable) {
            problem(record.index(), "seq " + Seq.text(seq) + " follows " + Seq.text(lastSeq)
                + (unreadable == 0 ? "" : " and " + unreadable + " unreadable"));
        }
        if ((record.kind() == RecordKind.OPEN || record.kind() == RecordKind.HEAD) && unreadable == 0
            && epoch.wrap(record).lastSeq() != lastSeq) {
            problem(record.index(), record.kind() + " names " + Seq.text(epoch.lastSeq()) + " as the last before it, that is "
                + Seq.text(lastSeq));
        }
    }

    private void problem(final long index, final String reason) {
        problemCount++;
        if (problems.size() < KEPT) {
            problems.add(new Problem(index, reason));
        }
    }

    String journal() {
        return journal;
    }

    long records() {
        return records;
    }

    long firstIndex() {
        return firstIndex;
    }

    long lastIndex() {
        return lastIndex;
    }

    /** The first of them, at most {@link #KEPT}. */
    List<Problem> problems() {
        return problems;
    }

    long problemCount() {
        return problemCount;
    }
}
