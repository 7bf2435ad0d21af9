package io.borelog.tools;

import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Cycles;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.util.function.Consumer;

/**
 * The sum of promise P2. Correlate's counts hold at one position of inbound; the messages are then counted in inbound itself, and what lies
 * behind that position is pending. So the sum is right at any instant, with any stage down.
 *
 * @param accepted  MESSAGE records in inbound, counted there; where retention or a repair has removed some, by correlate's counts and those behind
 * @param used      by correlate's counts, as duplicate, ignored and deadLetter
 * @param pending   waiting for a partner, or not read by correlate yet
 * @param matched   HOLE and UNMATCHED records
 * @param estimated ESTIMATE records of all workers
 * @param failed    estimates that stand for a hole that killed its worker
 * @param delivered origins of which the last message is in outbound, and acked where an external broker is asked for
 */
record Audit(
    long accepted, long used, long duplicate, long ignored, long deadLetter, long pending,
    long matched, long estimated, long failed, long delivered) {
    private static final String CRASH = "CRASH";

    long unaccounted() {
        return accepted - used - duplicate - ignored - deadLetter - pending;
    }

    /**
     * @param broker whether an external broker must have acked what counts as delivered
     * @param corrupt told of each record that cannot be read
     */
    static Audit take(final DataDirectory data, final boolean broker, final Consumer<CorruptRecordException> corrupt) {
        final AuditCounts counts = counts(data); // first: inbound only grows after it
        final Messages messages = new Messages(counts.inboundSeq());
        scan(data, Journals.INBOUND, corrupt, messages);
        final boolean known = counts.inboundSeq() <= messages.lastSeq; // else of records that a power cut took
        final Holes holes = new Holes();
        final Outs outs = new Outs();
        scan(data, Journals.OUTBOUND, corrupt, outs); // against the stream, so that no sum is larger than the one before it
        Stages.workerNumbers(data.path()).forEach(worker -> scan(data, Journals.estimated(worker), corrupt, holes));
        scan(data, Journals.MATCHED, corrupt, holes);
        final AuditCounts by = known ? counts : AuditCounts.NONE;
        final boolean lacks = messages.lost || Cycles.removed(data.path().resolve(Journals.INBOUND)) != null;
        final long accepted = known && lacks ? by.accepted() + messages.behind : messages.accepted;
        return new Audit(accepted, by.used(), by.duplicate(), by.ignored(), by.deadLetter(),
            known ? by.pending() + messages.behind : messages.accepted,
            holes.matched, holes.estimated, holes.failed, broker ? outs.acked : outs.complete);
    }

    private static AuditCounts counts(final DataDirectory data) {
        try (StageFile correlate = data.stageFile(StageName.CORRELATE)) {
            return AuditCounts.read(correlate);
        }
    }

    private static void scan(
        final DataDirectory data, final String journal, final Consumer<CorruptRecordException> corrupt, final Scan scan) {
        try (JournalTailer tailer = data.tail(journal)) {
            boolean more = true;
            while (more) {
                try {
                    more = tailer.next();
                    if (more) {
                        scan.read(tailer.record());
                    }
                } catch (final CorruptRecordException ex) {
                    corrupt.accept(ex);
                    scan.corrupt(ex.kind());
                }
            }
        }
    }

    private interface Scan {
        void read(RecordView record);

        default void corrupt(final RecordKind kind) {
        }
    }

    private static final class Messages implements Scan {
        private final long upToSeq;
        private long lastSeq;
        private long accepted;
        private long behind;
        private boolean lost;

        private Messages(final long upToSeq) {
            this.upToSeq = upToSeq;
        }

        @Override
        public void read(final RecordView record) {
            lastSeq = record.seq();
            if (record.kind() == RecordKind.MESSAGE) {
                count(lastSeq);
            }
            lost |= record.kind() == RecordKind.OPEN && Seq.counter(lastSeq) > 0; // a repair's, for a gap
        }

        /** Correlate takes the same records for messages, and counts them among its dead letters. */
        @Override
        public void corrupt(final RecordKind kind) {
            lastSeq++;
            if (kind == RecordKind.MESSAGE) {
                count(lastSeq);
            }
        }

        private void count(final long seq) {
            accepted++;
            if (seq > upToSeq) {
                behind++;
            }
        }
    }

    private static final class Holes implements Scan {
        private final EstimateRecord estimate = new EstimateRecord();
        private long matched;
        private long estimated;
        private long failed;

        @Override
        public void read(final RecordView record) {
            if (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED) {
                matched++;
            } else if (record.kind() == RecordKind.ESTIMATE) {
                estimated++;
                if (CRASH.equals(estimate.wrap(record).status())) {
                    failed++;
                }
            }
        }
    }

    private static final class Outs implements Scan {
        private final OutRecord out = new OutRecord();
        private long originSeq = Seq.NONE;
        private int originOrdinal;
        private long complete;
        private long acked;

        @Override
        public void read(final RecordView record) {
            final long seq = record.header().originSeq();
            final int ordinal = record.header().originOrdinal();
            if (record.kind() == RecordKind.OUT && out.wrap(record).number() == out.count()
                && Seq.compareOrigins(seq, ordinal, originSeq, originOrdinal) > 0) { // each origin once
                originSeq = seq;
                originOrdinal = ordinal;
                complete++;
            } else if (record.kind() == RecordKind.DELIVERED && Seq.compareOrigins(seq, ordinal, originSeq, originOrdinal) >= 0) {
                acked = complete;
            }
        }
    }
}
