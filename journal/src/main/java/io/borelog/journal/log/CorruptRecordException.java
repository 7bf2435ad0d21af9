package io.borelog.journal.log;

import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RedriveRecord;

/** A record's bytes are not what was written: names journal, index and reason. The tailer stands behind the record. */
public final class CorruptRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String journal;
    private final long index;
    private final String reason;
    private final RecordKind kind;

    /** @param kind what the record was, as far as can be told, see {@link #likelyKind} */
    public CorruptRecordException(final String journal, final long index, final String reason, final RecordKind kind) {
        super("journal " + journal + " index 0x" + Long.toHexString(index) + ": " + reason);
        this.journal = journal;
        this.index = index;
        this.reason = reason;
        this.kind = kind;
    }

    public String journal() {
        return journal;
    }

    public long index() {
        return index;
    }

    public String reason() {
        return reason;
    }

    /** What it was, as far as can be told; for inbound: all who count messages must take the same records for one. */
    public RecordKind kind() {
        return kind;
    }

    /**
     * Of a record of inbound of which some bit has turned, perhaps one of its kind: a MESSAGE, unless place and length fit what its header
     * names. A CONFIG is two bits away from a MESSAGE, so that one that names itself is one.
     *
     * @param payloadLength as the document around the record tells, bytes
     * @param first         whether it is the first of its file
     */
    static RecordKind likelyKind(final int code, final int payloadLength, final boolean first) {
        final RecordKind named = RecordKind.of(code);
        if (first) {
            return named == RecordKind.OPEN ? named : RecordKind.HEAD;
        }
        final boolean fits = named == RecordKind.CONFIG || named == RecordKind.RELEASED || named == RecordKind.TICK && payloadLength == 0
            || named == RecordKind.REDRIVE && payloadLength == RedriveRecord.LENGTH;
        return fits ? named : RecordKind.MESSAGE;
    }
}
