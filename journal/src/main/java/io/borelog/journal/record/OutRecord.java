package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Payload of OUT: message {@code number} of {@code count} that the world is told about one origin.
 * <pre>
 *   0  u16  number, from 1
 *   2  u16  count
 *   4  u16  topic length, bytes
 *   6  u16  reserved
 *   8  topic, UTF-8; then the body to the end of the record
 * </pre>
 */
public final class OutRecord {
    private static final int PREFIX_LENGTH = 8;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    public OutRecord wrap(final RecordView record) {
        this.buffer = record.payload();
        this.offset = record.payloadOffset();
        this.length = record.payloadLength();
        return this;
    }

    /** @return payload length, bytes. */
    public static int encode(
        final MutableDirectBuffer buffer, final int offset, final int number, final int count, final byte[] topic, final byte[] body) {
        buffer.putShort(offset, (short) number, LITTLE_ENDIAN);
        buffer.putShort(offset + 2, (short) count, LITTLE_ENDIAN);
        buffer.putShort(offset + 4, (short) topic.length, LITTLE_ENDIAN);
        buffer.putShort(offset + 6, (short) 0, LITTLE_ENDIAN);
        buffer.putBytes(offset + PREFIX_LENGTH, topic);
        buffer.putBytes(offset + PREFIX_LENGTH + topic.length, body);
        return PREFIX_LENGTH + topic.length + body.length;
    }

    public int number() {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    public int count() {
        return buffer.getShort(offset + 2, LITTLE_ENDIAN) & 0xFFFF;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int topicOffset() {
        return offset + PREFIX_LENGTH;
    }

    public int topicLength() {
        return buffer.getShort(offset + 4, LITTLE_ENDIAN) & 0xFFFF;
    }

    public String topic() {
        return buffer.getStringWithoutLengthUtf8(topicOffset(), topicLength());
    }

    public int bodyOffset() {
        return topicOffset() + topicLength();
    }

    public int bodyLength() {
        return offset + length - bodyOffset();
    }
}
