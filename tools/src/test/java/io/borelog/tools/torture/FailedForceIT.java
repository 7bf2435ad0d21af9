package io.borelog.tools.torture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.borelog.journal.ExitCode;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A force that fails ends ingest with 7, nothing is acked after it, and the next start has all that was acked before. */
class FailedForceIT {
    private static final String TOPIC = "OPCPUBSUB/BOX/tool/ResultManagement";

    @TempDir
    private Path directory;
    private Path data;
    private Path trigger;
    private Path library;

    @BeforeEach
    void buildLibrary() throws Exception {
        data = directory.resolve("data");
        trigger = directory.resolve("force-fails");
        library = directory.resolve("failing_force.so");
        final Path source = Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("src/test/c/failing_force.c");
        try {
            final Process gcc = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                .inheritIO().start();
            assertEquals(0, gcc.waitFor());
        } catch (final IOException ex) {
            Assumptions.abort("gcc is not on this machine");
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldEndWithSevenAndAckNothingAfterAFailedForce() throws Exception {
        final int acked;
        try (BorelogProcess ingest = ingest("first")) {
            final String endpoint = awaitReady(ingest);
            try (MqttClient client = client(endpoint)) {
                for (int i = 0; i < 20; i++) {
                    client.publish(TOPIC, ("acked " + i).getBytes(), 1, false); // returns at the PUBACK
                }
                acked = 20;
                Files.createFile(trigger);
                assertThrows(MqttException.class, () -> client.publish(TOPIC, "not acked".getBytes(), 1, false));
            }
            assertEquals(ExitCode.FORCE_FAILED.code(), ingest.awaitExit(30), ingest.said());
        }
        Files.delete(trigger);
        try (BorelogProcess ingest = ingest("second")) {
            final String endpoint = awaitReady(ingest);
            assertEquals(1, rewritten(), ingest.said());
            try (MqttClient client = client(endpoint)) {
                client.publish(TOPIC, "after".getBytes(), 1, false);
                client.disconnect();
            }
            final List<String> payloads = payloads();
            payloads.removeIf("not acked"::equals); // may be there: nothing was promised
            assertEquals(acked + 1, payloads.size(), payloads::toString);
            for (int i = 0; i < acked; i++) {
                assertEquals("acked " + i, payloads.get(i));
            }
            assertEquals("after", payloads.get(acked));
            ingest.stop();
            assertEquals(0, ingest.awaitExit(30), ingest.said());
        }
    }

    private BorelogProcess ingest(final String name) throws IOException {
        return BorelogProcess.start(directory, name,
            List.of("ingest", "--data", data.toString(), "--set", "mqtt.port=0", "--set", "http.port=0"),
            Map.of("LD_PRELOAD", library.toString(), "FAILING_FORCE", trigger.toString()));
    }

    /** @return host:port */
    private String awaitReady(final BorelogProcess ingest) throws IOException {
        while (ingest.isAlive()) {
            try (StageFile file = StageFile.watch(StageFile.path(data, "ingest"))) {
                if (file != null && file.pid() == ingest.handle().pid() && file.state() == StageState.READY) {
                    return file.note().replaceFirst("^.*?mqtt=(\\S+).*$", "$1");
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        throw new AssertionError(ingest.said());
    }

    private static MqttClient client(final String endpoint) throws MqttException {
        final MqttClient client = new MqttClient("tcp://" + endpoint, "failed-force", new MemoryPersistence());
        client.setTimeToWait(TimeUnit.SECONDS.toMillis(20));
        final MqttConnectOptions options = new MqttConnectOptions();
        options.setAutomaticReconnect(false);
        client.connect(options);
        return client;
    }

    private List<String> payloads() {
        final List<String> payloads = new ArrayList<>();
        final MessageRecord message = new MessageRecord();
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.MESSAGE) {
                    message.wrap(tailer.record());
                    payloads.add(message.buffer().getStringWithoutLengthUtf8(message.bodyOffset(), message.bodyLength()));
                }
            }
        }
        return payloads;
    }

    private long rewritten() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve(Journals.INBOUND))) {
            return files.filter(file -> file.toString().endsWith(".bad")).count();
        }
    }
}
