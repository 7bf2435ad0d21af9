package io.borelog.tools.e2e;

import io.borelog.tools.simulate.Part;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A toolbox that publishes with Eclipse Paho, QoS 1, each message acknowledged before the next. One thread. */
final class Gateway implements AutoCloseable {
    static final String TOOLBOX = "ILLL502033771";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final MqttClient client;
    private final Holes holes = new Holes();

    Gateway(final int port) throws MqttException {
        client = new MqttClient("tcp://127.0.0.1:" + port, "gateway-" + NUMBER.incrementAndGet(), new MemoryPersistence());
        client.setTimeToWait(Program.LIMIT_S * 1_000);
        final MqttConnectOptions options = new MqttConnectOptions();
        options.setConnectionTimeout((int) Program.LIMIT_S);
        client.connect(options);
    }

    void publish(final String topic, final byte[] payload) throws MqttException {
        client.publish(topic, payload, 1, false);
    }

    void send(final String tool, final Part part, final byte[] payload) throws MqttException {
        publish(part.topic(TOOLBOX, tool), payload);
    }

    /** Parts of a generated hole, in this order. */
    void send(final String tool, final int number, final Part... parts) throws MqttException {
        for (final Part part : parts) {
            send(tool, part, holes.payload(number, part));
        }
    }

    Holes holes() {
        return holes;
    }

    @Override
    public void close() throws MqttException {
        client.disconnect();
        client.close();
    }
}
