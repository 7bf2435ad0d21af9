package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.borelog.journal.stage.StageState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The endpoint on a file system that is really full, a small tmpfs, where the machine lets us mount one. */
class FullDiskTest {
    private static final int WAIT_SECONDS = 20;
    private static final String[] SETTINGS = {"journal.cycle=4MiB", "journal.ahead=1MiB", "disk.stop=4MiB", "disk.resume=8MiB"};

    @TempDir
    private Path temp;
    private Path disk;
    private Path data;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(temp.resolve("disk"));
        data = disk.resolve("data");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()) == 0,
            "skipped: a tmpfs cannot be mounted here");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", "-l", disk.toString());
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private static Mqtt5BlockingClient client(final RunningIngest ingest, final String id) {
        return MqttClient.builder().useMqttVersion5().serverHost("127.0.0.1").serverPort(ingest.port()).identifier(id).buildBlocking();
    }

    private static void publish(final Mqtt5BlockingClient client, final int bytes) {
        client.publishWith().topic("a/b").qos(MqttQos.AT_LEAST_ONCE).payload(new byte[bytes]).send();
    }

    /** What was allocated before the disk was full is still used. @return how many were taken */
    private static int publishUntilRefused(final Mqtt5BlockingClient publisher) {
        for (int taken = 0; taken < 1_000; taken++) {
            try {
                publish(publisher, 100 << 10);
            } catch (final Mqtt5PubAckException ex) {
                assertEquals(Mqtt5PubAckReasonCode.QUOTA_EXCEEDED, ex.getMqttMessage().getReasonCode());
                assertTrue(ex.getMqttMessage().getReasonString().orElseThrow().toString().contains("disk"));
                return taken;
            }
        }
        throw new AssertionError("never refused");
    }

    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(disk.resolve("filler"))) {
            final byte[] block = new byte[4 << 10];
            while (true) {
                out.write(block);
            }
        } catch (final IOException ex) {
            assertTrue(ex.getMessage().contains("No space"), ex.getMessage());
        }
    }

    private boolean hasSession() {
        try (Stream<Path> files = Files.list(data.resolve("sessions"))) {
            return files.anyMatch(file -> file.toString().endsWith(".json") && !file.endsWith("mark.json"));
        } catch (final IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    @Test
    void shouldServeSubscribersRefusePublishersAndForgetNothing() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data, SETTINGS)) {
            final Mqtt5BlockingClient publisher = client(ingest, "publisher");
            publisher.connectWith().sessionExpiryInterval(0).send();
            publish(publisher, 100);
            fill();
            final Mqtt5BlockingClient subscriber = client(ingest, "subscriber");
            subscriber.connectWith().cleanStart(true).sessionExpiryInterval(3_600).send();
            try (var publishes = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
                subscriber.subscribeWith().topicFilter("a/#").qos(MqttQos.AT_LEAST_ONCE).send();
                final int taken = publishUntilRefused(publisher);
                assertEquals(StageState.WAITING, ingest.stageFile.state());
                for (int i = 0; i < taken; i++) {
                    assertTrue(publishes.receive(WAIT_SECONDS, TimeUnit.SECONDS).isPresent(), "delivery " + i + " of " + taken);
                }
                assertFalse(hasSession(), "there is no space for its file");

                Files.delete(disk.resolve("filler"));
                RunningIngest.await("readiness", () -> ingest.stageFile.state() == StageState.READY);
                publish(publisher, 100);
                RunningIngest.await("the session's file", this::hasSession);
            }
            publisher.disconnect();
            subscriber.disconnect();
        }
        try (RunningIngest ingest = RunningIngest.start(data, SETTINGS)) {
            assertTrue(client(ingest, "subscriber").connectWith().cleanStart(false).send().isSessionPresent());
        }
    }

    /** Of 3.1.1, which knows no refusal, a publish is never answered while there is no space, and a ping is. */
    @Test
    void shouldLetThoseWaitWhoCannotBeTold() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data, SETTINGS);
            RawClient old = RawClient.connected(ingest.port(), 4, "old", true)) {
            final Mqtt5BlockingClient publisher = client(ingest, "publisher");
            publisher.connect();
            fill();
            final int taken = publishUntilRefused(publisher);
            old.publish(4, "a/b", 1, 7, false, new byte[100 << 10]);
            old.publish(4, "a/b", 1, 8, false, new byte[100 << 10]);
            old.send("C0 00");
            assertEquals("d0", old.readPacket());
            assertThrows(Mqtt5PubAckException.class, () -> publish(publisher, 100 << 10));
            Files.delete(disk.resolve("filler"));
            assertEquals("40 0007", old.readPacket());
            assertEquals("40 0008", old.readPacket());
            publisher.disconnect();
            assertEquals(taken + 2, ingest.messages().size());
        }
    }

    @Test
    void shouldStartOnAFullDisk() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data, SETTINGS)) {
            final Mqtt5BlockingClient publisher = client(ingest, "publisher");
            publisher.connectWith().sessionExpiryInterval(3_600).send();
            publish(publisher, 100);
            publisher.disconnect();
        }
        fill();
        try (RunningIngest ingest = RunningIngest.start(data, SETTINGS)) {
            final Mqtt5BlockingClient publisher = client(ingest, "publisher");
            publisher.connectWith().cleanStart(false).sessionExpiryInterval(3_600).send();
            final int taken = publishUntilRefused(publisher);
            Files.delete(disk.resolve("filler"));
            RunningIngest.await("readiness", () -> ingest.stageFile.state() == StageState.READY);
            publish(publisher, 100);
            publisher.disconnect();
            assertEquals(1 + taken + 1, ingest.messages().size());
        }
    }
}
