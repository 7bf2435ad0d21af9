package io.borelog.correlate;

import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.correlate.payload.Problem;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;

/**
 * Parts by their position in inbound: reads and parses again what the state only points at. The newest Result and Trace are kept parsed,
 * since a hole is mostly completed by what has just come.
 */
final class PartSource {
    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final MessageRecord message = new MessageRecord();
    private final Part result = new Part();
    private final Part trace = new Part();
    private final Part heads = new Part();
    private final JournalTailer lookup;
    private long resultSeq;
    private long traceSeq;
    private long headsSeq;
    private Part parsed;

    /** @param lookup a tailer of inbound for this class alone */
    PartSource(final JournalTailer lookup) {
        this.lookup = lookup;
    }

    /** Parses the record that has just been read. @return null where it is fine; then {@link #parsed()} has it. */
    Problem parse(final PartKind kind, final MessageRecord from, final long seq) {
        parsed = partOf(kind);
        remember(kind, 0);
        final Problem problem = reader.read(kind, from.buffer(), from.bodyOffset(), from.bodyLength(), parsed, false);
        if (problem == null) {
            remember(kind, seq);
        }
        return problem;
    }

    Part parsed() {
        return parsed;
    }

    /** The part at this position, which was parsed without a problem when it came. */
    Part get(final PartKind kind, final long seq, final long index) {
        if (seqOf(kind) == seq) {
            return partOf(kind);
        }
        final RecordView record = find(seq, index);
        final Problem problem = parse(kind, message.wrap(record), seq);
        if (problem != null) {
            throw new StageException(ExitCode.CORRUPT, "inbound " + Seq.text(seq) + " was read before and is unreadable now: " + problem);
        }
        return partOf(kind);
    }

    /** The topic of the message at this position. */
    String topic(final long seq, final long index) {
        return message.wrap(find(seq, index)).topic();
    }

    private RecordView find(final long seq, final long index) {
        if (lookup.seekIndex(index) && lookup.next() && lookup.record().seq() == seq) {
            return lookup.record();
        }
        lookup.seekSeq(seq); // an index is only a hint
        if (lookup.next() && lookup.record().seq() == seq) {
            return lookup.record();
        }
        throw new StageException(ExitCode.CORRUPT, "inbound " + Seq.text(seq) + " is needed and not there");
    }

    private Part partOf(final PartKind kind) {
        return switch (kind) {
            case RESULT -> result;
            case TRACE -> trace;
            default -> heads;
        };
    }

    private long seqOf(final PartKind kind) {
        return switch (kind) {
            case RESULT -> resultSeq;
            case TRACE -> traceSeq;
            default -> headsSeq;
        };
    }

    private void remember(final PartKind kind, final long seq) {
        switch (kind) {
            case RESULT -> resultSeq = seq;
            case TRACE -> traceSeq = seq;
            default -> headsSeq = seq;
        }
    }
}
