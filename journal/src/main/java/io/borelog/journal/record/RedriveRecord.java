package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Payload of REDRIVE: a dead letter that is to be handled as if it came now.
 * <pre>
 *   0  i64  inbound seq of the MESSAGE
 * </pre>
 */
public final class RedriveRecord {
    public static final int LENGTH = 8;

    private DirectBuffer buffer;
    private int offset;

    public RedriveRecord wrap(final RecordView record) {
        this.buffer = record.payload();
        this.offset = record.payloadOffset();
        return this;
    }

    /** @return payload length, bytes. */
    public static int encode(final MutableDirectBuffer buffer, final int offset, final long messageSeq) {
        buffer.putLong(offset, messageSeq, LITTLE_ENDIAN);
        return LENGTH;
    }

    public long messageSeq() {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }
}
