package io.borelog.ingest.mqtt;

import static io.netty.handler.codec.mqtt.MqttProperties.ASSIGNED_CLIENT_IDENTIFIER;
import static io.netty.handler.codec.mqtt.MqttProperties.AUTHENTICATION_METHOD;
import static io.netty.handler.codec.mqtt.MqttProperties.MAXIMUM_PACKET_SIZE;
import static io.netty.handler.codec.mqtt.MqttProperties.RECEIVE_MAXIMUM;
import static io.netty.handler.codec.mqtt.MqttProperties.RETAIN_AVAILABLE;
import static io.netty.handler.codec.mqtt.MqttProperties.SESSION_EXPIRY_INTERVAL;
import static io.netty.handler.codec.mqtt.MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE;
import static io.netty.handler.codec.mqtt.MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE;
import static io.netty.handler.codec.mqtt.MqttProperties.TOPIC_ALIAS_MAXIMUM;

import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** CONNECT and DISCONNECT: who may come in, with which session, and how they leave. */
final class Connecting {
    private static final int LEVEL_311 = 4;
    private static final int LEVEL_5 = 5;
    private static final int DISCONNECT_WITH_WILL = 0x04;
    private static final int REFUSED_VERSION_311 = 0x01;
    private static final int REFUSED_CLIENT_ID_311 = 0x02;
    private static final int REFUSED_UNAVAILABLE_311 = 0x03;
    private static final int REFUSED_NOT_AUTHORIZED_311 = 0x05;
    private static final long UNSIGNED_INT = 0xFFFF_FFFFL;

    private final MqttEndpoint endpoint;
    private final Sessions sessions;
    private final Limits limits;

    Connecting(final MqttEndpoint endpoint, final Sessions sessions, final Limits limits) {
        this.endpoint = endpoint;
        this.sessions = sessions;
        this.limits = limits;
    }

    void connect(final Connection connection, final MqttConnectMessage message) {
        final MqttConnectVariableHeader header = message.variableHeader();
        if (header.version() != LEVEL_311 && header.version() != LEVEL_5) {
            refuseVersion(connection);
            return;
        }
        connection.level = header.version();
        final MqttProperties properties = header.properties();
        if (properties.getProperty(AUTHENTICATION_METHOD) != null) {
            refuse(connection, REFUSED_NOT_AUTHORIZED_311, Reason.BAD_AUTHENTICATION_METHOD);
            return;
        }
        final String given = message.payload().clientIdentifier() == null ? "" : message.payload().clientIdentifier();
        final boolean assigned = given.isEmpty();
        if (assigned && !connection.isMqtt5() && !header.isCleanSession()
            || !TopicRules.isClientId(given) || given.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_CLIENT_ID_BYTES) {
            refuse(connection, REFUSED_CLIENT_ID_311, Reason.CLIENT_ID_INVALID);
            return;
        }
        final int receiveMaximum = intOf(properties, RECEIVE_MAXIMUM, connection.isMqtt5() ? Limits.MAX_WINDOW : Limits.WINDOW_311);
        if (receiveMaximum == 0) {
            refuse(connection, REFUSED_NOT_AUTHORIZED_311, Reason.PROTOCOL_ERROR);
            return;
        }
        if (!takeWill(connection, message)) {
            return;
        }
        final String clientId = assigned ? "auto-" + UUID.randomUUID() : given;
        enter(connection, clientId, assigned, header, receiveMaximum);
    }

    /** @return false where the will was refused, and with it the connection. */
    private boolean takeWill(final Connection connection, final MqttConnectMessage message) {
        final MqttConnectVariableHeader header = message.variableHeader();
        if (!header.isWillFlag()) {
            return true;
        }
        final String topic = message.payload().willTopic();
        if (header.willQos() > 2) {
            refuse(connection, REFUSED_NOT_AUTHORIZED_311, Reason.MALFORMED);
        } else if (topic == null || !TopicRules.isName(topic) || TopicRules.isReserved(topic)) {
            refuse(connection, REFUSED_NOT_AUTHORIZED_311, Reason.TOPIC_INVALID);
        } else if (header.isWillRetain() && connection.isMqtt5()) {
            refuse(connection, REFUSED_NOT_AUTHORIZED_311, Reason.RETAIN_NOT_SUPPORTED);
        } else {
            final byte[] payload = message.payload().willMessageInBytes();
            connection.will = new Will(topic.getBytes(StandardCharsets.UTF_8), payload == null ? new byte[0] : payload,
                header.willQos(), header.isWillRetain());
            return true;
        }
        return false;
    }

    private void enter(
        final Connection connection, final String clientId, final boolean assigned, final MqttConnectVariableHeader header,
        final int receiveMaximum) {
        Session session = sessions.get(clientId);
        if (session != null && session.connection != null) {
            session.connection.disconnect(Reason.SESSION_TAKEN_OVER);
            session = sessions.get(clientId); // it may have ended with its connection
        }
        if (session != null && (header.isCleanSession() || session.isExpired(endpoint.nowMs()))) {
            sessions.remove(session);
            session = null;
        }
        final boolean present = session != null;
        if (session == null) {
            session = sessions.create(clientId);
            if (session == null) {
                refuse(connection, REFUSED_UNAVAILABLE_311, Reason.QUOTA_EXCEEDED);
                return;
            }
        }
        final MqttProperties properties = header.properties();
        final long requested = connection.isMqtt5() ? longOf(properties, SESSION_EXPIRY_INTERVAL, 0)
            : header.isCleanSession() ? 0 : UNSIGNED_INT;
        session.expirySeconds = Math.min(requested, limits.sessionExpirySeconds());
        session.connection = connection;
        connection.session = session;
        connection.keepAliveNs = header.keepAliveTimeSeconds() * 1_500_000_000L;
        connection.channel.writeAndFlush(accepted(connection, assigned ? clientId : null, present, requested));
        final int maxPacket = (int) Math.min(Integer.MAX_VALUE, longOf(properties, MAXIMUM_PACKET_SIZE, Integer.MAX_VALUE));
        sessions.attach(session, connection, Math.min(receiveMaximum, Limits.MAX_WINDOW), maxPacket);
    }

    private MqttConnAckMessage accepted(
        final Connection connection, final String assignedClientId, final boolean present, final long requestedExpiry) {
        final MqttProperties properties = new MqttProperties();
        if (connection.isMqtt5()) {
            put(properties, RECEIVE_MAXIMUM, limits.receiveMaximum());
            put(properties, MAXIMUM_PACKET_SIZE, limits.maxPacket());
            put(properties, TOPIC_ALIAS_MAXIMUM, Limits.MAX_TOPIC_ALIAS);
            put(properties, RETAIN_AVAILABLE, 0);
            put(properties, SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
            put(properties, SHARED_SUBSCRIPTION_AVAILABLE, 0);
            if (connection.session.expirySeconds != requestedExpiry) {
                put(properties, SESSION_EXPIRY_INTERVAL, (int) connection.session.expirySeconds);
            }
            if (assignedClientId != null) {
                properties.add(new MqttProperties.StringProperty(ASSIGNED_CLIENT_IDENTIFIER, assignedClientId));
            }
        }
        return MqttMessageBuilders.connAck().returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED)
            .sessionPresent(present).properties(properties).build();
    }

    void refuseVersion(final Connection connection) {
        // the level is not ours, so the answer is the oldest one that every client can read
        connection.level = LEVEL_311;
        refuse(connection, REFUSED_VERSION_311, Reason.UNSPECIFIED);
    }

    private void refuse(final Connection connection, final int code311, final int reason5) {
        endpoint.countRefused();
        final int code = connection.isMqtt5() ? reason5 : code311;
        final byte[] bytes = connection.isMqtt5()
            ? new byte[] {0x20, 3, 0, (byte) code, 0} : new byte[] {0x20, 2, 0, (byte) code};
        connection.channel.writeAndFlush(connection.channel.alloc().buffer(bytes.length).writeBytes(bytes))
            .addListener(ChannelFutureListener.CLOSE);
        connection.will = null;
        endpoint.closed(connection);
    }

    void disconnect(final Connection connection, final MqttMessage message) {
        boolean keepsWill = false;
        if (message.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            keepsWill = (header.reasonCode() & 0xFF) == DISCONNECT_WITH_WILL;
            final long expiry = longOf(header.properties(), SESSION_EXPIRY_INTERVAL, -1);
            if (expiry > 0 && !connection.session.isPersistent()) {
                connection.refuse(Reason.PROTOCOL_ERROR); // a session that was to end cannot be prolonged at the end
                return;
            }
            if (expiry >= 0) {
                connection.session.expirySeconds = Math.min(expiry, limits.sessionExpirySeconds());
            }
        }
        if (!keepsWill) {
            connection.will = null;
        }
        connection.flush();
        connection.channel.close();
        endpoint.closed(connection);
    }

    private static void put(final MqttProperties properties, final int id, final int value) {
        properties.add(new MqttProperties.IntegerProperty(id, value));
    }

    private static int intOf(final MqttProperties properties, final int id, final int absent) {
        final Object value = valueOf(properties, id);
        return value == null ? absent : (Integer) value;
    }

    private static long longOf(final MqttProperties properties, final int id, final long absent) {
        final Object value = valueOf(properties, id);
        return value == null ? absent : (Integer) value & UNSIGNED_INT;
    }

    private static Object valueOf(final MqttProperties properties, final int id) {
        final MqttProperties.MqttProperty<?> property = properties == null ? null : properties.getProperty(id);
        return property == null ? null : property.value();
    }
}
