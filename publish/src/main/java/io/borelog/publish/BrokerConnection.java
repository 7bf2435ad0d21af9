package io.borelog.publish;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * One attempt at a connection to the external broker, used up when it is lost: what was in flight is sent again, from the journal, by the
 * next one. So nothing waits in the client's own queues, and a late answer of an old connection reaches nobody.
 *
 * <p>Publish's thread calls; the client's threads only offer to the queue, which has room for the whole window, and set two fields.
 */
final class BrokerConnection implements BrokerLink {
    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long CLOSE_TIMEOUT_MS = 1_000;

    private final ManyToOneConcurrentArrayQueue<Flight> acks;
    private final Mqtt3AsyncClient client;
    private volatile boolean connected;
    private volatile String lost;

    /** @param window most flights at a time */
    BrokerConnection(final BrokerAddress address, final String clientId, final int window) {
        acks = new ManyToOneConcurrentArrayQueue<>(Math.max(2, window));
        client = MqttClient.builder()
            .useMqttVersion3()
            .identifier(clientId)
            .transportConfig()
                .serverHost(address.host())
                .serverPort(address.port())
                .socketConnectTimeout(CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .mqttConnectTimeout(CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .applyTransportConfig()
            .addDisconnectedListener(context -> lose(context.getCause()))
            .buildAsync();
    }

    /** Returns at once. */
    @Override
    public void connect() {
        client.connectWith().cleanSession(false).keepAlive(KEEP_ALIVE_SECONDS).send().whenComplete((ack, ex) -> {
            if (ex != null) {
                lose(ex);
            } else {
                connected = true;
            }
        });
    }

    @Override
    public boolean isConnected() {
        return connected && lost == null;
    }

    /** @return why the connection is lost, or null while it is not. */
    @Override
    public String lost() {
        return lost;
    }

    /** Returns at once; the client sends in the order of the calls. @throws IllegalArgumentException where MQTT cannot carry the topic. */
    @Override
    public void send(final Flight flight, final String topic, final byte[] body) {
        client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(body).send().whenComplete((publish, ex) -> {
            if (ex != null) {
                lose(ex);
            } else if (!acks.offer(flight)) {
                lose(new IllegalStateException("more acks than the window")); // never: each flight is acked once
            }
        });
    }

    /** Passes on what has been acked since the last call. */
    @Override
    public int poll(final Consumer<Flight> onAck) {
        return acks.drain(onAck);
    }

    private void lose(final Throwable cause) {
        if (lost == null) {
            lost = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        }
    }

    /** Says good-bye where there is somebody to say it to; waits a second for it at most. */
    @Override
    public void close() {
        if (client.getState().isConnected()) {
            try {
                client.disconnect().get(CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            } catch (final Exception ex) {
                lose(ex); // it is closed by the process's end then
            }
        }
    }
}
