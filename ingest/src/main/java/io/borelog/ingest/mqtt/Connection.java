package io.borelog.ingest.mqtt;

import io.borelog.ingest.admit.PublishBatch;
import io.borelog.ingest.admit.PublishOrigin;
import io.borelog.journal.record.RecordKind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.nio.charset.StandardCharsets;

/** One client's socket: its limits, and the acknowledgements that gather until the end of a turn. */
final class Connection implements PublishOrigin {
    private static final int MQTT_5 = 5;
    private static final byte[] NO_SPACE = "the disk is too full to store this".getBytes(StandardCharsets.US_ASCII);

    final Channel channel;
    final MqttEndpoint endpoint;
    /** Protocol level of its CONNECT: 4, 5, or 0 before it. */
    int level;
    Session session;
    Will will;
    byte[][] aliases;
    /** 0 = none. */
    long keepAliveNs;
    /** Monotonic clock at the newest complete packet; at the accept before any. */
    long lastPacketNs;
    /** QoS 1 publishes received and not acknowledged. */
    int unacknowledged;
    /** Whether it has published: only then does a full queue or disk stop the reading of it. */
    boolean publishes;
    /** What the read under way has brought so far; null where nothing. */
    PublishBatch batch;
    private ByteBuf pending;
    private boolean closed;

    Connection(final Channel channel, final MqttEndpoint endpoint, final long nowNs) {
        this.channel = channel;
        this.endpoint = endpoint;
        this.lastPacketNs = nowNs;
    }

    boolean isMqtt5() {
        return level == MQTT_5;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void onCommitted(final PublishBatch committed) {
        final int count = committed.count();
        for (int i = 0; i < count; i++) {
            final int packetId = committed.packetId(i);
            if (committed.isRefused()) {
                onRefused(committed.qos(i), packetId);
            } else if (packetId != 0) { // else QoS 0, or a will
                onCommitted(committed.kind(i), committed.qos(i), packetId);
            }
        }
    }

    /** Received before it was known that there is no space. */
    private void onRefused(final int qos, final int packetId) {
        endpoint.countRefused();
        if (qos == 1) {
            unacknowledged--;
            refuseForSpace(Packets.PUBACK, packetId);
        } else {
            session.qos2.forget(packetId);
            session.changed = true;
            refuseForSpace(Packets.PUBREC, packetId);
        }
    }

    private void onCommitted(final RecordKind kind, final int qos, final int packetId) {
        if (kind == RecordKind.RELEASED) {
            ack(Packets.PUBCOMP, packetId);
        } else if (qos == 1) {
            unacknowledged--;
            ack(Packets.PUBACK, packetId);
        } else {
            final boolean repeated = session.qos2.committed(packetId);
            session.changed = true;
            if (!closed) {
                ack(Packets.PUBREC, packetId);
            } else if (repeated && session.connection != null) {
                session.connection.ack(Packets.PUBREC, packetId);
            }
        }
    }

    void ack(final int type, final int packetId) {
        if (!closed) {
            Packets.putAck(pending(), type, packetId);
        }
    }

    void ack(final int type, final int packetId, final int reason) {
        if (!closed) {
            if (isMqtt5()) {
                Packets.putAck(pending(), type, packetId, reason);
            } else {
                Packets.putAck(pending(), type, packetId);
            }
        }
    }

    /** No space: 5.0 only, with words for the person who sees it. */
    void refuseForSpace(final int type, final int packetId) {
        if (!closed) {
            Packets.putAck(pending(), type, packetId, Reason.QUOTA_EXCEEDED, NO_SPACE);
        }
    }

    void pingResponse() {
        Packets.putPingResponse(pending());
    }

    private ByteBuf pending() {
        if (pending == null) {
            pending = channel.alloc().buffer();
            endpoint.flushLater(this);
        }
        return pending;
    }

    /** End of the turn. */
    void flush() {
        if (pending != null) {
            final ByteBuf bytes = pending;
            pending = null;
            if (closed) {
                bytes.release();
            } else {
                channel.writeAndFlush(bytes, channel.voidPromise());
            }
        }
    }

    /** A broken rule: counted, told where the protocol can tell, closed. */
    void refuse(final int reason) {
        endpoint.countRefused();
        disconnect(reason);
    }

    /** Server's goodbye: 5.0 with the reason, 3.1.1 by closing. */
    void disconnect(final int reason) {
        if (closed) {
            return;
        }
        flush();
        if (isMqtt5() && session != null) {
            final ByteBuf bytes = channel.alloc().buffer(4);
            Packets.putDisconnect(bytes, reason);
            channel.writeAndFlush(bytes).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
        endpoint.closed(this);
    }

    /** Called once by the endpoint, whoever closed first. */
    boolean markClosed() {
        final boolean first = !closed;
        closed = true;
        if (pending != null) {
            pending.release();
            pending = null;
        }
        return first;
    }
}
