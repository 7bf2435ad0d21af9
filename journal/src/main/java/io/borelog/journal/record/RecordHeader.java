package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The first 64 bytes of every record.
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+---------------+---------------+
 *  |            magic              |    version    |     kind      |   0
 *  +-------------------------------+---------------+---------------+
 *  |            flags              |           reserved            |   4
 *  +-------------------------------+-------------------------------+
 *  |                     seq = epoch &lt;&lt; 40 | counter               |   8
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                origin seq: the record of inbound              |  16
 *  |                that caused this one (0 = none)                |
 *  +---------------------------------------------------------------+
 *  |                origin ordinal among its outputs               |  24
 *  +---------------------------------------------------------------+
 *  |                payload length, bytes                          |  28
 *  +---------------------------------------------------------------+
 *  |                journal time, ns                               |  32
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                wall time, ns since 1970, never lower          |  40
 *  |                than the one before                            |
 *  +---------------------------------------------------------------+
 *  |                raw wall clock, ns since 1970                  |  48
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                reserved                                       |  56
 *  +---------------------------------------------------------------+
 *  |                CRC32C of bytes 0..59 and the payload          |  60
 *  +---------------------------------------------------------------+
 *  |                payload ...                                    |  64
 * </pre>
 * Not thread safe: one flyweight per appender and per tailer.
 */
public final class RecordHeader {
    public static final int LENGTH = 64;
    public static final short MAGIC = (short) 0xB07E;
    public static final byte VERSION = 1;

    public static final int MAGIC_OFFSET = 0;
    public static final int VERSION_OFFSET = 2;
    public static final int KIND_OFFSET = 3;
    public static final int FLAGS_OFFSET = 4;
    public static final int SEQ_OFFSET = 8;
    public static final int ORIGIN_SEQ_OFFSET = 16;
    public static final int ORIGIN_ORDINAL_OFFSET = 24;
    public static final int PAYLOAD_LENGTH_OFFSET = 28;
    public static final int JOURNAL_TIME_OFFSET = 32;
    public static final int WALL_TIME_OFFSET = 40;
    public static final int RAW_WALL_TIME_OFFSET = 48;
    public static final int CRC_OFFSET = 60;

    private DirectBuffer buffer;
    private int offset;

    public RecordHeader wrap(final DirectBuffer buffer, final int offset) {
        this.buffer = buffer;
        this.offset = offset;
        return this;
    }

    public static void write(
        final MutableDirectBuffer buffer, final int offset, final RecordKind kind, final int flags, final long seq,
        final long originSeq, final int originOrdinal, final int payloadLength,
        final long journalTimeNs, final long wallTimeNs, final long rawWallTimeNs) {
        buffer.putShort(offset + MAGIC_OFFSET, MAGIC, LITTLE_ENDIAN);
        buffer.putByte(offset + VERSION_OFFSET, VERSION);
        buffer.putByte(offset + KIND_OFFSET, (byte) kind.code());
        buffer.putInt(offset + FLAGS_OFFSET, flags & 0xFFFF, LITTLE_ENDIAN);
        buffer.putLong(offset + SEQ_OFFSET, seq, LITTLE_ENDIAN);
        buffer.putLong(offset + ORIGIN_SEQ_OFFSET, originSeq, LITTLE_ENDIAN);
        buffer.putInt(offset + ORIGIN_ORDINAL_OFFSET, originOrdinal, LITTLE_ENDIAN);
        buffer.putInt(offset + PAYLOAD_LENGTH_OFFSET, payloadLength, LITTLE_ENDIAN);
        buffer.putLong(offset + JOURNAL_TIME_OFFSET, journalTimeNs, LITTLE_ENDIAN);
        buffer.putLong(offset + WALL_TIME_OFFSET, wallTimeNs, LITTLE_ENDIAN);
        buffer.putLong(offset + RAW_WALL_TIME_OFFSET, rawWallTimeNs, LITTLE_ENDIAN);
        buffer.putLong(offset + 56, 0L, LITTLE_ENDIAN);
    }

    public short magic() {
        return buffer.getShort(offset + MAGIC_OFFSET, LITTLE_ENDIAN);
    }

    public int version() {
        return buffer.getByte(offset + VERSION_OFFSET);
    }

    /** @return null where the code is unknown to this program. */
    public RecordKind kind() {
        return RecordKind.of(buffer.getByte(offset + KIND_OFFSET));
    }

    public int flags() {
        return buffer.getInt(offset + FLAGS_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    public long seq() {
        return buffer.getLong(offset + SEQ_OFFSET, LITTLE_ENDIAN);
    }

    public long originSeq() {
        return buffer.getLong(offset + ORIGIN_SEQ_OFFSET, LITTLE_ENDIAN);
    }

    public int originOrdinal() {
        return buffer.getInt(offset + ORIGIN_ORDINAL_OFFSET, LITTLE_ENDIAN);
    }

    public int payloadLength() {
        return buffer.getInt(offset + PAYLOAD_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    public long journalTimeNs() {
        return buffer.getLong(offset + JOURNAL_TIME_OFFSET, LITTLE_ENDIAN);
    }

    public long wallTimeNs() {
        return buffer.getLong(offset + WALL_TIME_OFFSET, LITTLE_ENDIAN);
    }

    public long rawWallTimeNs() {
        return buffer.getLong(offset + RAW_WALL_TIME_OFFSET, LITTLE_ENDIAN);
    }

    public int crc() {
        return buffer.getInt(offset + CRC_OFFSET, LITTLE_ENDIAN);
    }
}
