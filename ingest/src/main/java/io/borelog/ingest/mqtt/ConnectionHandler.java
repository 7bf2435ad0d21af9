package io.borelog.ingest.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnacceptableProtocolVersionException;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;

/** Takes what the decoder made of one socket's bytes and sends each packet to whoever handles its kind. */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
    private final MqttEndpoint endpoint;
    private Connection connection;
    private long packets;

    ConnectionHandler(final MqttEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void channelActive(final ChannelHandlerContext ctx) {
        connection = endpoint.accepted(ctx.channel());
        if (connection == null) {
            ctx.close();
        }
    }

    /** @return null before the socket is active, and where it was one too many. */
    Connection connection() {
        return connection;
    }

    /** Packets that the codec has made, malformed ones too. */
    long packets() {
        return packets;
    }

    @Override
    public void channelRead(final ChannelHandlerContext ctx, final Object message) {
        packets++;
        try {
            if (!connection.isClosed()) {
                connection.lastPacketNs = endpoint.nowNs();
                handle((MqttMessage) message);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void handle(final MqttMessage message) {
        if (message.decoderResult().isFailure()) {
            malformed(message.decoderResult().cause());
            return;
        }
        final MqttMessageType type = message.fixedHeader().messageType();
        if (connection.session == null) {
            if (type == MqttMessageType.CONNECT) {
                endpoint.connecting().connect(connection, (MqttConnectMessage) message);
            } else {
                connection.refuse(Reason.PROTOCOL_ERROR);
            }
            return;
        }
        switch (type) {
            case PUBLISH -> endpoint.publishing().publish(connection, (MqttPublishMessage) message);
            case PUBREL -> endpoint.publishing().release(connection, packetId(message));
            case PUBACK -> {
                if (!connection.session.subscriber.acked(packetId(message))) {
                    connection.refuse(Reason.PROTOCOL_ERROR); // more acknowledgements than deliveries
                }
            }
            case SUBSCRIBE -> endpoint.subscribing().subscribe(connection, (MqttSubscribeMessage) message);
            case UNSUBSCRIBE -> endpoint.subscribing().unsubscribe(connection, (MqttUnsubscribeMessage) message);
            case PINGREQ -> connection.pingResponse();
            case DISCONNECT -> endpoint.connecting().disconnect(connection, message);
            default -> connection.refuse(Reason.PROTOCOL_ERROR); // a second CONNECT, AUTH, or what only servers send
        }
    }

    private static int packetId(final MqttMessage message) {
        return ((MqttMessageIdVariableHeader) message.variableHeader()).messageId();
    }

    private void malformed(final Throwable cause) {
        if (cause instanceof MqttUnacceptableProtocolVersionException && connection.session == null) {
            endpoint.connecting().refuseVersion(connection);
        } else {
            connection.refuse(reasonOf(cause));
        }
    }

    private static int reasonOf(final Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            return Reason.PACKET_TOO_LARGE;
        }
        final String words = cause == null ? null : cause.getMessage(); // the codec has no type for it
        return words != null && words.startsWith("invalid publish topic name") ? Reason.TOPIC_INVALID : Reason.MALFORMED;
    }

    @Override
    public void channelReadComplete(final ChannelHandlerContext ctx) {
        endpoint.endOfTurn();
    }

    @Override
    public void channelInactive(final ChannelHandlerContext ctx) {
        if (connection != null) {
            endpoint.closed(connection);
        }
    }

    @Override
    public void exceptionCaught(final ChannelHandlerContext ctx, final Throwable cause) {
        if (!(cause instanceof IOException)) {
            endpoint.unexpected(cause); // a peer that went away is no error; this is
        }
        ctx.close();
    }
}
