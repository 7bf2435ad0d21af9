package io.borelog.correlate;

import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** Where the joiner's decisions go: appended, or compared with what was decided before. */
interface Outputs {
    /** @param ordinal place among the outputs of its origin, from 0 */
    void emit(RecordKind kind, long originSeq, int ordinal, long journalTimeNs, DirectBuffer payload, int offset, int length);
}
