package io.borelog.tools.simulate;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.message.connect.connack.Mqtt3ConnAck;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One MQTT session that outlives its connections: after a loss it reconnects with back-off, and what was not acknowledged is sent
 * again, in order, also when the broker has forgotten the session.
 */
final class Connection implements AutoCloseable {
    private static final long FIRST_BACK_OFF_MS = 50;
    private static final long MAX_BACK_OFF_MS = 2_000;
    private static final int MAX_DOUBLINGS = 6;
    private static final long DISCONNECT_LIMIT_S = 2;
    /** An endpoint that answers late is not to be given up: what it has not acknowledged would be sent to it all over again. */
    private static final int KEEP_ALIVE_S = 120;

    private final Mqtt3AsyncClient client;
    private final Meter meter;
    private final String address;
    private CompletableFuture<Mqtt3ConnAck> connecting;
    private CompletableFuture<Void> leaving;
    private boolean connectedBefore;          // callbacks of one client come one after the other
    private volatile boolean closing;

    Connection(final LoadSettings settings, final int number, final Meter meter) {
        this.meter = meter;
        this.address = settings.host + ':' + settings.port;
        Mqtt3ClientBuilder builder = MqttClient.builder().useMqttVersion3()
            .identifier(settings.clientIdPrefix + number)
            .serverHost(settings.host)
            .serverPort(settings.port)
            .addConnectedListener(context -> onConnected())
            .addDisconnectedListener(this::onDisconnected);
        if (settings.username != null) {
            final byte[] password = settings.password.getBytes(StandardCharsets.UTF_8);
            builder = builder.simpleAuth().username(settings.username).password(password).applySimpleAuth();
        }
        client = builder.buildAsync();
    }

    /** Begins to connect, and goes on trying until {@link #awaitConnected} gives up. */
    void connect() {
        connecting = client.connectWith().cleanSession(false).keepAlive(KEEP_ALIVE_S).send();
    }

    void awaitConnected(final long limitNs) throws IOException, InterruptedException {
        try {
            connecting.get(limitNs, TimeUnit.NANOSECONDS);
        } catch (final ExecutionException e) {
            closing = true;
            throw new IOException("cannot connect to " + address, e.getCause());
        } catch (final TimeoutException e) {
            closing = true;
            throw new IOException("no connection to " + address + " within " + TimeUnit.NANOSECONDS.toMillis(limitNs) + " ms", e);
        }
    }

    /** Completes at the PUBACK, however many connections that takes. */
    CompletableFuture<Mqtt3Publish> publish(final String topic, final byte[] payload) {
        return client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(payload).send();
    }

    private void onConnected() {
        if (connectedBefore) {
            meter.reconnected();
        }
        connectedBefore = true;
    }

    private void onDisconnected(final MqttClientDisconnectedContext context) {
        if (closing || context.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        final int doublings = Math.min(MAX_DOUBLINGS, context.getReconnector().getAttempts());
        context.getReconnector()
            .reconnect(true)
            .republishIfSessionExpired(true)
            .delay(Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS << doublings), TimeUnit.MILLISECONDS);
    }

    /** Begins to say goodbye, where there is a connection; {@link #close()} waits for it. */
    void leave() {
        closing = true;
        leaving = client.disconnect();
    }

    /** One that is being re-established ends within {@value #DISCONNECT_LIMIT_S} s. */
    @Override
    public void close() {
        if (leaving == null) {
            leave();
        }
        try {
            leaving.get(DISCONNECT_LIMIT_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException | TimeoutException e) {
            // not connected: nothing to say goodbye to, and the listener stops reconnecting
            return;
        }
    }
}
