package io.borelog.publish;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;

/**
 * How far {@code outbound} is, by its own records: the whole state with which publish starts.
 *
 * @param originSeq        of the last OUT, 0 = none
 * @param told             its number among the {@code count} messages of the origin
 * @param deliveredSeq     origin up to which the external broker has taken everything, 0 = none
 */
public record Checkpoint(long originSeq, int originOrdinal, int told, int count, long deliveredSeq, int deliveredOrdinal) {
    public static final Checkpoint NONE = new Checkpoint(Seq.NONE, 0, 0, 0, Seq.NONE, 0);

    /**
     * Reads the newest cycle and, only for the mark, as many before it as needed.
     *
     * @param own           of the whole of outbound, limited by nothing
     * @param lastOriginSeq as the appender found it
     * @param withMark      whether an external broker is configured
     */
    public static Checkpoint find(final JournalTailer own, final long lastOriginSeq, final boolean withMark) {
        final EpochRecord epoch = new EpochRecord();
        final OutRecord out = new OutRecord();
        Checkpoint found = NONE;
        long origin = lastOriginSeq;
        long endSeq = Long.MAX_VALUE;
        while (true) {
            own.seekBeforeOrigin(origin);
            if (!own.next()) {
                return found;
            }
            final RecordView record = own.record();
            final long firstSeq = record.seq();
            final boolean begins = record.kind() == RecordKind.HEAD || record.kind() == RecordKind.OPEN;
            final long originBefore = begins ? epoch.wrap(record).lastOriginSeq() : Seq.NONE;
            final boolean outFound = found.originSeq != Seq.NONE;
            do {
                if (record.seq() >= endSeq) {
                    break;
                } else if (record.kind() == RecordKind.OUT && !outFound) {
                    out.wrap(record);
                    found = found.withOut(record, out.number(), out.count());
                } else if (record.kind() == RecordKind.DELIVERED) {
                    found = found.withMark(record);
                }
            } while (own.next());
            final boolean complete = found.originSeq != Seq.NONE && (!withMark || found.deliveredSeq != Seq.NONE);
            if (complete || originBefore == Seq.NONE || firstSeq >= endSeq) {
                return found;
            }
            endSeq = firstSeq;
            origin = originBefore;
        }
    }

    private Checkpoint withOut(final RecordView record, final int number, final int of) {
        return new Checkpoint(record.header().originSeq(), record.header().originOrdinal(), number, of, deliveredSeq, deliveredOrdinal);
    }

    private Checkpoint withMark(final RecordView record) {
        return new Checkpoint(originSeq, originOrdinal, told, count, record.header().originSeq(), record.header().originOrdinal());
    }

    /** Whether everything of this origin has been told. */
    boolean covers(final long seq, final int ordinal) {
        final int order = Seq.compareOrigins(seq, ordinal, originSeq, originOrdinal);
        return order < 0 || order == 0 && told == count;
    }

    /** @return how many messages of this origin are in outbound already: not 0 only for the one in which publish was killed. */
    int toldOf(final long seq, final int ordinal) {
        return Seq.compareOrigins(seq, ordinal, originSeq, originOrdinal) == 0 ? told : 0;
    }
}
