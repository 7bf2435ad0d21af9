package io.borelog.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that others wrote: Eclipse Paho 3 and 5, and Mosquitto's command line where it is installed. */
class StrangersTest {
    private static final int WAIT_SECONDS = 20;
    private static final int COUNT = 60;

    @TempDir
    private Path data;

    private static List<String> expected() {
        final List<String> texts = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            texts.add("m" + i);
        }
        return texts;
    }

    private static List<String> take(final BlockingQueue<String> queue) throws InterruptedException {
        final List<String> taken = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            taken.add(queue.poll(WAIT_SECONDS, TimeUnit.SECONDS));
        }
        return taken;
    }

    @Test
    void shouldServePaho3() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final BlockingQueue<String> received = new LinkedBlockingQueue<>();
            try (var client = new org.eclipse.paho.client.mqttv3.MqttClient("tcp://127.0.0.1:" + ingest.port(), "paho3",
                new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence())) {
                client.connect();
                client.subscribe("p/+/x", 1, (topic, message) -> received.add(new String(message.getPayload())));
                for (int i = 0; i < COUNT; i++) {
                    client.publish("p/" + i % 5 + "/x", ("m" + i).getBytes(), i % 3, false);
                }
                assertEquals(expected(), take(received));
                client.disconnect();
            }
            assertEquals(expected(), ingest.messages().stream().map(RunningIngest.Stored::text).toList());
        }
    }

    @Test
    void shouldServePaho5() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(data)) {
            final BlockingQueue<String> received = new LinkedBlockingQueue<>();
            final var client = new org.eclipse.paho.mqttv5.client.MqttAsyncClient("tcp://127.0.0.1:" + ingest.port(), "paho5",
                new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
            client.connect().waitForCompletion(WAIT_SECONDS * 1_000L);
            client.setCallback(new Collecting(received));
            client.subscribe("p/+/x", 1).waitForCompletion(WAIT_SECONDS * 1_000L);
            for (int i = 0; i < COUNT; i++) {
                client.publish("p/" + i % 5 + "/x", ("m" + i).getBytes(), i % 3, false).waitForCompletion(WAIT_SECONDS * 1_000L);
            }
            assertEquals(expected(), take(received));
            client.disconnect().waitForCompletion(WAIT_SECONDS * 1_000L);
            client.close();
            assertEquals(expected(), ingest.messages().stream().map(RunningIngest.Stored::text).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv5"})
    void shouldServeMosquitto(final String version) throws Exception {
        final String present = System.getenv("PATH") == null ? null : find("mosquitto_pub");
        if (present == null && "required".equals(System.getenv("BORELOG_STRANGERS"))) {
            fail("mosquitto_pub is not on the PATH");
        }
        Assumptions.assumeTrue(present != null, "mosquitto_pub is not on the PATH");
        try (RunningIngest ingest = RunningIngest.start(data)) {
            // a persistent session that subscribes and leaves, one that publishes, and the session again: no output to wait for
            final List<String> session = new ArrayList<>(List.of("mosquitto_sub", "-p", Integer.toString(ingest.port()), "-V", version,
                "-i", "stranger", "-c", "-q", "1", "-t", "m/#"));
            if (version.equals("mqttv5")) {
                session.addAll(List.of("-x", "600"));
            }
            assertEquals(List.of(), run(session, List.of(), "-E"));
            assertEquals(List.of(), run(List.of("mosquitto_pub", "-p", Integer.toString(ingest.port()), "-V", version, "-q", "2",
                "-t", "m/x"), expected(), "-l"));
            assertEquals(expected(), run(session, List.of(), "-C", Integer.toString(COUNT), "-W", Integer.toString(WAIT_SECONDS)));
            assertEquals(expected(), ingest.messages().stream().map(RunningIngest.Stored::text).toList());
        }
    }

    /** @return the lines it wrote. */
    private List<String> run(final List<String> command, final List<String> input, final String... more) throws Exception {
        final List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        final Path in = Files.write(data.resolve("stdin"), input);
        final Path out = data.resolve("stdout");
        final Process process = new ProcessBuilder(all).redirectInput(in.toFile()).redirectOutput(out.toFile())
            .redirectErrorStream(true).start();
        try {
            assertTrue(process.waitFor(2 * WAIT_SECONDS, TimeUnit.SECONDS), "in time: " + all);
            assertEquals(0, process.exitValue(), Files.readString(out));
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String find(final String program) throws IOException {
        for (final String directory : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return directory;
            }
        }
        return null;
    }

    /** Paho 5 tells everything to one callback. */
    private record Collecting(BlockingQueue<String> received) implements org.eclipse.paho.mqttv5.client.MqttCallback {
        @Override
        public void messageArrived(final String topic, final org.eclipse.paho.mqttv5.common.MqttMessage message) {
            received.add(new String(message.getPayload()));
        }

        @Override
        public void disconnected(final org.eclipse.paho.mqttv5.client.MqttDisconnectResponse response) {
        }

        @Override
        public void mqttErrorOccurred(final org.eclipse.paho.mqttv5.common.MqttException exception) {
        }

        @Override
        public void deliveryComplete(final org.eclipse.paho.mqttv5.client.IMqttToken token) {
        }

        @Override
        public void connectComplete(final boolean reconnect, final String uri) {
        }

        @Override
        public void authPacketArrived(final int code, final org.eclipse.paho.mqttv5.common.packet.MqttProperties properties) {
        }
    }
}
