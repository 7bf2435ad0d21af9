package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** verify --repair on files that a disk has damaged, and the real stages that go on with what it leaves. */
class RepairTest {
    private static final int HOLES = 120;
    private static final int BLOCK = 16 << 10;

    @TempDir
    private Path data;
    @TempDir
    private Path elsewhere;
    private DecidedHoles holes;

    @BeforeEach
    void drill() throws Exception {
        holes = new DecidedHoles(data, 1);
        holes.send(HOLES);
        holes.passTime(60);
        holes.decide();
        holes.tell();
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    private CommandRun run(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString(), "--set", "journal.cycle=1MiB"));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private List<Path> files(final String journal) throws IOException {
        try (Stream<Path> all = Files.list(data.resolve(journal))) {
            return all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
    }

    /** What is written of a journal's file. */
    private static byte[] begin(final Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(2 << 20);
        }
    }

    private long nth(final String journal, final RecordKind kind, final int n) {
        return run("tail", journal, "--json", "--kind", kind.name()).objects().get(n).get("seq").asLong();
    }

    /** @return its repairs. */
    private JsonNode repair(final int code) {
        final CommandRun run = run("verify", "--repair", "--json");
        assertEquals(code, run.code(), run.stdout() + run.stderr());
        final CommandRun verify = run("verify");
        assertEquals(code, verify.code(), verify.stdout());
        return run.object().get("repairs");
    }

    /** Ingest and all stages come back, and new holes are drilled. */
    private void goOn() throws Exception {
        holes.up();
        holes.send(10);
        holes.passTime(60);
        holes.decide();
        holes.tell();
        holes.down();
        final CommandRun audit = run("audit", "--json");
        assertEquals(0, audit.object().at("/messages/unaccounted").asInt(), audit.stdout());
        assertEquals(0, audit.object().at("/messages/pending").asInt(), audit.stdout());
        assertEquals(audit.object().at("/holes/matched"), audit.object().at("/holes/estimated"), audit.stdout());
        assertTrue(audit.object().at("/holes/matched").asInt() <= audit.object().at("/holes/delivered").asInt(), "what was told stays told");
        final Set<String> told = new HashSet<>();
        for (final JsonNode out : run("tail", "outbound", "--json", "--kind", "OUT").objects()) {
            assertTrue(told.add(out.get("origin") + "/" + out.get("topic")), () -> "told twice: " + out);
        }
        holes.up();
    }

    private void assertClean() {
        final CommandRun verify = run("verify");
        assertEquals(0, verify.code(), verify.stdout());
        assertEquals(0, run("audit").code());
    }

    @Test
    void shouldKeepAllThatCanBeReadAroundABlockThatIsLost() throws Exception {
        holes.down();
        final List<JsonNode> before = run("tail", "inbound", "--json").objects();
        final Path damaged = FlippedRecord.zero(data.resolve("inbound"), nth("inbound", RecordKind.MESSAGE, 60), BLOCK);
        assertTrue(files("inbound").indexOf(damaged) < files("inbound").size() - 1, "a sealed one");
        final byte[] bytes = begin(damaged);
        assertEquals(4, run("verify").code());

        final CommandRun dry = run("verify", "--repair", "--dry-run");
        assertEquals(4, dry.code());
        assertTrue(dry.stdout().contains("repair: inbound: " + damaged.getFileName() + " would be written anew"), dry.stdout());
        assertArrayEquals(bytes, begin(damaged));
        assertFalse(Files.exists(data.resolve("quarantine")));

        final JsonNode repairs = repair(0);
        final JsonNode repair = repairs.get(repairs.size() - 1);
        assertEquals("inbound", repair.get("journal").asText());
        assertEquals(1, repair.get("lost").size(), repair.toString());
        final long from = repair.at("/lost/0/from").asLong();
        final long to = repair.at("/lost/0/to").asLong();
        assertTrue(repair.get("what").asText().contains(", lost 1:"), repair.toString());
        assertArrayEquals(bytes, begin(Path.of(repair.get("quarantine").asText()).resolve(damaged.getFileName())));
        final List<Long> left = run("tail", "inbound", "--json").objects().stream().map(one -> one.get("seq").asLong()).toList();
        assertEquals(before.stream().map(one -> one.get("seq").asLong()).filter(seq -> seq < from || seq >= to).toList(), left,
            "nothing else is lost, and one number stands for what is");
        goOn();
        assertClean();
    }

    @Test
    void shouldLoseNothingWhereOnlyALengthIsWrong() throws Exception {
        final long seq = nth("inbound", RecordKind.MESSAGE, 60);
        final List<JsonNode> before = run("tail", "inbound", "--json").objects();
        holes.down();
        FlippedRecord.inLength(data.resolve("inbound"), seq);

        final JsonNode repairs = repair(0);
        assertEquals(1, repairs.size(), repairs.toString());
        assertTrue(repairs.get(0).get("what").asText().endsWith(", none is lost"), repairs.toString());
        assertEquals(before, run("tail", "inbound", "--json").objects());
        goOn();
        assertClean();
    }

    @Test
    void shouldCloseTheGapOfAFileThatIsGone() throws Exception {
        holes.down();
        assertTrue(files("inbound").size() >= 3);
        Files.delete(files("inbound").get(1));

        final JsonNode repairs = repair(0);
        final JsonNode repair = repairs.get(repairs.size() - 1);
        assertTrue(repair.get("what").asText().startsWith(files("inbound").get(0).getFileName() + " is written anew"), repair.toString());
        assertTrue(repair.at("/lost/0/to").asLong() - repair.at("/lost/0/from").asLong() > 10, repair.toString());
        goOn();
        assertClean();
    }

    @Test
    void shouldGoOnBehindTheNewestFileThatIsGone() throws Exception {
        final long last = nth("inbound", RecordKind.TICK, 59);
        holes.down();
        Files.delete(files("inbound").get(files("inbound").size() - 1));

        final JsonNode repairs = repair(0);
        assertEquals(last, repairs.get(repairs.size() - 1).at("/lost/0/to").asLong(), repairs.toString());
        goOn();
        assertClean();
    }

    @Test
    void shouldDecideAgainWithoutWhatIsLost() throws Exception {
        holes.stop(); // its snapshot makes what follows the only decisions that a start repeats
        final long behind = nth("inbound", RecordKind.TICK, 59);
        holes.send(20);
        holes.passTime(60);
        holes.decide();
        holes.tell();
        final long seq = run("tail", "inbound", "--json", "--kind", "MESSAGE").objects().stream()
            .map(one -> one.get("seq").asLong()).filter(one -> one > behind).skip(20).findFirst().orElseThrow();
        killCorrelate();
        FlippedRecord.inPayload(data.resolve("inbound"), seq);

        final JsonNode repairs = repair(4);
        assertEquals(3, repairs.size(), repairs.toString());
        for (final String journal : List.of("matched", "estimated-0")) {
            final JsonNode repair = repairs.get(journal.equals("matched") ? 0 : 1);
            assertEquals(journal, repair.get("journal").asText());
            assertTrue(Files.isDirectory(Path.of(repair.get("quarantine").asText())));
        }
        assertTrue(repairs.get(2).get("what").asText().contains("is left where it is"), repairs.toString());
        goOn();
        assertEquals(0, run("audit", "--json").object().at("/messages/unaccounted").asInt());
        assertEquals(1, run("deadletters", "list", "--json").objects().stream()
            .filter(letter -> letter.get("message").asLong() == seq && letter.get("reason").asText().equals("CORRUPT")).count());
    }

    /** And all go down with it; a clean stop would write a snapshot. */
    private void killCorrelate() throws Exception {
        final Path matched = data.resolve("matched");
        final Path asItWas = Files.createDirectory(elsewhere.resolve("matched"));
        try (Stream<Path> all = Files.list(matched)) {
            for (final Path file : all.toList()) {
                Files.write(asItWas.resolve(file.getFileName()), begin(file));
            }
        }
        holes.down();
        Files.move(matched, elsewhere.resolve("matched-after-its-stop"));
        Files.move(asItWas, matched);
    }

    @Test
    void shouldComputeADamagedDerivedJournalAgain() throws Exception {
        final String digest = replayed("before");
        final long hole = nth("matched", RecordKind.HOLE, 20);
        final long estimate = nth("estimated-0", RecordKind.ESTIMATE, 20);
        holes.down();
        FlippedRecord.inLength(data.resolve("matched"), hole);
        FlippedRecord.inPayload(data.resolve("estimated-0"), estimate);

        final JsonNode repairs = repair(0);
        assertEquals(2, repairs.size(), repairs.toString());
        assertTrue(repairs.toString().contains("the next start computes the rest again"), repairs.toString());
        assertTrue(Files.isDirectory(Path.of(repairs.get(1).get("quarantine").asText())));
        goOn();
        assertClean();
        assertEquals(digest, replayed("after"), "and each decision is the one that was");
    }

    /** @return the digest of what was decided up to the end of the first drilling, as compared with what the journals have. */
    private String replayed(final String name) {
        final CommandRun replay = run("replay", "--from", "start", "--to", Long.toString(lastTick()), "--into",
            elsewhere.resolve(name).toString(), "--verify", "--json");
        assertEquals(0, replay.code(), replay.stdout() + replay.stderr());
        assertEquals(0, replay.object().get("not_compared").asInt(), replay.stdout());
        return replay.object().get("digest").asText();
    }

    private long lastTick() {
        return run("tail", "inbound", "--json", "--kind", "TICK").objects().get(59).get("index").asLong();
    }

    @Test
    void shouldGoOnBehindAMessageToldThatCannotBeReadAnyMore() throws Exception {
        final long out = nth("outbound", RecordKind.OUT, 40);
        holes.down();
        FlippedRecord.inPayload(data.resolve("outbound"), out);

        final JsonNode repairs = repair(0);
        assertEquals(1, repairs.size(), repairs.toString());
        assertEquals(out, repairs.at("/0/lost/0/from").asLong());
        assertEquals(out, repairs.at("/0/lost/0/to").asLong());
        holes.up();
        holes.send(10);
        holes.passTime(60);
        holes.decide();
        holes.tell();
        holes.down();
        assertEquals(0, run("verify").code());
    }

    @Test
    void shouldLeaveOutATornTailAndCountWhatWasTold() throws Exception {
        holes.down();
        final long last = nth("inbound", RecordKind.TICK, 59);
        FlippedRecord.zero(data.resolve("inbound"), last - 9, BLOCK);
        final CommandRun verify = run("verify", "inbound");
        assertEquals(4, verify.code(), verify.stdout());

        final JsonNode repairs = repair(0);
        final JsonNode repair = repairs.get(repairs.size() - 1);
        assertEquals("[{\"from\":" + (last - 9) + ",\"to\":" + last + "}]", repair.get("lost").toString(), repairs.toString());
        goOn();
        assertClean();
    }

    @Test
    void shouldRefuseWhileAStageRuns() throws Exception {
        final CommandRun busy = run("verify", "--repair");
        assertEquals(5, busy.code());
        assertEquals(1, busy.stderr().lines().count(), busy.stderr());
        assertTrue(busy.stderr().contains("is already being written by process"), busy.stderr());
        holes.down();
        try (StageLock up = StageLock.take(data, "up")) {
            assertEquals(5, run("verify", "--repair", "--dry-run").code());
        }
        assertEquals(2, run("verify", "--dry-run").code());
        assertEquals(0, repair(0).size());
        assertFalse(Files.exists(data.resolve("quarantine")), "nothing to do, nothing done");
    }
}
