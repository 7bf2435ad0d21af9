package io.borelog.correlate;

import io.borelog.journal.record.Seq;

/** A part that waits in the join's state and cannot be read in inbound any more; the message says why. Without a stack: it is an answer. */
final class LostPartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long seq;

    LostPartException(final long seq, final String reason) {
        super("inbound " + Seq.text(seq) + ": " + reason, null, false, false);
        this.seq = seq;
    }

    long seq() {
        return seq;
    }
}
