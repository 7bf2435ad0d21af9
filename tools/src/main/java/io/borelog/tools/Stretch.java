package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;

/** Records of inbound from one to another, both included, as two positions name them; all of it can be read already. */
record Stretch(long fromSeq, long fromIndex, long toSeq, long toIndex) {

    /** @throws StageException NOT_FOUND where there is no such record, USAGE where nothing lies between the positions */
    static Stretch find(final DataDirectory data, final Position from, final Position to) {
        data.resolve(Journals.INBOUND);
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            final long toSeq = seqOf(inbound, to);
            from.seek(inbound, Journals.INBOUND);
            if (!next(inbound)) {
                throw new StageException(ExitCode.NOT_FOUND, "inbound has no record at or after --from");
            }
            final long fromSeq = inbound.record().seq();
            final long fromIndex = inbound.record().index();
            if (toSeq < fromSeq) {
                throw new StageException(ExitCode.USAGE, "no record of inbound lies between --from and --to");
            }
            return new Stretch(fromSeq, fromIndex, toSeq, indexOf(inbound, toSeq));
        }
    }

    /** The first that can be read. */
    private static boolean next(final JournalTailer inbound) {
        while (true) {
            try {
                return inbound.next();
            } catch (final CorruptRecordException ex) {
                // the replay makes it the dead letter that it is
            }
        }
    }

    private static long indexOf(final JournalTailer inbound, final long seq) {
        inbound.seekSeq(seq);
        try {
            inbound.next();
            return inbound.record().index();
        } catch (final CorruptRecordException ex) {
            return ex.index();
        }
    }

    /** Seq of the last record that is not behind the position. */
    private static long seqOf(final JournalTailer inbound, final Position to) {
        switch (to.kind()) {
            case START -> inbound.toStart();
            case INDEX -> to.seek(inbound, Journals.INBOUND);
            case TIME -> {
                inbound.seekWallTime(to.value() + 1);
                if (next(inbound)) {
                    return before(inbound.record());
                }
                return lastSeq(inbound);
            }
            default -> {
                return lastSeq(inbound);
            }
        }
        return next(inbound) ? inbound.record().seq() : lastSeq(inbound);
    }

    private static long before(final RecordView record) {
        return record.kind() == RecordKind.OPEN ? new EpochRecord().wrap(record).lastSeq() : record.seq() - 1;
    }

    private static long lastSeq(final JournalTailer inbound) {
        final long limit = inbound.limit();
        if (limit != Long.MAX_VALUE) {
            return limit; // of a live writer
        }
        long index = inbound.lastIndex();
        while (index >= 0 && inbound.seekIndex(index)) {
            try {
                return inbound.next() ? inbound.record().seq() : Seq.NONE;
            } catch (final CorruptRecordException ex) {
                index--; // nothing behind it shows what it was: no part of the stretch
            }
        }
        return Seq.NONE;
    }
}
