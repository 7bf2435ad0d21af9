package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A turned bit in a message of inbound, on real files behind the real stages: it is lost, everybody names it, and life goes on. */
class LostMessageTest {
    private static final String MARK = "marked-message";
    private static final String TOPIC = "OPCPUBSUB/box/drill/ResultManagement";

    @TempDir
    private Path data;
    @TempDir
    private Path elsewhere;
    private DecidedHoles holes;

    @BeforeEach
    void open() {
        holes = new DecidedHoles(data, 1);
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    private CommandRun run(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private long mark() {
        return holes.message(TOPIC, ("{\"x\":\"" + MARK + "\"}").getBytes(UTF_8));
    }

    @Test
    void shouldMakeItADeadLetterThatEveryCommandNames() throws Exception {
        holes.send(3);
        final long lost = mark();
        holes.send(4);
        FlippedBit.in(data.resolve("inbound"), MARK);
        holes.passTime(60);
        holes.decide();
        holes.tell();
        holes.stop();

        final CommandRun list = run("deadletters", "list", "--json");
        final JsonNode letter = list.objects().stream().filter(one -> one.get("message").asLong() == lost).findFirst().orElseThrow();
        assertEquals("CORRUPT", letter.get("reason").asText());
        assertTrue(letter.get("topic").isNull());
        assertTrue(run("deadletters", "list").stdout().contains(" - CORRUPT: CRC is 0x"));
        assertTrue(run("tail", "matched", "--kind", "DISPOSITION").stdout().contains("dead letter CORRUPT of "));

        final CommandRun audit = run("audit", "--json");
        assertEquals(0, audit.object().at("/messages/unaccounted").asInt(), audit.stdout());
        assertEquals(0, audit.object().at("/messages/pending").asInt(), audit.stdout());
        assertEquals(4, audit.code(), "a record cannot be read");
        final CommandRun tail = run("tail", "inbound", "--json", "--kind", "MESSAGE");
        assertEquals(audit.object().at("/messages/accepted").asInt() - 1, tail.lines().size(), "it goes on behind it");
        for (final CommandRun named : List.of(audit, tail)) {
            assertTrue(named.stderr().contains("journal inbound index 0x"), named.stderr());
        }
        assertEquals(1, run("verify", "--json").object().at("/journals/0/problem_count").asInt());

        final CommandRun redrive = run("deadletters", "redrive", "--reason", "CORRUPT", "--dry-run");
        assertEquals(4, redrive.code());
        assertEquals("", redrive.stdout());
        assertTrue(redrive.stderr().contains("cannot be tried again: inbound has it no more in one piece, index 0x"), redrive.stderr());

        final CommandRun replay = run("replay", "--from", "start", "--into", elsewhere.resolve("again").toString(), "--verify", "--json");
        assertEquals(0, replay.code(), replay.stderr() + replay.stdout());
        assertTrue(replay.object().get("compared").asInt() > 7);

        holes.decide(); // from the snapshot, and with no word about it
        holes.send(1);
        holes.decide();
        assertEquals(0, run("audit", "--json").object().at("/messages/unaccounted").asInt());
    }

    @Test
    void shouldReplayAStretchThatEndsWithIt() throws Exception {
        holes.send(3);
        mark();
        holes.passTime(1);
        FlippedBit.in(data.resolve("inbound"), MARK);
        final long index = Long.parseUnsignedLong(run("verify", "--json").object().at("/journals/0/problems/0/index").asText());
        holes.passTime(60);
        holes.decide();
        for (final String[] stretch : new String[][] {{"start", Long.toString(index)}, {Long.toString(index), "end"}}) {
            final CommandRun replay = run("replay", "--from", stretch[0], "--to", stretch[1], "--into",
                elsewhere.resolve(stretch[1]).toString(), "--verify", "--json");
            assertEquals(0, replay.code(), replay.stderr() + replay.stdout());
        }
    }

    @Test
    void shouldShowTheLineageOfAnEstimateWithoutAMessageThatIsLost() throws Exception {
        holes.send(12);
        holes.passTime(60);
        holes.decide();
        holes.tell();
        holes.stop();
        final JsonNode estimate = run("tail", "estimated", "--json", "--kind", RecordKind.ESTIMATE.name()).objects().stream()
            .filter(one -> one.get("status").asText().equals("OK")).findFirst().orElseThrow();
        final long trace = estimate.at("/lineage/trace").asLong();
        FlippedRecord.inPayload(data.resolve("inbound"), trace);

        final CommandRun why = run("why", estimate.get("estimateId").asText());
        assertEquals(4, why.code());
        assertTrue(why.stdout().contains("trace     inbound has it no more in one piece, index 0x"), why.stdout());
        assertTrue(why.stdout().contains("told      outbound 0x"), why.stdout());
        final JsonNode json = run("why", estimate.get("estimateId").asText(), "--json").object();
        assertTrue(json.at("/messages/1/index").isNull());
        assertTrue(json.at("/messages/1/missing").asText().contains("CRC is 0x"), json.toString());
    }

    @Test
    void shouldEndCorrelateAndTheReadersWhereTheChainIsBroken() throws Exception {
        holes.send(3);
        final long seq = mark();
        holes.send(3);
        FlippedRecord.inLength(data.resolve("inbound"), seq);
        final StageException ex = assertThrows(StageException.class, () -> holes.join());
        assertEquals(ExitCode.CORRUPT, ex.exitCode());
        assertTrue(ex.getMessage().contains("the chain of records breaks behind seq 1:"), ex.getMessage());
        final CommandRun verify = run("verify", "inbound");
        assertEquals(4, verify.code());
        assertTrue(verify.stdout().contains("the chain of records breaks behind seq 1:"), verify.stdout());
        assertEquals(4, run("tail", "inbound").code());
        assertEquals(4, run("audit").code());
    }
}
