package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Payload of OPEN and HEAD: what a reader that begins here must know.
 * <pre>
 *   0  i64  last seq before this record (0 = none)
 *   8  i64  last origin seq, 16 i32 its ordinal, 20 i32 pid of the writer
 *  24  i64  boot id, high; 32 i64 low
 *  40  text: the CONFIG in force (null = none yet)
 * </pre>
 */
public final class EpochRecord {
    private DirectBuffer buffer;
    private int offset;

    public EpochRecord wrap(final RecordView record) {
        this.buffer = record.payload();
        this.offset = record.payloadOffset();
        return this;
    }

    public static int encode(
        final MutableDirectBuffer buffer, final int offset, final long lastSeq, final long lastOriginSeq, final int lastOriginOrdinal,
        final int pid, final long bootIdHigh, final long bootIdLow, final String config) {
        buffer.putLong(offset, lastSeq, LITTLE_ENDIAN);
        buffer.putLong(offset + 8, lastOriginSeq, LITTLE_ENDIAN);
        buffer.putInt(offset + 16, lastOriginOrdinal, LITTLE_ENDIAN);
        buffer.putInt(offset + 20, pid, LITTLE_ENDIAN);
        buffer.putLong(offset + 24, bootIdHigh, LITTLE_ENDIAN);
        buffer.putLong(offset + 32, bootIdLow, LITTLE_ENDIAN);
        return Texts.put(buffer, offset + 40, config) - offset;
    }

    public long lastSeq() {
        return buffer.getLong(offset, LITTLE_ENDIAN);
    }

    public long lastOriginSeq() {
        return buffer.getLong(offset + 8, LITTLE_ENDIAN);
    }

    public int lastOriginOrdinal() {
        return buffer.getInt(offset + 16, LITTLE_ENDIAN);
    }

    public int pid() {
        return buffer.getInt(offset + 20, LITTLE_ENDIAN);
    }

    /** @return the text of {@link DecidingConfig}, or null. */
    public String config() {
        return Texts.get(buffer, offset + 40);
    }
}
