package io.borelog.tools;

import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageName;
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
        final long told = Journals.isDerived(journal) ? Seq.NONE : data.told(journal); // before it grows
        try (JournalTailer tailer = data.tail(journal)) {
            verification.readAll(tailer);
        }
        if (verification.problemCount == 0) {
            verification.checkEnd(data, told);
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
                problem(next(tailer), ex.getMessage());
                return;
            } catch (final IllegalStateException ex) { // Chronicle's own structures make no sense
                problem(next(tailer), "unreadable after the record before it: " + ex.getMessage());
                more = false;
            }
        }
        try {
            tailer.requireWhole(); // it may have found no end, but only nothing more
        } catch (final BrokenChainException ex) {
            problem(next(tailer), ex.getMessage());
        }
    }

    /** Where the reader stands: behind the last record, or before the first. */
    private long next(final JournalTailer tailer) {
        return records == 0 ? tailer.firstIndex() : lastIndex + 1;
    }

    /** That the last record that a reader finds is the last there is. */
    private void checkEnd(final DataDirectory data, final long told) {
        final long newest = data.isAlive(StageName.writerOf(journal)) ? Seq.NONE : Journals.newestOnDisk(data.path(), journal);
        if (newest > lastSeq) {
            problem(-1, "readers end behind " + Seq.text(lastSeq) + ", the newest record is " + Seq.text(newest));
        } else if (told > lastSeq) {
            problem(-1, "it ends with " + Seq.text(lastSeq) + ", though readers were told of all up to " + Seq.text(told));
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
        if (record.kind() == RecordKind.OPEN) { // also that of a repair, which stands for a gap in the middle of an epoch
            if (unreadable == 0 || Seq.epoch(epoch.wrap(record).lastSeq()) == Seq.epoch(lastSeq)) {
                checkBefore(record);
            }
        } else if (newEpoch && unreadable == 0) {
            problem(record.index(), "epoch " + Seq.epoch(seq) + " begins with " + RecordFields.name(record.kind()) + " "
                + Seq.text(seq) + ", not with OPEN");
        } else if (!newEpoch && seq - lastSeq - 1 != unreadable) {
            problem(record.index(), "seq " + Seq.text(seq) + " follows " + Seq.text(lastSeq)
                + (unreadable == 0 ? "" : " and " + unreadable + " unreadable"));
        }
        if (record.kind() == RecordKind.HEAD && unreadable == 0) {
            checkBefore(record);
        }
    }

    private void checkBefore(final RecordView record) {
        if (epoch.wrap(record).lastSeq() != lastSeq + unreadable) {
            problem(record.index(), record.kind() + " names " + Seq.text(epoch.lastSeq()) + " as the last before it, that is "
                + Seq.text(lastSeq + unreadable));
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
