package io.borelog.correlate;

import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/**
 * One output of the join in a form that compares and prints.
 *
 * @param what its identities: seqs of the parts and the head, or the message and what became of it
 */
record Decision(RecordKind kind, long origin, int ordinal, String what) {

    static Decision hole(final long origin, final int ordinal, final long r, final long t, final long h, final String head) {
        return new Decision(RecordKind.HOLE, origin, ordinal, "R" + r + " T" + t + " H" + h + " head " + head);
    }

    static Decision unmatched(final long origin, final int ordinal, final long r, final long h, final String head) {
        return new Decision(RecordKind.UNMATCHED, origin, ordinal, "R" + r + " H" + h + " head " + head);
    }

    static Decision duplicate(final long origin, final int ordinal) {
        return disposed(origin, ordinal, origin, "DUPLICATE");
    }

    static Decision disposed(final long origin, final int ordinal, final long message, final String reason) {
        return new Decision(RecordKind.DISPOSITION, origin, ordinal, "message " + message + " " + reason);
    }

    static Decision config(final long origin, final int ordinal) {
        return new Decision(RecordKind.CONFIG, origin, ordinal, "");
    }

    static Decision of(final RecordKind kind, final long origin, final int ordinal, final DirectBuffer payload, final int offset) {
        return switch (kind) {
            case HOLE -> {
                final HoleRecord hole = new HoleRecord().wrap(payload, offset);
                yield hole(origin, ordinal, hole.resultSeq(), hole.traceSeq(), hole.headsSeq(), hole.headId());
            }
            case UNMATCHED -> {
                final HoleRecord hole = new HoleRecord().wrap(payload, offset);
                yield unmatched(origin, ordinal, hole.resultSeq(), hole.headsSeq(), hole.headId());
            }
            case DISPOSITION -> {
                final DispositionRecord disposition = new DispositionRecord().wrap(payload, offset);
                yield disposed(origin, ordinal, disposition.messageSeq(), disposition.reason());
            }
            default -> new Decision(kind, origin, ordinal, "");
        };
    }
}
