package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.Publish;
import io.borelog.ingest.admit.PublishQueue;
import io.borelog.journal.record.MessageRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;

/** PUBLISH and PUBREL: checked, and handed to the stage's thread. The acknowledgement is somebody else's: it follows the commit. */
final class Publishing {
    private final MqttEndpoint endpoint;
    private final PublishQueue queue;
    private final Limits limits;

    Publishing(final MqttEndpoint endpoint, final PublishQueue queue, final Limits limits) {
        this.endpoint = endpoint;
        this.queue = queue;
        this.limits = limits;
    }

    void publish(final Connection connection, final MqttPublishMessage message) {
        final byte[] topic = topicOf(connection, message);
        if (topic == null) {
            return;
        }
        final int qos = message.fixedHeader().qosLevel().value();
        final int packetId = qos == 0 ? 0 : message.variableHeader().packetId();
        final Session session = connection.session;
        connection.publishes = true;
        if (topic[0] == '$') {
            refuseTopic(connection, qos, packetId);
            return;
        }
        if (endpoint.isRefusing() && connection.isMqtt5() && qos > 0 && !(qos == 2 && session.qos2.isKnown(packetId))) {
            endpoint.countRefused();
            connection.refuseForSpace(qos == 1 ? Packets.PUBACK : Packets.PUBREC, packetId);
            return;
        }
        if (qos == 2) {
            final Qos2Ids.Arrival arrival = session.qos2.arrived(packetId);
            if (arrival == Qos2Ids.Arrival.ANSWER) {
                connection.ack(Packets.PUBREC, packetId);
            }
            if (arrival != Qos2Ids.Arrival.JOURNAL) {
                return;
            }
        } else if (qos == 1) {
            connection.unacknowledged++;
        }
        if (connection.isMqtt5() && connection.unacknowledged + session.qos2.size() > limits.receiveMaximum()) {
            forget(session, qos, packetId);
            connection.refuse(Reason.RECEIVE_MAXIMUM_EXCEEDED);
            return;
        }
        final int flags = (message.fixedHeader().isRetain() ? MessageRecord.RETAIN : 0)
            | (message.fixedHeader().isDup() ? MessageRecord.DUP : 0);
        if (!offer(connection, topic, packetId, qos, flags, message.payload().retain())) {
            forget(session, qos, packetId);
            connection.refuse(Reason.QUOTA_EXCEEDED);
        }
    }

    private static void forget(final Session session, final int qos, final int packetId) {
        if (qos == 2) {
            session.qos2.forget(packetId);
        }
    }

    private boolean offer(
        final Connection connection, final byte[] topic, final int packetId, final int qos, final int flags, final ByteBuf payload) {
        final Publish publish = queue.claim().message(
            connection, topic, connection.session.clientIdBytes, packetId, qos, flags, payload, endpoint.nowNs());
        final boolean accepted = queue.offer(publish);
        endpoint.pauseWhenHigh(connection);
        return accepted;
    }

    /** @return the topic's bytes, an alias resolved; null where it was refused. */
    private byte[] topicOf(final Connection connection, final MqttPublishMessage message) {
        final String topic = message.variableHeader().topicName();
        final MqttProperties properties = message.variableHeader().properties();
        final MqttProperties.MqttProperty<?> alias = properties == null || properties.isEmpty() ? null
            : properties.getProperty(MqttProperties.TOPIC_ALIAS);
        if (alias != null) {
            return aliased(connection, topic, (Integer) alias.value());
        }
        if (!TopicRules.isName(topic)) {
            connection.refuse(Reason.TOPIC_INVALID);
            return null;
        }
        return topic.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] aliased(final Connection connection, final String topic, final int alias) {
        if (alias < 1 || alias > Limits.MAX_TOPIC_ALIAS) {
            connection.refuse(Reason.TOPIC_ALIAS_INVALID);
            return null;
        }
        if (connection.aliases == null) {
            connection.aliases = new byte[Limits.MAX_TOPIC_ALIAS + 1][];
        }
        if (!topic.isEmpty()) {
            if (!TopicRules.isName(topic)) {
                connection.refuse(Reason.TOPIC_INVALID);
                return null;
            }
            connection.aliases[alias] = topic.getBytes(StandardCharsets.UTF_8);
        } else if (connection.aliases[alias] == null) {
            connection.refuse(Reason.PROTOCOL_ERROR);
        }
        return connection.aliases[alias];
    }

    private void refuseTopic(final Connection connection, final int qos, final int packetId) {
        if (!connection.isMqtt5() || qos == 0) {
            connection.refuse(Reason.TOPIC_INVALID);
        } else {
            endpoint.countRefused();
            connection.ack(qos == 1 ? Packets.PUBACK : Packets.PUBREC, packetId, Reason.TOPIC_INVALID);
        }
    }

    void release(final Connection connection, final int packetId) {
        final Session session = connection.session;
        if (!session.qos2.release(packetId)) {
            connection.ack(Packets.PUBCOMP, packetId, Reason.PACKET_ID_NOT_FOUND);
            return;
        }
        session.changed = true;
        if (!queue.offer(queue.claim().released(connection, session.clientIdBytes, packetId, endpoint.nowNs()))) {
            session.qos2.restore(packetId);
            connection.refuse(Reason.QUOTA_EXCEEDED);
        }
        endpoint.pauseWhenHigh(connection);
    }

    /** The connection died without a goodbye. */
    void will(final Connection connection, final Will will) {
        if (!offer(connection, will.topic(), 0, will.qos(), will.retain() ? MessageRecord.RETAIN : 0,
            Unpooled.wrappedBuffer(will.payload()))) {
            endpoint.countRefused();
        }
    }
}
