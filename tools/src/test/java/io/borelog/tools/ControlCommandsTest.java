package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deadletters redrive} and {@code config set} against a running ingest and correlate. */
class ControlCommandsTest {
    @TempDir
    private Path data;
    private RunningStage ingest;
    private RunningStage correlate;

    @BeforeEach
    void start() {
        ingest = new RunningStage(data, "ingest", "mqtt.port=0", "journal.cycle=8MiB", "correlate.tools-max=100");
        correlate = new RunningStage(data, "correlate", "journal.cycle=8MiB");
    }

    @AfterEach
    void stop() {
        correlate.close();
        ingest.close();
    }

    private void publish(final String... payloads) {
        final String note = ingest.stageFile.note();
        final Mqtt3BlockingClient client = MqttClient.builder().useMqttVersion3().serverHost("127.0.0.1")
            .serverPort(Integer.parseInt(note.substring(note.lastIndexOf(':') + 1))).buildBlocking();
        client.connect();
        for (final String payload : payloads) {
            client.publishWith().topic("OPCPUBSUB/box/drill/ResultManagement").qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(UTF_8)).send();
        }
        client.disconnect();
    }

    private CommandRun run(final String... arguments) {
        final List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--json", "--data", data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode messages() {
        final JsonNode audit = run("audit").object();
        assertEquals(0, audit.at("/messages/unaccounted").asInt());
        return audit.get("messages");
    }

    private void awaitCount(final String key, final int count) {
        RunningStage.await(key + " " + count, () -> messages().get(key).asInt() == count);
    }

    @Test
    void shouldTryDeadLettersAgainAndKeepTheAuditBalanced() {
        publish("{", "{}");
        awaitCount("dead_letter", 2);
        final List<JsonNode> letters = run("deadletters", "redrive", "--dry-run").objects();
        assertEquals(List.of("BAD_JSON", "NO_RESULT_ID"), letters.stream().map(letter -> letter.get("reason").asText()).toList());
        assertEquals(0, run("tail", "inbound", "--kind", "REDRIVE").lines().size(), "a dry run asks nobody");

        final CommandRun one = run("deadletters", "redrive", "--reason", "BAD_JSON");
        assertEquals(0, one.code(), one.stderr());
        assertEquals(letters.subList(0, 1), one.objects());
        final JsonNode record = run("tail", "inbound", "--kind", "REDRIVE").object();
        assertEquals(letters.get(0).get("message"), record.get("message"));
        RunningStage.await("the second verdict", () -> run("deadletters", "list").lines().size() == 3);
        assertEquals(2, run("deadletters", "redrive", "--dry-run").lines().size(), "still bad, and one letter all the same");
        assertEquals(2, messages().get("dead_letter").asInt());

        assertEquals(0, run("config", "set", "topic.root=elsewhere").code());
        final String second = letters.get(1).get("message").asText();
        assertEquals(1, run("deadletters", "redrive", "--seq", second).lines().size());
        awaitCount("ignored", 1);
        final JsonNode messages = messages();
        assertEquals(1, messages.get("dead_letter").asInt());
        assertEquals(2, messages.get("accepted").asInt(), "a redrive is no new message");
    }

    @Test
    void shouldSayWhatItCannotDo() {
        publish("{");
        awaitCount("dead_letter", 1);
        final CommandRun unknown = run("deadletters", "redrive", "--seq", "9:7");
        assertEquals(3, unknown.code());
        assertTrue(unknown.stderr().contains("9:7"), unknown.stderr());
        assertEquals(2, run("deadletters", "redrive", "--seq", "seven").code());
        assertEquals(0, run("deadletters", "redrive", "--reason", "ORPHAN_TRACE").lines().size());

        final CommandRun bad = run("config", "set", "correlate.window=soon");
        assertEquals(2, bad.code());
        assertTrue(bad.stderr().contains("correlate.window must be a duration"), bad.stderr());
        assertEquals(2, run("config", "set", "mqtt.port=1").code());
        assertEquals(2, run("config", "set", "correlate.window").code());
        final CommandRun good = run("config", "set", "correlate.window=7s");
        assertEquals(0, good.code(), good.stderr());
        final JsonNode config = run("tail", "inbound", "--kind", "CONFIG", "-n", "1").object();
        assertEquals(good.object().get("seq"), config.get("seq"));
        assertTrue(config.get("config").asText().contains("correlate.window=7s\t\n"), config.toString());
    }

    @Test
    void shouldNeedARunningIngest() {
        publish("{");
        awaitCount("dead_letter", 1);
        ingest.close();
        for (final CommandRun run : List.of(run("config", "set", "correlate.window=7s"), run("deadletters", "redrive"))) {
            assertEquals(3, run.code());
            assertEquals(1, run.stderr().lines().count(), run.stderr());
            assertTrue(run.stderr().contains("no ingest runs in"), run.stderr());
            assertEquals("", run.stdout());
        }
        ingest = new RunningStage(data, "ingest", "mqtt.port=0", "journal.cycle=8MiB");
    }
}
