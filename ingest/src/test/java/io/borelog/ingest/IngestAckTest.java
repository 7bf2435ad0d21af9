package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageCounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ack means stored: with real clients, on real files. */
class IngestAckTest {
    @TempDir
    private Path data;

    @Test
    void shouldJournalInOrderWhatAnMqtt3ClientPublishes() {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final Mqtt3BlockingClient client = MqttClient.builder().useMqttVersion3()
                .serverHost("127.0.0.1").serverPort(ingest.port()).identifier("tool-7").buildBlocking();
            client.connect();
            for (int i = 0; i < 100; i++) {
                client.publishWith().topic("OPCPUBSUB/tb/tool/Result").qos(MqttQos.fromCode(i % 3)).payload(("m" + i).getBytes()).send();
            }
            client.disconnect();
            RunningIngest.await("100 messages", () -> ingest.messages().size() == 100);
            final List<RunningIngest.Stored> stored = ingest.messages();
            for (int i = 0; i < 100; i++) {
                assertEquals("m" + i, stored.get(i).text());
                assertEquals(i % 3, stored.get(i).qos());
                assertEquals("tool-7", stored.get(i).clientId());
                assertEquals("OPCPUBSUB/tb/tool/Result", stored.get(i).topic());
            }
            assertEquals(List.of(RecordKind.OPEN, RecordKind.CONFIG),
                ingest.inbound().stream().limit(2).map(RunningIngest.Stored::kind).toList());
        }
    }

    @Test
    void shouldCarryALargePayloadUnchangedToAnMqtt5Subscriber() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final Mqtt5BlockingClient client = MqttClient.builder().useMqttVersion5()
                .serverHost("127.0.0.1").serverPort(ingest.port()).identifier("both").buildBlocking();
            client.connect();
            try (Mqtt5BlockingClient.Mqtt5Publishes received = client.publishes(com.hivemq.client.mqtt.MqttGlobalPublishFilter.ALL)) {
                client.subscribeWith().topicFilter("a/+/c").qos(MqttQos.AT_LEAST_ONCE).send();
                final byte[] payload = new byte[270_000];
                new Random(1).nextBytes(payload);
                client.publishWith().topic("a/b/c").qos(MqttQos.AT_LEAST_ONCE).payload(payload).send();
                client.publishWith().topic("a/b/d").qos(MqttQos.AT_LEAST_ONCE).payload(payload).send();
                client.publishWith().topic("a/e/c").qos(MqttQos.EXACTLY_ONCE).payload("last".getBytes()).send();
                final var first = received.receive(20, TimeUnit.SECONDS).orElseThrow();
                assertEquals("a/b/c", first.getTopic().toString());
                assertArrayEquals(payload, first.getPayloadAsBytes());
                assertEquals("last", new String(received.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes()));
            }
            client.disconnect();
            assertEquals(3, ingest.messages().size());
        }
    }

    @Test
    void shouldNotAckBeforeTheCommit() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient client = RawClient.connected(ingest.port(), 4, "c", true)) {
            ingest.hold();
            for (int id = 1; id <= 3; id++) {
                client.publish(4, "t", 1, id, false, new byte[] {1});
            }
            client.send("C0 00");
            assertEquals("d0", client.readPacket(), "the ping sent after them is answered first");
            assertEquals(0, ingest.messages().size());
            ingest.resume();
            final List<String> acks = new ArrayList<>();
            for (int id = 1; id <= 3; id++) {
                acks.add(client.readPacket());
                assertTrue(ingest.messages().size() >= id, "at the ack the record is below the limit");
            }
            assertEquals(List.of("40 0001", "40 0002", "40 0003"), acks);
            assertEquals(0, ingest.count(StageCounter.REFUSED));
        }
    }
}
