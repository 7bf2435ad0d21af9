package io.borelog.tools.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker; skipped where there is none. */
@Timeout(60)
class LoadGeneratorTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private final List<SimulateReport> intervals = new ArrayList<>();
    private Path binary;

    @TempDir
    Path dir;

    @BeforeEach
    void findBroker() {
        binary = Mosquitto.find();
        Assumptions.assumeTrue(binary != null, "no mosquitto on this machine");
    }

    @Test
    void shouldDeliverEveryMessageInOrderPerToolAndWriteTheOracle() throws Exception {
        try (Mosquitto broker = Mosquitto.start(binary, dir)) {
            final LoadSettings settings = settings(broker);
            settings.truthFile = dir.resolve("truth.jsonl");
            settings.ackedFile = dir.resolve("acked.jsonl");
            final int expected = (int) settings.holes() * Part.COUNT;
            final ConcurrentLinkedQueue<Mqtt3Publish> received = new ConcurrentLinkedQueue<>();
            final CountDownLatch all = new CountDownLatch(expected);
            final Mqtt3AsyncClient subscriber = subscribe(broker, publish -> {
                received.add(publish);
                all.countDown();
            });
            final SimulateReport summary = run(settings);
            assertTrue(all.await(10, TimeUnit.SECONDS), all.getCount() + " messages missing");
            subscriber.disconnect().get(5, TimeUnit.SECONDS);

            assertEquals(expected, summary.messagesSent());
            assertEquals(0, summary.messagesFailed());
            assertEquals(settings.holes(), summary.totalSignals());
            assertEquals(0, summary.reconnects());
            assertTrue(summary.latency().minMs() > 0.0 && summary.latency().p999Ms() <= summary.latency().maxMs());
            assertEquals(settings.holes(), lines(settings.truthFile).size());
            assertEquals(crcs(received), crcsOf(lines(settings.ackedFile)));
            assertOrderedPerTool(received);
        }
    }

    @Test
    void shouldSendAgainWhatWasNotAcknowledgedWhenTheBrokerForgetsEverything() throws Exception {
        try (Mosquitto broker = Mosquitto.start(binary, dir)) {
            final LoadSettings settings = settings(broker);
            settings.durationNs = TimeUnit.SECONDS.toNanos(2);
            settings.ackedFile = dir.resolve("acked.jsonl");
            settings.reportIntervalNs = TimeUnit.MILLISECONDS.toNanos(50);
            final Set<String> killed = new HashSet<>();
            final SimulateReport summary = new LoadGenerator(settings, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, report -> {
                if (report.messagesSent() > 60 && killed.add("once")) {
                    restart(broker);
                }
            }).run();

            assertEquals(1, killed.size());
            assertTrue(summary.reconnects() >= 1, "reconnects " + summary.reconnects());
            assertEquals(settings.holes() * Part.COUNT, summary.messagesSent());
            assertEquals(0, summary.messagesFailed());
            final Set<String> identities = new HashSet<>();
            lines(settings.ackedFile).forEach(line -> identities.add(line.get("hole") + line.get("part").textValue()));
            assertEquals(settings.holes() * Part.COUNT, identities.size());
        }
    }

    @Test
    void shouldLeaveOutAndRepeatWhatItIsAskedTo() throws Exception {
        try (Mosquitto broker = Mosquitto.start(binary, dir)) {
            final LoadSettings settings = settings(broker);
            settings.holesPerSecond = 500;
            settings.withoutHeads = 0.5;
            settings.withoutTrace = 0.2;
            settings.duplicates = 0.3;
            settings.shuffleParts = true;
            settings.partGapNs = TimeUnit.MILLISECONDS.toNanos(1);
            settings.ackedFile = dir.resolve("acked.jsonl");
            final SimulateReport summary = run(settings);

            final List<JsonNode> acked = lines(settings.ackedFile);
            final Map<String, Integer> parts = new HashMap<>();
            acked.stream().filter(line -> line.get("resend").intValue() == 0)
                .forEach(line -> parts.merge(line.get("part").textValue(), 1, Integer::sum));
            final long repeated = acked.stream().filter(line -> line.get("resend").intValue() == 1)
                .map(line -> line.get("hole").longValue()).distinct().count();
            final double holes = settings.holes();
            assertEquals(settings.holes(), parts.get("result").longValue());
            assertEquals(0.5, parts.get("heads") / holes, 0.08);
            assertEquals(0.8, parts.get("trace") / holes, 0.08);
            assertEquals(0.3, repeated / holes, 0.08);
            assertEquals(settings.holes(), summary.totalSignals());
            assertEquals(acked.size(), summary.messagesSent());
        }
    }

    @Test
    void shouldChargeAStallOfTheBrokerToEveryMessageItDelayed() throws Exception {
        try (Mosquitto broker = Mosquitto.start(binary, dir)) {
            final LoadSettings settings = settings(broker);
            settings.publishers = 1;
            settings.maxInFlight = 1;
            settings.holesPerSecond = 2_000;
            settings.durationNs = TimeUnit.MILLISECONDS.toNanos(200);
            final SimulateReport summary = run(settings);
            assertEquals(settings.holes() * Part.COUNT, summary.messagesSent());
            // one in flight cannot keep up with 6000 messages a second of 30 kB each: the backlog must show
            assertTrue(summary.durationS() > 0.2);
            assertTrue(summary.latency().maxMs() > 1_000.0 * (summary.durationS() - 0.2) * 0.8, summary::toString);
        }
    }

    @Test
    void shouldGiveUpAfterTheDrainWhenTheBrokerStaysAway() throws Exception {
        try (Mosquitto broker = Mosquitto.start(binary, dir)) {
            final LoadSettings settings = settings(broker);
            settings.maxInFlight = 4;
            settings.durationNs = TimeUnit.MILLISECONDS.toNanos(500);
            settings.drainNs = TimeUnit.MILLISECONDS.toNanos(300);
            settings.reportIntervalNs = TimeUnit.MILLISECONDS.toNanos(50);
            final SimulateReport summary = new LoadGenerator(settings, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE,
                report -> broker.kill()).run();
            assertEquals(settings.holes() * Part.COUNT,
                summary.messagesSent() + summary.messagesFailed() + summary.messagesOutstanding());
            assertTrue(summary.messagesFailed() > 0 && summary.messagesOutstanding() > 0, summary::toString);
            assertTrue(summary.successRatePercent() < 100.0);
        }
    }

    @Test
    void shouldRefuseToStartWithoutABroker() throws Exception {
        final LoadSettings settings = new LoadSettings();
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            settings.port = probe.getLocalPort();
        }
        settings.connectTimeoutNs = TimeUnit.MILLISECONDS.toNanos(300);
        final IOException failure = assertThrows(IOException.class, () -> run(settings));
        assertTrue(failure.getMessage().contains("127.0.0.1:" + settings.port), failure::getMessage);
    }

    @Test
    void shouldReplayRecordedHolesUnderNewIdentities() throws Exception {
        final Path recorded = Files.createDirectories(dir.resolve("recorded/one"));
        final Hole hole = new Hole();
        new HoleGenerator(99, 3, SizeProfile.SMALL, Dialect.GATEWAY_2024).generate(7, 1_700_000_000L, hole);
        final PayloadWriter writer = new PayloadWriter();
        Files.write(recorded.resolve("Result.json"), writer.write(hole, Part.RESULT, 0));
        Files.write(recorded.resolve("Trace.json"), writer.write(hole, Part.TRACE, 0));
        Files.write(recorded.resolve("Heads.json"), writer.write(hole, Part.HEADS, 0));
        try (Mosquitto broker = Mosquitto.start(binary, dir)) {
            final LoadSettings settings = settings(broker);
            settings.replayDir = recorded.getParent();
            settings.durationNs = TimeUnit.MILLISECONDS.toNanos(200);
            final CountDownLatch all = new CountDownLatch((int) settings.holes() * Part.COUNT);
            final Set<String> identities = ConcurrentHashMap.newKeySet();
            final Mqtt3AsyncClient subscriber = subscribe(broker, publish -> {
                identities.add(publish.getTopic() + identity(publish));
                all.countDown();
            });
            assertEquals(settings.holes() * Part.COUNT, run(settings).messagesSent());
            assertTrue(all.await(10, TimeUnit.SECONDS), all.getCount() + " messages missing");
            subscriber.disconnect().get(5, TimeUnit.SECONDS);
            assertEquals(settings.holes() * Part.COUNT, identities.size());
        }
    }

    private SimulateReport run(final LoadSettings settings) throws IOException, InterruptedException {
        return new LoadGenerator(settings, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, intervals::add).run();
    }

    private static LoadSettings settings(final Mosquitto broker) {
        final LoadSettings settings = new LoadSettings();
        settings.port = broker.port();
        settings.size = SizeProfile.SMALL;
        settings.tools = 7;
        settings.publishers = 3;
        settings.holesPerSecond = 100;
        settings.durationNs = TimeUnit.SECONDS.toNanos(1);
        settings.drainNs = TimeUnit.SECONDS.toNanos(20);
        return settings;
    }

    private static void restart(final Mosquitto broker) {
        try {
            broker.restart();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Mqtt3AsyncClient subscribe(final Mosquitto broker, final Consumer<Mqtt3Publish> onPublish) throws Exception {
        final Mqtt3AsyncClient client = MqttClient.builder().useMqttVersion3()
            .serverHost("127.0.0.1").serverPort(broker.port()).identifier("listener").buildAsync();
        client.connect().get(10, TimeUnit.SECONDS);
        client.subscribeWith().topicFilter("OPCPUBSUB/#").qos(MqttQos.AT_LEAST_ONCE).callback(onPublish).send().get(10, TimeUnit.SECONDS);
        return client;
    }

    private String identity(final Mqtt3Publish publish) {
        try {
            for (final Map.Entry<String, JsonNode> entry : payload(publish).properties()) {
                if (entry.getKey().matches(".*(ResultId|LifeTimeCycleCounter)")) {
                    assertTrue(entry.getKey().contains("DeviceSet." + publish.getTopic().getLevels().get(2) + '.'), entry.getKey());
                    return entry.getValue().get("Value").asText();
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no identity in " + publish.getTopic());
    }

    private JsonNode payload(final Mqtt3Publish publish) throws IOException {
        return mapper.readTree(publish.getPayloadAsBytes()).get("Messages").get("Payload");
    }

    private void assertOrderedPerTool(final Iterable<Mqtt3Publish> received) {
        final Map<String, Integer> last = new HashMap<>();
        for (final Mqtt3Publish publish : received) {
            final int resultId = Integer.parseInt(identity(publish));
            final Integer before = last.put(publish.getTopic().toString(), resultId);
            assertTrue(before == null || resultId == before + 1, publish.getTopic() + " " + before + " then " + resultId);
        }
        assertEquals(7 * Part.COUNT, last.size());
    }

    private static Set<Long> crcs(final Iterable<Mqtt3Publish> received) {
        final Set<Long> crcs = new HashSet<>();
        for (final Mqtt3Publish publish : received) {
            final CRC32C crc = new CRC32C();
            crc.update(publish.getPayloadAsBytes());
            crcs.add(crc.getValue());
        }
        return crcs;
    }

    private static Set<Long> crcsOf(final List<JsonNode> lines) {
        final Set<Long> crcs = new HashSet<>();
        lines.forEach(line -> crcs.add(line.get("crc32c").longValue()));
        return crcs;
    }

    private List<JsonNode> lines(final Path file) throws IOException {
        final List<JsonNode> lines = new ArrayList<>();
        for (final String line : Files.readAllLines(file)) {
            lines.add(assertJson(line));
        }
        return lines;
    }

    private JsonNode assertJson(final String line) throws IOException {
        final JsonNode node = mapper.readTree(line);
        assertNotNull(node, line);
        return node;
    }
}
