package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The part of SNAPSHOT_END that others than correlate need: how much of inbound the snapshot still refers to.
 * <pre>
 *   0  i32  decision version        8  i64  inbound seq up to which the state holds
 *   4  i32  parts                  72  i64  oldest inbound seq that a pending part refers to
 *           (16..71 and 80.. are correlate's own)
 * </pre>
 */
public final class SnapshotEndRecord {
    public static final int INBOUND_SEQ_OFFSET = 8;
    public static final int OLDEST_INBOUND_SEQ_OFFSET = 72;

    private DirectBuffer buffer;
    private int offset;

    public SnapshotEndRecord wrap(final RecordView record) {
        this.buffer = record.payload();
        this.offset = record.payloadOffset();
        return this;
    }

    public long inboundSeq() {
        return buffer.getLong(offset + INBOUND_SEQ_OFFSET, LITTLE_ENDIAN);
    }

    /** Inbound from this seq on is needed to go on from the snapshot. */
    public long oldestInboundSeq() {
        return buffer.getLong(offset + OLDEST_INBOUND_SEQ_OFFSET, LITTLE_ENDIAN);
    }
}
