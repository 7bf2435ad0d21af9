package io.borelog.journal.record;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Payload of MESSAGE: one PUBLISH exactly as it came.
 * <pre>
 *   0  u16  topic length, bytes          8  topic, UTF-8
 *   2  u16  client id length, bytes      .  client id, UTF-8
 *   4  u16  packet id (0 at QoS 0)       .  body: the MQTT payload, to the end of the record
 *   6  u8   QoS
 *   7  u8   bit 0 retain, bit 1 dup
 * </pre>
 */
public final class MessageRecord {
    public static final int PREFIX_LENGTH = 8;
    public static final int RETAIN = 1;
    public static final int DUP = 2;

    private DirectBuffer buffer;
    private int offset;
    private int length;

    public MessageRecord wrap(final DirectBuffer buffer, final int offset, final int length) {
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        return this;
    }

    public MessageRecord wrap(final RecordView record) {
        return wrap(record.payload(), record.payloadOffset(), record.payloadLength());
    }

    /** Writes all but the body. @return where the body begins. */
    public static int putPrefix(
        final MutableDirectBuffer buffer, final int offset, final byte[] topic, final byte[] clientId,
        final int packetId, final int qos, final int flags) {
        putFields(buffer, offset, topic.length, clientId.length, packetId, qos, flags);
        buffer.putBytes(offset + PREFIX_LENGTH, topic);
        return putClientId(buffer, offset + PREFIX_LENGTH + topic.length, clientId);
    }

    /** As above, the topic where it was received. */
    public static int putPrefix(
        final MutableDirectBuffer buffer, final int offset, final DirectBuffer topic, final int topicOffset, final int topicLength,
        final byte[] clientId, final int packetId, final int qos, final int flags) {
        putFields(buffer, offset, topicLength, clientId.length, packetId, qos, flags);
        buffer.putBytes(offset + PREFIX_LENGTH, topic, topicOffset, topicLength);
        return putClientId(buffer, offset + PREFIX_LENGTH + topicLength, clientId);
    }

    private static void putFields(
        final MutableDirectBuffer buffer, final int offset, final int topicLength, final int clientIdLength,
        final int packetId, final int qos, final int flags) {
        buffer.putShort(offset, (short) topicLength, LITTLE_ENDIAN);
        buffer.putShort(offset + 2, (short) clientIdLength, LITTLE_ENDIAN);
        buffer.putShort(offset + 4, (short) packetId, LITTLE_ENDIAN);
        buffer.putByte(offset + 6, (byte) qos);
        buffer.putByte(offset + 7, (byte) flags);
    }

    private static int putClientId(final MutableDirectBuffer buffer, final int offset, final byte[] clientId) {
        buffer.putBytes(offset, clientId);
        return offset + clientId.length;
    }

    public int topicOffset() {
        return offset + PREFIX_LENGTH;
    }

    public int topicLength() {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    public String topic() {
        return buffer.getStringWithoutLengthUtf8(topicOffset(), topicLength());
    }

    public int clientIdLength() {
        return buffer.getShort(offset + 2, LITTLE_ENDIAN) & 0xFFFF;
    }

    public String clientId() {
        return buffer.getStringWithoutLengthUtf8(topicOffset() + topicLength(), clientIdLength());
    }

    public int packetId() {
        return buffer.getShort(offset + 4, LITTLE_ENDIAN) & 0xFFFF;
    }

    public int qos() {
        return buffer.getByte(offset + 6);
    }

    public boolean retain() {
        return (buffer.getByte(offset + 7) & RETAIN) != 0;
    }

    public boolean dup() {
        return (buffer.getByte(offset + 7) & DUP) != 0;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int bodyOffset() {
        return topicOffset() + topicLength() + clientIdLength();
    }

    public int bodyLength() {
        return offset + length - bodyOffset();
    }

    public static byte[] utf8(final String text) {
        return text.getBytes(UTF_8);
    }
}
