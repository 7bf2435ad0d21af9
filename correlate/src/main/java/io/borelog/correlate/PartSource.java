package io.borelog.correlate;

import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.correlate.payload.Problem;
import io.borelog.correlate.payload.ReusedText;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Parts by their position in inbound: reads and parses again what the state only points at. The newest Result and Trace are kept parsed,
 * since a hole is mostly completed by what has just come.
 */
final class PartSource {
    private final Reading reading;
    private final MessageRecord message = new MessageRecord();
    private final ReusedText topic = new ReusedText();
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();
    private final Part result = new Part();
    private final Part trace = new Part();
    private final Part heads = new Part();
    private final JournalTailer lookup;
    private long resultSeq;
    private long traceSeq;
    private long headsSeq;
    private Part parsed;

    /** What reads a payload: {@link PayloadReader#read}, but where a test has something worse. */
    interface Reading {
        Problem read(PartKind kind, DirectBuffer buffer, int offset, int length, Part into, boolean identityOnly);
    }

    /** @param lookup a tailer of inbound for this class alone */
    PartSource(final JournalTailer lookup) {
        this(lookup, new PayloadReader(Limits.DEFAULT)::read);
    }

    PartSource(final JournalTailer lookup, final Reading reading) {
        this.lookup = lookup;
        this.reading = reading;
    }

    /** Parses the record that has just been read. @return null where it is fine; then {@link #parsed()} has it. */
    Problem parse(final PartKind kind, final MessageRecord from, final long seq) {
        parsed = partOf(kind);
        remember(kind, 0);
        final Problem problem = reading.read(kind, from.buffer(), from.bodyOffset(), from.bodyLength(), parsed, false);
        if (problem == null) {
            remember(kind, seq);
        }
        return problem;
    }

    Part parsed() {
        return parsed;
    }

    /** The part at this position, which was parsed without a problem when it came. @throws LostPartException */
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

    /** The topic of the message at this position. @throws LostPartException */
    ReusedText topic(final long seq, final long index) {
        return topicOf(message.wrap(find(seq, index)));
    }

    /** The topic of this message. Valid until the next topic. */
    ReusedText topicOf(final MessageRecord of) {
        return topic.set(of.buffer(), of.topicOffset(), of.topicLength());
    }

    /**
     * Copies a message out of inbound, so that looking others up does not move it.
     *
     * @return its index, or -1 where inbound has no such message any more, or one that cannot be read
     */
    long copyMessage(final long seq, final MessageRecord into) {
        final RecordView record;
        try {
            lookup.seekSeq(seq);
            record = lookup.next() ? lookup.record() : null;
        } catch (final CorruptRecordException ex) {
            return -1;
        }
        if (record == null || record.seq() != seq || record.kind() != RecordKind.MESSAGE) {
            return -1;
        }
        copy.putBytes(0, record.payload(), record.payloadOffset(), record.payloadLength());
        into.wrap(copy, 0, record.payloadLength());
        return record.index();
    }

    private RecordView find(final long seq, final long index) {
        try {
            if (lookup.seekIndex(index) && lookup.next() && isMessage(seq)) {
                return lookup.record();
            }
        } catch (final CorruptRecordException ex) {
            // looked for by its number below: an index is only a hint
        }
        lookup.seekSeq(seq);
        try {
            if (lookup.next()) {
                final RecordView found = lookup.record();
                if (isMessage(seq)) {
                    return found;
                } else if (found.kind() == RecordKind.OPEN && new EpochRecord().wrap(found).lastSeq() < seq) {
                    throw new LostPartException(seq, "it was lost, a repair has closed the gap");
                }
            }
        } catch (final CorruptRecordException ex) {
            throw new LostPartException(seq, ex.reason());
        }
        throw new StageException(ExitCode.CORRUPT, "inbound " + Seq.text(seq) + " is needed and not there");
    }

    /** Not the OPEN of a repair, which has the number of a lost one. */
    private boolean isMessage(final long seq) {
        return lookup.record().seq() == seq && lookup.record().kind() == RecordKind.MESSAGE;
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
