package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.PublishBatch;
import io.borelog.ingest.admit.PublishQueue;
import io.borelog.journal.record.MessageRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/** PUBLISH and PUBREL: checked, and handed to the stage's thread. The acknowledgement is somebody else's: it follows the commit. */
final class Publishing {
    private final MqttEndpoint endpoint;
    private final PublishQueue queue;
    private final Limits limits;
    private final PublishPacket decoded = new PublishPacket();

    Publishing(final MqttEndpoint endpoint, final PublishQueue queue, final Limits limits) {
        this.endpoint = endpoint;
        this.queue = queue;
        this.limits = limits;
    }

    /** Begins what one read brings. @param buffer in which it lies; owned by the batch from now on. */
    void begin(final Connection connection, final ByteBuf buffer) {
        final long nowNs = endpoint.nowNs();
        connection.lastPacketNs = nowNs;
        connection.batch = queue.claim().begin(connection, connection.session.clientIdBytes, buffer, nowNs);
    }

    /** Hands over what was begun, if anything was. */
    void offer(final Connection connection) {
        final PublishBatch batch = connection.batch;
        if (batch != null) {
            connection.batch = null;
            if (connection.isMqtt5()) {
                batch.peerUnderstandsRefusal();
            }
            if (!queue.offer(batch)) {
                forgetAll(connection.session, batch);
                queue.discard(batch);
                connection.refuse(Reason.QUOTA_EXCEEDED);
            }
            endpoint.offered(connection);
        }
    }

    /** From the codec. */
    void publish(final Connection connection, final MqttPublishMessage message) {
        begin(connection, message.payload().retain());
        publish(connection, decoded.of(message));
        offer(connection);
    }

    /** Checks it, and adds it to the batch where it is taken. */
    void publish(final Connection connection, final PublishPacket packet) {
        if (!resolveTopic(connection, packet)) {
            return;
        }
        final int qos = packet.qos;
        final int packetId = packet.packetId;
        final Session session = connection.session;
        connection.publishes = true;
        if (TopicRules.isReserved(packet.firstOfTopic())) {
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
            if (qos == 2) {
                session.qos2.forget(packetId);
            }
            connection.refuse(Reason.RECEIVE_MAXIMUM_EXCEEDED);
            return;
        }
        add(connection.batch, packet);
    }

    private static void add(final PublishBatch batch, final PublishPacket packet) {
        if (packet.topic == null) {
            batch.message(packet.packetId, packet.qos, packet.flags, packet.topicIndex, packet.topicLength,
                packet.bodyIndex, packet.bodyLength);
        } else {
            batch.message(packet.topic, packet.packetId, packet.qos, packet.flags, packet.bodyIndex, packet.bodyLength);
        }
    }

    private static void forgetAll(final Session session, final PublishBatch batch) {
        for (int i = 0; i < batch.count(); i++) {
            if (batch.qos(i) == 2) {
                session.qos2.forget(batch.packetId(i));
            }
        }
    }

    /** @return whether it has a topic, an alias resolved; else it was refused. */
    private static boolean resolveTopic(final Connection connection, final PublishPacket packet) {
        if (packet.alias != PublishPacket.NO_ALIAS) {
            return resolveAlias(connection, packet);
        }
        if (!packet.isName) {
            connection.refuse(Reason.TOPIC_INVALID);
            return false;
        }
        return true;
    }

    private static boolean resolveAlias(final Connection connection, final PublishPacket packet) {
        final int alias = packet.alias;
        if (alias < 1 || alias > Limits.MAX_TOPIC_ALIAS) {
            connection.refuse(Reason.TOPIC_ALIAS_INVALID);
            return false;
        }
        if (connection.aliases == null) {
            connection.aliases = new byte[Limits.MAX_TOPIC_ALIAS + 1][];
        }
        if (packet.topicLength > 0) {
            if (!packet.isName) {
                connection.refuse(Reason.TOPIC_INVALID);
                return false;
            }
            connection.aliases[alias] = packet.copyOfTopic();
        } else if (connection.aliases[alias] == null) {
            connection.refuse(Reason.PROTOCOL_ERROR);
            return false;
        } else {
            packet.topic(connection.aliases[alias]);
        }
        return true;
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
        final PublishBatch batch = queue.claim().begin(connection, session.clientIdBytes, null, endpoint.nowNs());
        batch.released(packetId);
        if (!queue.offer(batch)) {
            queue.discard(batch);
            session.qos2.restore(packetId);
            connection.refuse(Reason.QUOTA_EXCEEDED);
        }
        endpoint.offered(connection);
    }

    /** The connection died without a goodbye. */
    void will(final Connection connection, final Will will) {
        final byte[] payload = will.payload();
        final PublishBatch batch = queue.claim().begin(
            connection, connection.session.clientIdBytes, Unpooled.wrappedBuffer(payload), endpoint.nowNs());
        batch.message(will.topic(), 0, will.qos(), will.retain() ? MessageRecord.RETAIN : 0, 0, payload.length);
        if (!queue.offer(batch)) {
            queue.discard(batch);
            endpoint.countRefused();
        }
    }
}
