package io.borelog.journal.log;

/** A record's bytes are not what was written: names journal, index and reason. The tailer stands behind the record. */
public final class CorruptRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String journal;
    private final long index;
    private final String reason;

    public CorruptRecordException(final String journal, final long index, final String reason) {
        super("journal " + journal + " index 0x" + Long.toHexString(index) + ": " + reason);
        this.journal = journal;
        this.index = index;
        this.reason = reason;
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
}
