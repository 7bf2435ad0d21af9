package io.borelog.correlate;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecisionBytes;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import org.agrona.DirectBuffer;

/**
 * The joiner's outputs on their way into matched: while matched still has decisions from before this start, compared with them, and only
 * past its end appended. A difference means that replay is not the program any more, and is fatal.
 */
final class Decisions implements Outputs {
    private final DecisionBytes decisionBytes = new DecisionBytes();
    private final JournalAppender matched;
    private final JournalTailer recorded;
    private boolean comparing = true;
    private boolean ahead;
    private boolean appended;
    private boolean verdict;

    /** @param recorded matched, standing where the comparison begins */
    Decisions(final JournalAppender matched, final JournalTailer recorded) {
        this.matched = matched;
        this.recorded = recorded;
    }

    @Override
    public void emit(
        final RecordKind kind, final long originSeq, final int ordinal, final long journalTimeNs,
        final DirectBuffer payload, final int offset, final int length) {
        if (!caughtUp()) {
            ahead = false;
            compare(kind, originSeq, ordinal, payload, offset, length);
        } else {
            matched.append(kind, originSeq, ordinal, journalTimeNs, payload, offset, length);
            appended = true;
        }
    }

    @Override
    public String recordedVerdict(final long originSeq, final int ordinal, final long messageSeq) {
        return caughtUp() ? null : verdict(recorded.record(), originSeq, ordinal, messageSeq);
    }

    /** @return the reason for which this record of matched condemns the message, on this origin, or null. */
    static String verdict(final RecordView was, final long originSeq, final int ordinal, final long messageSeq) {
        if (was.kind() != RecordKind.DISPOSITION || was.header().originSeq() != originSeq || was.header().originOrdinal() != ordinal) {
            return null;
        }
        final DispositionRecord disposition = new DispositionRecord().wrap(was);
        final String reason = disposition.reason();
        return disposition.messageSeq() == messageSeq && (Joiner.CRASH.equals(reason) || Joiner.CORRUPT.equals(reason)) ? reason : null;
    }

    @Override
    public void verdict() {
        verdict |= appended;
    }

    /** @return whether a verdict was appended since the last call. */
    boolean takeVerdict() {
        final boolean was = verdict;
        verdict = false;
        return was;
    }

    /**
     * Whether every decision that matched had at this start has been repeated. Until then nothing may be written there: a snapshot
     * behind decisions that it does not know yet would have them made twice.
     */
    boolean caughtUp() {
        if (comparing && !ahead) {
            ahead = nextRecorded();
            comparing = ahead;
        }
        return !comparing;
    }

    /** @return whether the next decision to be repeated has an origin between these two. */
    boolean nextIsBetween(final long origin, final long nextOrigin) {
        return !caughtUp() && recorded.record().header().originSeq() > origin && recorded.record().header().originSeq() < nextOrigin;
    }

    /** @return whether anything was appended since the last call. */
    boolean takeAppended() {
        final boolean was = appended;
        appended = false;
        return was;
    }

    private boolean nextRecorded() {
        while (recorded.next()) {
            if (recorded.record().kind().isDecision()) {
                return true;
            }
        }
        return false;
    }

    private void compare(
        final RecordKind kind, final long originSeq, final int ordinal, final DirectBuffer payload, final int offset, final int length) {
        final RecordView was = recorded.record();
        if (was.kind() != kind || was.header().originSeq() != originSeq || was.header().originOrdinal() != ordinal
            || decisionBytes.firstDifference(
                kind, was.payload(), was.payloadOffset(), was.payloadLength(), payload, offset, length) >= 0) {
            requireUndecided(kind, payload, offset);
            throw new StageException(ExitCode.CORRUPT, "the decision on inbound " + Seq.text(originSeq) + "/" + ordinal + " is " + kind
                + " and was " + was.kind() + " on " + Seq.text(was.header().originSeq()) + "/" + was.header().originOrdinal()
                + " in matched at index 0x" + Long.toHexString(was.index()) + ": it must repeat byte for byte");
        }
    }

    /** What was decided from a message when it was whole cannot be decided again, and may have been told. */
    private static void requireUndecided(final RecordKind kind, final DirectBuffer payload, final int offset) {
        if (kind == RecordKind.DISPOSITION) {
            final DispositionRecord disposition = new DispositionRecord().wrap(payload, offset);
            if (Joiner.CORRUPT.equals(disposition.reason())) {
                throw new StageException(ExitCode.CORRUPT, "inbound " + Seq.text(disposition.messageSeq()) + " was whole when matched was "
                    + "decided from it, and is not now (" + disposition.detail() + "): put its file back from a copy, or have all that "
                    + "followed decided again without it by borelog verify --repair");
            }
        }
    }
}
