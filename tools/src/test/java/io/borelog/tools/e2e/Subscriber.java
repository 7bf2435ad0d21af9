package io.borelog.tools.e2e;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.IMqttMessageListener;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Assertions;

/** A subscriber with somebody else's client library; subscribed when it is made. */
final class Subscriber implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Mailbox<Message> messages = new Mailbox<>();
    private AutoCloseable connection;

    private Subscriber() {
    }

    /** Eclipse Paho, MQTT 3.1.1, QoS 1. */
    static Subscriber paho(final int port, final String... filters) throws MqttException {
        return paho(port, 1, filters);
    }

    /** Eclipse Paho, MQTT 3.1.1. */
    static Subscriber paho(final int port, final int qos, final String... filters) throws MqttException {
        final Subscriber subscriber = new Subscriber();
        final org.eclipse.paho.client.mqttv3.MqttClient client = new org.eclipse.paho.client.mqttv3.MqttClient(
            "tcp://127.0.0.1:" + port, "paho-" + NUMBER.incrementAndGet(), new MemoryPersistence());
        client.connect();
        final int[] granted = new int[filters.length];
        Arrays.fill(granted, qos);
        final IMqttMessageListener[] listeners = new IMqttMessageListener[filters.length];
        Arrays.fill(listeners,
            (IMqttMessageListener) (topic, message) -> subscriber.messages.put(new Message(topic, message.getPayload())));
        client.subscribe(filters, granted, listeners);
        subscriber.connection = () -> {
            client.disconnect();
            client.close();
        };
        return subscriber;
    }

    /** HiveMQ, MQTT 5. */
    static Subscriber hive(final int port, final int qos, final String filter) {
        final Subscriber subscriber = new Subscriber();
        final Mqtt5BlockingClient client = hiveClient(port);
        client.toAsync().subscribeWith().topicFilter(filter).qos(MqttQos.fromCode(qos))
            .callback(publish -> subscriber.messages.put(new Message(publish.getTopic().toString(), publish.getPayloadAsBytes())))
            .send().join();
        subscriber.connection = client::disconnect;
        return subscriber;
    }

    /** A connected HiveMQ client, MQTT 5. */
    static Mqtt5BlockingClient hiveClient(final int port) {
        final Mqtt5BlockingClient client = MqttClient.builder().useMqttVersion5().identifier("hive-" + NUMBER.incrementAndGet())
            .serverHost("127.0.0.1").serverPort(port).buildBlocking();
        Assertions.assertEquals(Mqtt5ConnAckReasonCode.SUCCESS, client.connect().getReasonCode());
        return client;
    }

    Mailbox<Message> messages() {
        return messages;
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }
}
