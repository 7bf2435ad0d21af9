package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.util.List;
import java.util.Random;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payloads larger than any recorded trace, from and to the two client libraries that plants use most, through the endpoint. */
class ClientsIT {
    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with();

    private static final int PAYLOAD_BYTES = 300_000;
    private static final int COUNT = 3;

    @ParameterizedTest
    @CsvSource({"hive,hive,0", "hive,hive,1", "hive,paho,0", "hive,paho,1", "paho,hive,0", "paho,hive,1", "paho,paho,0", "paho,paho,1"})
    void shouldCarryLargePayloadsFromClientToClient(final String publisher, final String subscriber, final int qos) throws Exception {
        final String topic = "plant/" + publisher + '/' + subscriber + '/' + qos;
        final byte[][] payloads = new byte[COUNT][PAYLOAD_BYTES];
        final Random random = new Random(qos);
        for (final byte[] payload : payloads) {
            random.nextBytes(payload);
        }
        try (Subscriber receiver = subscriber.equals("hive")
            ? Subscriber.hive(PIPELINE.port(), qos, topic) : Subscriber.paho(PIPELINE.port(), qos, topic)) {
            if (publisher.equals("hive")) {
                publishHive(topic, qos, payloads);
            } else {
                publishPaho(topic, qos, payloads);
            }
            final List<Message> received = receiver.messages().await(COUNT, message -> message.is(topic));
            assertEquals(COUNT, received.size());
            for (int i = 0; i < COUNT; i++) {
                assertArrayEquals(payloads[i], received.get(i).payload());
            }
        }
    }

    private static void publishHive(final String topic, final int qos, final byte[][] payloads) {
        final Mqtt5BlockingClient client = Subscriber.hiveClient(PIPELINE.port());
        for (final byte[] payload : payloads) {
            final Mqtt5PublishResult result = client.publishWith().topic(topic).qos(MqttQos.fromCode(qos)).payload(payload).send();
            assertFalse(result.getError().isPresent());
        }
        client.disconnect();
    }

    private static void publishPaho(final String topic, final int qos, final byte[][] payloads) throws Exception {
        final MqttClient client = new MqttClient("tcp://127.0.0.1:" + PIPELINE.port(), "publisher", new MemoryPersistence());
        client.connect();
        for (final byte[] payload : payloads) {
            client.publish(topic, payload, qos, false);
        }
        client.disconnect();
        client.close();
    }
}
