package io.borelog.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Towards a real broker that stops, freezes and comes back: at least once, in order, and the mark only behind acks. */
class ExternalBrokerTest {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(40);

    @TempDir
    private Path directory;
    private final World world = new World().config();
    private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Mosquitto mosquitto;
    private StageFile stageFile;
    private PublishAgent agent;
    private long nextOrigin = 10;

    @BeforeEach
    void createFiles() throws Exception {
        mosquitto = Mosquitto.create(directory);
        open.add(mosquitto);
        stageFile = StageFile.create(StageFile.path(directory, "publish"), 0);
        open.add(stageFile);
    }

    @AfterEach
    void closeAll() throws Exception {
        if (agent != null) {
            agent.onClose();
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    private void startPublish(final int window) {
        final JournalAppender appender = world.outbound.open(Durability.DISK);
        final Progress progress = new Progress(stageFile);
        agent = world.publish(appender, new ExternalBroker("127.0.0.1:" + mosquitto.port, "borelog-test", window,
            world.outbound.tail(), appender, world.checkpoint(appender), progress), progress);
    }

    private void subscribe() throws Exception {
        final Mqtt3AsyncClient client = MqttClient.builder().useMqttVersion3().identifier("subscriber")
            .serverHost("127.0.0.1").serverPort(mosquitto.port)
            .automaticReconnect().initialDelay(50, TimeUnit.MILLISECONDS).maxDelay(200, TimeUnit.MILLISECONDS).applyAutomaticReconnect()
            .buildAsync();
        client.publishes(MqttGlobalPublishFilter.ALL, publish -> received.add(publish.getTopic() + " "
            + new String(publish.getPayloadAsBytes(), UTF_8)));
        client.connectWith().cleanSession(false).send().get(20, TimeUnit.SECONDS);
        client.subscribeWith().topicFilter("#").qos(MqttQos.AT_LEAST_ONCE).send().get(20, TimeUnit.SECONDS);
        open.add(() -> client.disconnect().get(20, TimeUnit.SECONDS));
    }

    private void holes(final int count) {
        for (int i = 0; i < count; i++) {
            world.hole(0, nextOrigin++, 0);
        }
    }

    /** Turns the duty cycle until the condition holds. */
    private void turnUntil(final String what, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> what + "; received " + received.size() + ", mark " + mark());
            world.nowNs += 1_000_000; // the pauses pass quickly
            agent.doWork();
            Thread.onSpinWait();
        }
    }

    private long mark() {
        long mark = 0;
        final JournalTailer tailer = world.outbound.tail();
        while (tailer.next()) {
            if (tailer.record().kind() == RecordKind.DELIVERED) {
                assertTrue(tailer.record().header().originSeq() > mark, "the mark rises");
                mark = tailer.record().header().originSeq();
            }
        }
        return mark;
    }

    private List<String> expected() {
        return world.told().stream().map(told -> told.topic() + " " + told.body()).toList();
    }

    /** Repeats are allowed, but the first of each comes in order, and nothing is missing. */
    private void assertEverythingArrivedInOrder() {
        assertEquals(expected(), List.copyOf(new LinkedHashSet<>(received)));
    }

    @Test
    void shouldSendEverythingInOrderAndMarkIt() throws Exception {
        mosquitto.start();
        subscribe();
        startPublish(16);
        holes(200);
        turnUntil("all of it is marked", () -> mark() == nextOrigin - 1);
        turnUntil("all of it arrived", () -> received.size() >= 600);
        assertEquals(expected(), List.copyOf(received)); // nothing was lost, so nothing was repeated
        assertEquals(0, stageFile.get(StageCounter.RECONNECTS));
        assertEquals(1, stageFile.get(StageCounter.CONNECTIONS));
    }

    @Test
    void shouldGoOnBehindTheMarkWhenTheBrokerComesBack() throws Exception {
        mosquitto.start();
        subscribe();
        startPublish(8);
        holes(300);
        turnUntil("some of it is marked", () -> mark() > 20);
        mosquitto.stop();
        turnUntil("publish says that it waits", () -> stageFile.state() == StageState.WAITING);
        assertTrue(stageFile.note().contains("127.0.0.1:" + mosquitto.port), stageFile.note());
        final long markWhileAway = mark();
        assertTrue(markWhileAway < nextOrigin - 1, "the broker was stopped too late");
        holes(50);
        turnUntil("work on outbound goes on", () -> world.told().size() == 3 * 350);
        assertEquals(markWhileAway, mark());
        mosquitto.start();
        turnUntil("all of it is marked", () -> mark() == nextOrigin - 1);
        turnUntil("all of it arrived", () -> new LinkedHashSet<>(received).size() == 3 * 350);
        assertEverythingArrivedInOrder();
        assertEquals(StageState.READY, stageFile.state());
        assertEquals(1, stageFile.get(StageCounter.RECONNECTS));
    }

    @Test
    void shouldMoveTheMarkOnlyBehindAcks() throws Exception {
        mosquitto.start();
        startPublish(16);
        holes(1);
        turnUntil("connected", () -> mark() == 10);
        mosquitto.freeze();
        holes(20);
        turnUntil("the window is full", () -> stageFile.get(StageCounter.IN_FLIGHT) == 16);
        for (int i = 0; i < 10_000; i++) {
            world.nowNs += 1_000_000;
            agent.doWork();
        }
        assertEquals(10, mark());
        assertEquals(16, stageFile.get(StageCounter.IN_FLIGHT));
        mosquitto.thaw();
        turnUntil("all of it is marked", () -> mark() == nextOrigin - 1);
    }

    @Test
    void shouldSendAgainAfterADeathWhatWasNotMarked() throws Exception {
        mosquitto.start();
        subscribe();
        startPublish(4);
        holes(100);
        turnUntil("some of it is marked", () -> mark() > 20);
        world.outbound.powerCut(0); // and the agent is not asked: its connection goes on until the broker sees a second one of the same id
        startPublish(4);
        turnUntil("all of it is marked", () -> mark() == nextOrigin - 1);
        turnUntil("all of it arrived", () -> new LinkedHashSet<>(received).size() == 300);
        assertEverythingArrivedInOrder();
        assertTrue(received.size() < 400, "only what was not marked is sent again: " + received.size());
    }

    @Test
    void shouldPassWithAReasonWhatMqttCannotCarry() throws Exception {
        mosquitto.start();
        subscribe();
        startPublish(16);
        world.matched(RecordKind.HOLE, 10, 0);
        world.estimate(0, "to#ol", 10, 0, TestHole.ok(1, 2, 3));
        nextOrigin = 11;
        holes(1);
        turnUntil("both are marked", () -> mark() == 11);
        turnUntil("the other arrived", () -> received.size() == 3);
        assertEquals(expected().subList(3, 6), List.copyOf(received));
        assertEquals(3, stageFile.get(StageCounter.REFUSED));
        final JournalTailer tailer = world.outbound.tail();
        String reason = null;
        while (tailer.next()) {
            if (tailer.record().kind() == RecordKind.DELIVERED && tailer.record().header().originSeq() == 10) {
                reason = Texts.get(tailer.record().payload(), tailer.record().payloadOffset());
            }
        }
        assertFalse(reason == null || reason.isEmpty());
    }
}
