package io.borelog.ingest.mqtt;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.borelog.journal.record.MessageRecord;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * One PUBLISH, either where it lies in the read buffer or as the codec decoded it. Read in place is only what is certain to be accepted:
 * a topic of ASCII without wildcards, properties that a PUBLISH may have. All else is the codec's, so that there is one opinion on what
 * is malformed. Reused; event loop.
 * <pre>
 *   u16 topic length, topic, [u16 packet id, QoS 1 and 2], [varint length of properties, properties, 5.0], body
 * </pre>
 */
final class PublishPacket {
    static final int TYPE = 3;
    static final int NO_ALIAS = -1;

    private static final int RETAIN_BIT = 0x01;
    private static final int DUP_BIT = 0x08;
    private static final int MORE = 0x80;
    private static final int PAYLOAD_FORMAT = 0x01;
    private static final int EXPIRY = 0x02;
    private static final int CONTENT_TYPE = 0x03;
    private static final int RESPONSE_TOPIC = 0x08;
    private static final int CORRELATION_DATA = 0x09;
    private static final int TOPIC_ALIAS = 0x23;
    private static final int USER_PROPERTY = 0x26;
    private static final int BAD = -1;

    int qos;
    /** Of MessageRecord. */
    int flags;
    /** 0 at QoS 0. */
    int packetId;
    int alias;
    /** Null where the topic is in the buffer. */
    byte[] topic;
    int topicIndex;
    int topicLength;
    /** Whether the topic may be published to; an empty one, which an alias must name, may not. */
    boolean isName;
    int bodyIndex;
    int bodyLength;
    private DirectBuffer buffer;

    /**
     * Reads in place.
     *
     * @param first the packet's first byte
     * @param at    behind the fixed header
     * @param end   of the packet, which lies in the buffer as a whole
     * @return false where it must go to the codec
     */
    boolean read(final DirectBuffer from, final int first, final int at, final int end, final boolean mqtt5) {
        buffer = from;
        topic = null;
        alias = NO_ALIAS;
        header(first >> 1 & 3, (first & RETAIN_BIT) != 0, (first & DUP_BIT) != 0);
        if (qos > 2 || end - at < Short.BYTES) {
            return false;
        }
        topicIndex = at + Short.BYTES;
        topicLength = u16(at);
        int next = topicIndex + topicLength;
        if (next > end || !TopicRules.isAsciiName(from, topicIndex, topicLength)) {
            return false;
        }
        packetId = 0;
        if (qos > 0) {
            if (end - next < Short.BYTES || u16(next) == 0) {
                return false;
            }
            packetId = u16(next);
            next += Short.BYTES;
        }
        if (mqtt5) {
            next = properties(next, end);
        }
        if (next == BAD || topicLength == 0 && alias == NO_ALIAS) {
            return false;
        }
        isName = topicLength > 0;
        bodyIndex = next;
        bodyLength = end - next;
        return true;
    }

    private void header(final int newQos, final boolean retain, final boolean dup) {
        qos = newQos;
        flags = (retain ? MessageRecord.RETAIN : 0) | (dup ? MessageRecord.DUP : 0);
    }

    private int u16(final int at) {
        return buffer.getShort(at, BIG_ENDIAN) & 0xFFFF;
    }

    /** @return where the body begins, or BAD. */
    private int properties(final int at, final int end) {
        int length = 0;
        int next = at;
        int digit;
        do {
            if (next == end || next - at == 4) {
                return BAD;
            }
            digit = buffer.getByte(next);
            length |= (digit & ~MORE & 0xFF) << 7 * (next - at);
            next++;
        } while ((digit & MORE) != 0);
        final int bodyAt = next + length;
        if (length < 0 || bodyAt > end) {
            return BAD;
        }
        while (next != BAD && next < bodyAt) {
            next = property(next, bodyAt);
        }
        return next == bodyAt ? bodyAt : BAD;
    }

    /** @return behind the property, or BAD: also where it reaches over the end. */
    private int property(final int at, final int end) {
        final int value = at + 1;
        return switch (buffer.getByte(at)) {
            case PAYLOAD_FORMAT -> within(value + Byte.BYTES, end);
            case EXPIRY -> within(value + Integer.BYTES, end);
            case CONTENT_TYPE, RESPONSE_TOPIC -> text(value, end);
            case CORRELATION_DATA -> end - value < Short.BYTES ? BAD : within(value + Short.BYTES + u16(value), end);
            case USER_PROPERTY -> {
                final int second = text(value, end);
                yield second == BAD ? BAD : text(second, end);
            }
            case TOPIC_ALIAS -> {
                if (end - value < Short.BYTES || alias != NO_ALIAS) {
                    yield BAD;
                }
                alias = u16(value);
                yield value + Short.BYTES;
            }
            default -> BAD;
        };
    }

    private static int within(final int next, final int end) {
        return next <= end ? next : BAD;
    }

    private int text(final int at, final int end) {
        if (end - at < Short.BYTES) {
            return BAD;
        }
        final int from = at + Short.BYTES;
        final int next = from + u16(at);
        return next <= end && TopicRules.isAsciiText(buffer, from, next) ? next : BAD;
    }

    /** As the codec has decoded it. Its topic is not in the body's buffer. */
    PublishPacket of(final MqttPublishMessage message) {
        final MqttProperties properties = message.variableHeader().properties();
        final MqttProperties.MqttProperty<?> given = properties == null || properties.isEmpty() ? null
            : properties.getProperty(MqttProperties.TOPIC_ALIAS);
        buffer = null;
        header(message.fixedHeader().qosLevel().value(), message.fixedHeader().isRetain(), message.fixedHeader().isDup());
        packetId = qos == 0 ? 0 : message.variableHeader().packetId();
        alias = given == null ? NO_ALIAS : (Integer) given.value();
        isName = TopicRules.isName(message.variableHeader().topicName());
        topic = message.variableHeader().topicName().getBytes(StandardCharsets.UTF_8);
        topicIndex = 0;
        topicLength = topic.length;
        bodyIndex = message.payload().readerIndex();
        bodyLength = message.payload().readableBytes();
        return this;
    }

    /** @return a copy that outlives the buffer. */
    byte[] copyOfTopic() {
        if (topic != null) {
            return topic;
        }
        final byte[] copy = new byte[topicLength];
        buffer.getBytes(topicIndex, copy);
        return copy;
    }

    /** The topic that an alias stands for. */
    void topic(final byte[] named) {
        topic = named;
        topicLength = named.length;
    }

    /** Of a topic that is not empty. */
    byte firstOfTopic() {
        return topic != null ? topic[0] : buffer.getByte(topicIndex);
    }
}
