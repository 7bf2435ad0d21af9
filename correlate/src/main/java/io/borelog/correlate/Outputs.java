package io.borelog.correlate;

import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** Where the joiner's decisions go: appended, or compared with what was decided before. */
interface Outputs {
    /** @param ordinal place among the outputs of its origin, from 0 */
    void emit(RecordKind kind, long originSeq, int ordinal, long journalTimeNs, DirectBuffer payload, int offset, int length);

    /**
     * The reason for which the next output of this origin was written before as the verdict on this message: that it kills the process, or
     * cannot be read. Such a verdict is no function of inbound, so it is taken over and not computed again.
     *
     * @return null where it was none
     */
    default String recordedVerdict(final long originSeq, final int ordinal, final long messageSeq) {
        return null;
    }

    /** What was emitted last is such a verdict: it must be on the device before anybody acts on it. */
    default void verdict() {
    }
}
