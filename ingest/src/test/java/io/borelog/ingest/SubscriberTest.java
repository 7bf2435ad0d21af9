package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageCounter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions as places in the journals. */
class SubscriberTest {
    private static final int WAIT_SECONDS = 20;

    @TempDir
    private Path data;

    private static Mqtt5BlockingClient client(final RunningIngest ingest, final String id) {
        return MqttClient.builder().useMqttVersion5().serverHost("127.0.0.1").serverPort(ingest.port()).identifier(id).buildBlocking();
    }

    private static void connect(final Mqtt5BlockingClient client, final boolean clean) {
        client.connectWith().cleanStart(clean).sessionExpiryInterval(3_600).send();
    }

    private static void publish(final RunningIngest ingest, final String topic, final int from, final int to) {
        final Mqtt5BlockingClient publisher = client(ingest, "publisher-of-" + topic.replace('/', '-'));
        publisher.connect();
        for (int i = from; i < to; i++) {
            publisher.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(Integer.toString(i).getBytes()).send();
        }
        publisher.disconnect();
    }

    private static List<Integer> receive(final Mqtt5BlockingClient.Mqtt5Publishes publishes, final int count) throws Exception {
        final List<Integer> received = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            received.add(Integer.parseInt(new String(
                publishes.receive(WAIT_SECONDS, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes(), StandardCharsets.US_ASCII)));
        }
        return received;
    }

    private static List<Integer> range(final int from, final int to) {
        return java.util.stream.IntStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldDeliverWhatWasPublishedWhileAwayAlsoAfterARestart() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final Mqtt5BlockingClient subscriber = client(ingest, "s");
            connect(subscriber, false);
            try (var publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
                subscriber.subscribeWith().topicFilter("a/#").qos(MqttQos.AT_LEAST_ONCE).send();
                publish(ingest, "a/b", 0, 10);
                assertEquals(range(0, 10), receive(publishes, 10));
            }
            subscriber.disconnect();
            publish(ingest, "a/b", 10, 200);
            final Mqtt5BlockingClient again = client(ingest, "s");
            try (var publishes = again.publishes(MqttGlobalPublishFilter.ALL)) {
                connect(again, false);
                assertEquals(range(10, 200), receive(publishes, 190));
            }
            again.disconnect();
            publish(ingest, "a/b", 200, 300);
        }
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final Mqtt5BlockingClient again = client(ingest, "s");
            try (var publishes = again.publishes(MqttGlobalPublishFilter.ALL)) {
                connect(again, false);
                assertEquals(range(200, 300), receive(publishes, 100));
                publish(ingest, "a/b", 300, 301);
                assertEquals(range(300, 301), receive(publishes, 1));
            }
            again.disconnect();
        }
    }

    @Test
    void shouldStartAfreshWithACleanSession() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final Mqtt5BlockingClient subscriber = client(ingest, "s");
            connect(subscriber, false);
            subscriber.subscribeWith().topicFilter("a/#").qos(MqttQos.AT_LEAST_ONCE).send();
            subscriber.disconnect();
            publish(ingest, "a/b", 0, 10);
            final Mqtt5BlockingClient again = client(ingest, "s");
            try (var publishes = again.publishes(MqttGlobalPublishFilter.ALL)) {
                assertFalse(again.connectWith().cleanStart(true).send().isSessionPresent());
                publish(ingest, "a/b", 10, 20);
                again.subscribeWith().topicFilter("a/#").qos(MqttQos.AT_LEAST_ONCE).send();
                publish(ingest, "a/b", 20, 21);
                assertEquals(List.of(20), receive(publishes, 1));
            }
            again.disconnect();
        }
    }

    @Test
    void shouldDeliverOnceWhereFiltersOverlapWithTheHighestQos() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient subscriber = RawClient.connected(ingest.port(), 4, "s", true)) {
            // packet id 1: a/+ at QoS 1, a/# at QoS 0, # at QoS 2
            subscriber.send("82 12 00 01 00 03 61 2F 2B 01 00 03 61 2F 23 00 00 01 23 02");
            assertEquals("90 0001010001", subscriber.readPacket(), "granted at most 1");
            publish(ingest, "a/b", 5, 6);
            publish(ingest, "z", 6, 7);
            assertEquals("32 0003612f62000135", subscriber.readPacket());
            assertEquals("32 00017a000236", subscriber.readPacket(), "nothing came in between");
        }
    }

    @Test
    void shouldSendAgainWithTheSamePacketIdWhatWasNotAcknowledged() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            try (RawClient subscriber = RawClient.connected(ingest.port(), 4, "s", false)) {
                subscriber.send("82 06 00 01 00 01 61 01");
                assertEquals("90 000101", subscriber.readPacket());
                publish(ingest, "a", 1, 4);
                assertEquals("32 000161000131", subscriber.readPacket());
                assertEquals("32 000161000232", subscriber.readPacket());
                assertEquals("32 000161000333", subscriber.readPacket());
                subscriber.send("40 02 00 02");
                subscriber.send("C0 00");
                assertEquals("d0", subscriber.readPacket());
            }
            publish(ingest, "a", 4, 5);
            try (RawClient subscriber = RawClient.connected(ingest.port(), 4, "s", false)) {
                assertEquals("3a 000161000131", subscriber.readPacket());
                assertEquals("3a 000161000333", subscriber.readPacket());
                assertEquals("32 000161000434", subscriber.readPacket());
            }
        }
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient subscriber = RawClient.connected(ingest.port(), 4, "s", false)) {
            assertEquals("3a 000161000131", subscriber.readPacket(), "also after a restart");
            assertEquals("3a 000161000333", subscriber.readPacket());
            assertEquals("3a 000161000434", subscriber.readPacket());
        }
    }

    @Test
    void shouldHoldTheWindowAndLoseNothingOfASlowSubscriber() throws IOException {
        final int count = 500;
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient subscriber = RawClient.connected(ingest.port(), 4, "s", true)) {
            subscriber.send("82 06 00 01 00 01 61 01");
            assertEquals("90 000101", subscriber.readPacket());
            publish(ingest, "a", 0, count);
            for (int i = 1; i <= 64; i++) {
                assertTrue(subscriber.readPacket().startsWith("32 000161" + String.format("%04x", i)));
            }
            subscriber.send("C0 00");
            assertEquals("d0", subscriber.readPacket(), "64 are on their way: nothing more before an acknowledgement");
            int acked = 0;
            for (int i = 65; i <= count; i++) {
                acked++;
                subscriber.packet(0x40, new byte[] {(byte) (acked >> 8), (byte) acked});
                final String packet = subscriber.readPacket();
                assertEquals(String.format("32 000161%04x", i), packet.substring(0, 13));
                assertEquals(Integer.toString(i - 1), new String(java.util.HexFormat.of().parseHex(packet.substring(13))));
            }
        }
    }

    @Test
    void shouldEndASubscription() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient subscriber = RawClient.connected(ingest.port(), 5, "s", true)) {
            subscriber.send("82 0B 0001 00 0001 61 00 0001 62 00");
            assertEquals("90 0001000000", subscriber.readPacket());
            subscriber.send("A2 06 0002 00 0001 61");
            assertEquals("b0 00020000", subscriber.readPacket());
            subscriber.send("A2 06 0003 00 0001 61");
            assertEquals("b0 00030011", subscriber.readPacket(), "there is none any more");
            publish(ingest, "a", 1, 2);
            publish(ingest, "b", 2, 3);
            assertEquals("30 0001620032", subscriber.readPacket());
        }
    }

    @Test
    void shouldServeResultsFromOutbound() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            writeOut(0, 3);
            final Mqtt5BlockingClient subscriber = client(ingest, "s");
            connect(subscriber, false);
            try (var publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
                subscriber.subscribeWith().topicFilter("borelog/#").qos(MqttQos.AT_LEAST_ONCE).send();
                writeOut(3, 6);
                assertEquals(range(3, 6), receive(publishes, 3));
            }
            subscriber.disconnect();
            writeOut(6, 9);
            final Mqtt5BlockingClient again = client(ingest, "s");
            try (var publishes = again.publishes(MqttGlobalPublishFilter.ALL)) {
                connect(again, false);
                assertEquals(range(6, 9), receive(publishes, 3));
            }
            again.disconnect();
        }
    }

    /** The record itself is gone; those around it are not. */
    @Test
    void shouldGoOnBehindAMessageThatCannotBeRead() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final Mqtt5BlockingClient subscriber = client(ingest, "s");
            connect(subscriber, false);
            subscriber.subscribeWith().topicFilter("borelog/#").qos(MqttQos.AT_LEAST_ONCE).send();
            subscriber.disconnect();
            writeOut(100, 109);
            turnABitOf("104");
            final long errors = ingest.count(StageCounter.ERRORS);
            final Mqtt5BlockingClient again = client(ingest, "s");
            try (var publishes = again.publishes(MqttGlobalPublishFilter.ALL)) {
                connect(again, false);
                final List<Integer> expected = new ArrayList<>(range(100, 109));
                expected.remove(Integer.valueOf(104));
                assertEquals(expected, receive(publishes, 8));
            }
            assertTrue(ingest.count(StageCounter.ERRORS) > errors, "and it is named");
            again.disconnect();
        }
    }

    private void turnABitOf(final String payload) throws IOException {
        final Path file;
        try (Stream<Path> files = Files.list(data.resolve(Journals.OUTBOUND))) {
            file = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        final int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf("estimate" + payload) + 8;
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(payload.charAt(0) ^ 8);
        }
    }

    private void writeOut(final int from, final int to) {
        final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();
        try (StageFile publish = StageFile.create(StageFile.path(data, "publish"), 0);
            JournalAppender outbound = Journals.append(
                data, Journals.OUTBOUND, 1 << 20, SpaceRules.SMALL, Durability.DISK, publish, SystemEpochNanoClock.INSTANCE)) {
            for (int i = from; i < to; i++) {
                final int length = OutRecord.encode(payload, 0, 1, 1, "borelog/tb/t/estimate".getBytes(), Integer.toString(i).getBytes());
                outbound.append(RecordKind.OUT, i + 1, 0, 0, payload, 0, length);
            }
            outbound.commit();
        }
    }

    @Test
    void shouldCloseTheOldConnectionOfAClientThatComesAgain() throws IOException {
        try (RunningIngest ingest = RunningIngest.start(data);
            RawClient first = RawClient.connected(ingest.port(), 5, "same", false);
            RawClient second = RawClient.connected(ingest.port(), 5, "same", false)) {
            assertEquals("e0 8e", first.readPacket());
            assertEquals("closed", first.readPacket());
            second.send("C0 00");
            assertEquals("d0", second.readPacket());
        }
    }
}
