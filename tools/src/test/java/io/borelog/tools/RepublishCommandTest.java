package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** republish of what the real stages told; the broker that takes it is the endpoint of another pipeline, whose inbound shows what came. */
class RepublishCommandTest {
    @TempDir
    private Path temp;
    private Path data;
    private Path other;
    private DecidedHoles holes;
    private ChildProcess broker;

    @BeforeEach
    void drill() throws Exception {
        data = temp.resolve("data");
        other = temp.resolve("other");
        holes = new DecidedHoles(data, 1);
        holes.send(12);
        holes.passTime(60);
        holes.decide();
        holes.tell();
    }

    @AfterEach
    void close() throws Exception {
        if (broker != null) {
            broker.stop(20);
        }
        holes.close();
    }

    private String startBroker() {
        broker = ChildProcess.start(other, StageName.INGEST,
            List.of("ingest", "--data", other.toString(), "--set", "mqtt.port=0", "--set", "disk.stop=0", "--set", "disk.resume=0"));
        Await.until("ingest is ready", () -> broker.isReady() || !broker.isAlive());
        return Endpoint.ofNote(broker.note());
    }

    private CommandRun republish(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("republish", "--data", data.toString(), "--json"));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private static List<JsonNode> tail(final Path of, final String journal, final RecordKind kind) {
        return CommandRun.of("tail", "--data", of.toString(), journal, "--json", "--kind", kind.name()).objects();
    }

    private static List<String> messages(final List<JsonNode> records, final String prefix) {
        return records.stream().map(record -> prefix + record.get("topic").asText() + " " + record.get("payload").asText()).toList();
    }

    @Test
    void shouldTellTheBrokerTheSameBytesInTheSameOrder() {
        final List<JsonNode> outs = tail(data, "outbound", RecordKind.OUT);
        final String address = startBroker();

        final CommandRun run = republish("--from", "start", "--set", "publish.broker=" + address);
        assertEquals(0, run.code(), run.stderr());
        assertEquals(outs.size(), run.object().get("published").asInt());
        assertEquals(messages(outs, ""), messages(tail(other, "inbound", RecordKind.MESSAGE), ""));

        final String second = outs.get(1).get("index").asText();
        final String fourth = outs.get(3).get("index").asText();
        holes.endpoint(address);
        final CommandRun part = republish("--from", second, "--to", fourth, "--topic-prefix", "again");
        assertEquals(0, part.code(), part.stderr());
        assertEquals(3, part.object().get("published").asInt());
        final List<JsonNode> came = tail(other, "inbound", RecordKind.MESSAGE);
        assertEquals(messages(outs.subList(1, 4), "again/"), messages(came.subList(outs.size(), came.size()), ""));
    }

    @Test
    void shouldNotPublishAtTheEndpointWithoutAPrefix() {
        holes.endpoint("127.0.0.1:1");

        final CommandRun run = republish("--from", "start");
        assertEquals(2, run.code());
        assertTrue(run.stderr().contains("at the endpoint --topic-prefix is needed"), run.stderr());
        for (final String prefix : List.of("", "/", "a/+", "#", "$SYS", "OPCPUBSUB", "OPCPUBSUB/box")) {
            assertEquals(2, republish("--from", "start", "--topic-prefix", prefix).code(), prefix);
        }
    }

    @Test
    void shouldSayWhereNobodyListens() {
        holes.endpoint("127.0.0.1:1");

        final CommandRun run = republish("--from", "start", "--topic-prefix", "again");
        assertEquals(1, run.code());
        assertTrue(run.stderr().contains("cannot connect to 127.0.0.1:1"), run.stderr());
        assertFalse(run.stdout().contains("published"));
        assertEquals(3, republish("--from", "9999", "--topic-prefix", "again").code());
    }
}
