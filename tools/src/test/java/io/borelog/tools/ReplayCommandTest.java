package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.config.Settings;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** replay beside journals that the real stages wrote, over several epochs, rolls and snapshots. */
class ReplayCommandTest {
    @TempDir
    private Path temp;
    private Path data;
    private DecidedHoles holes;
    private int replays;

    @BeforeEach
    void create() {
        data = temp.resolve("data");
        holes = new DecidedHoles(data, 2);
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    private CommandRun replay(final Path of, final String... arguments) {
        final List<String> all = new ArrayList<>(
            List.of("replay", "--data", of.toString(), "--json", "--into", temp.resolve("replay-" + replays++).toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(new String[0]));
    }

    private List<JsonNode> tail(final Path of, final String journal, final RecordKind kind) {
        return CommandRun.of("tail", "--data", of.toString(), journal, "--json", "--kind", kind.name()).objects();
    }

    /** Epochs of inbound and of matched, three snapshots; the stages are still running. */
    private void drill() throws Exception {
        for (int i = 0; i < 3; i++) {
            holes.send(12);
            holes.decide();
            holes.stop();
            holes.reopen();
            holes.send(4);
        }
        holes.passTime(60);
        holes.decide();
    }

    private String middle() {
        final List<JsonNode> messages = tail(data, "inbound", RecordKind.MESSAGE);
        return messages.get(2 * messages.size() / 3).get("index").asText();
    }

    private static JsonNode ok(final CommandRun run) {
        assertEquals(0, run.code(), run.stdout() + run.stderr());
        return run.object();
    }

    @Test
    void shouldRepeatEveryDecisionBesideTheRunningStages() throws Exception {
        drill();

        final JsonNode report = ok(replay(data, "--from", "start", "--verify"));
        final Path into = temp.resolve("replay-0");
        assertEquals(0, report.get("difference_count").asInt());
        assertEquals(0, report.get("not_compared").asInt());
        assertEquals(tail(data, "matched", RecordKind.HOLE).size() + tail(data, "matched", RecordKind.UNMATCHED).size(),
            report.get("holes").asInt());
        assertEquals(report.get("holes").asInt(), report.get("estimates").asInt());
        assertTrue(report.get("holes").asInt() >= 40, report.toString());
        for (final RecordKind kind : List.of(RecordKind.UNMATCHED, RecordKind.DISPOSITION, RecordKind.CONFIG)) {
            assertTrue(tail(data, "matched", kind).size() > 0, "the script has some " + kind);
            assertEquals(tail(data, "matched", kind).size(), tail(into, "matched", kind).size());
        }
        assertEquals(tail(data, "estimated-1", RecordKind.ESTIMATE).size(), tail(into, "estimated-1", RecordKind.ESTIMATE).size());
        assertEquals(0, CommandRun.of("verify", "--data", into.toString()).code());
        try (var files = Files.list(into)) {
            assertEquals(3, files.count(), "two estimated, one matched, no map left behind");
        }
    }

    @Test
    void shouldGiveTheSameTenTimes() throws Exception {
        drill();

        final Set<String> digests = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            digests.add(ok(replay(data, "--from", "start")).get("digest").asText());
        }
        assertEquals(1, digests.size(), digests.toString());
    }

    @Test
    void shouldGiveTheSameFromASnapshotAsFromTheStart() throws Exception {
        drill();
        final String middle = middle();
        final Path inboundOnly = temp.resolve("copy");
        Files.createDirectories(inboundOnly.resolve("inbound"));
        try (var files = Files.list(data.resolve("inbound"))) {
            for (final Path file : files.toList()) {
                Files.copy(file, inboundOnly.resolve("inbound").resolve(file.getFileName()));
            }
        }

        final JsonNode resumed = ok(replay(data, "--from", middle, "--verify"));
        final JsonNode fromStart = ok(replay(inboundOnly, "--from", middle));
        assertEquals(0, resumed.get("difference_count").asInt());
        assertTrue(resumed.get("holes").asInt() > 5, resumed.toString());
        assertTrue(resumed.get("records").asInt() < fromStart.get("records").asInt(), "a snapshot was used");
        assertEquals(fromStart.get("digest"), resumed.get("digest"));
        assertNotEquals(resumed.get("digest"), ok(replay(data, "--from", "start")).get("digest"));
    }

    @Test
    void shouldEndWhereItIsTold() throws Exception {
        drill();
        final List<JsonNode> messages = tail(data, "inbound", RecordKind.MESSAGE);
        final JsonNode last = messages.get(messages.size() / 2);

        final JsonNode byIndex = ok(replay(data, "--from", "start", "--to", last.get("index").asText(), "--verify"));
        final JsonNode byTime = ok(replay(data, "--from", "start", "--to", last.get("wall_time").asText(), "--verify"));
        assertEquals(last.get("index").asLong(), byIndex.get("to").asLong());
        assertEquals(byIndex.get("digest"), byTime.get("digest"));
        assertTrue(byIndex.get("compared").asInt() > 0);
        assertEquals(tail(temp.resolve("replay-0"), "matched", RecordKind.HOLE).stream()
            .filter(hole -> hole.get("origin").asLong() > last.get("seq").asLong()).count(), 0);
    }

    @Test
    void shouldNameADecisionThatDoesNotRepeat() throws Exception {
        drill();
        final long hole = FlippedDecision.in(data.resolve("matched"), RecordKind.HOLE, 3, 200);

        final CommandRun run = replay(data, "--from", "start", "--verify");
        assertEquals(1, run.code(), run.stdout());
        assertEquals(1, run.object().get("difference_count").asInt());
        final JsonNode difference = run.object().get("differences").get(0);
        assertEquals("matched", difference.get("journal").asText());
        assertEquals(hole, difference.get("origin").asLong());
        assertEquals(200, difference.get("at_byte").asInt());
        assertTrue(difference.get("live").asText().contains("HOLE") && difference.get("replayed").asText().contains("HOLE"));

        FlippedDecision.in(data.resolve("estimated-0"), RecordKind.ESTIMATE, 2, 33);
        assertEquals(2, replay(data, "--from", "start", "--verify").object().get("difference_count").asInt());
        FlippedDecision.in(data.resolve("estimated-0"), RecordKind.ESTIMATE, 1, 80);
        assertEquals(2, replay(data, "--from", "start", "--verify").object().get("difference_count").asInt(), "a stamp decides nothing");
        assertEquals(0, replay(data, "--from", "start").code(), "nothing is compared unless asked for");
    }

    @Test
    void shouldTakeSettingsThatDecideFromTheRecordsOnly() throws Exception {
        holes.send(10);
        holes.config(Settings.load(null, List.of(
            "correlate.heads-wait=0s", "infer.workers=2", "correlate.window=10s", "infer.estimator=edge")));
        holes.send(10);
        holes.passTime(60);
        holes.decide();

        final JsonNode report = ok(replay(data, "--from", "start", "--verify", "--set", "infer.workers=7", "--set", "topic.root=OTHER",
            "--set", "correlate.window=1ms", "--set", "correlate.tools-max=1"));
        assertEquals(0, report.get("difference_count").asInt());
        assertTrue(report.get("compared").asInt() > 30, report.toString());
        final String last = tail(data, "inbound", RecordKind.MESSAGE).get(50).get("index").asText();
        assertEquals(0, ok(replay(data, "--from", last, "--verify")).get("difference_count").asInt());
    }

    @Test
    void shouldTakeOverTheVerdictOnAHoleThatKillsItsWorker() throws Exception {
        holes.send(10);
        holes.passTime(60);
        holes.join();
        final JsonNode killer = tail(data, "matched", RecordKind.HOLE).get(0); // its worker has answered nothing yet
        for (int worker = 0; worker < 2; worker++) {
            try (StageFile file = StageFile.create(StageFile.path(data, StageName.process(StageName.INFER, worker)), 0)) {
                for (int death = 0; death < 3; death++) {
                    file.beginUnit(killer.get("result").asLong());
                }
            }
        }
        holes.stop();
        holes.decide();
        assertEquals(1, tail(data, "estimated", RecordKind.ESTIMATE).stream()
            .filter(estimate -> estimate.get("status").asText().equals("CRASH")).count());

        final JsonNode report = ok(replay(data, "--from", "start", "--verify"));
        assertEquals(0, report.get("difference_count").asInt());
        assertEquals(0, report.get("not_compared").asInt());
    }

    @Test
    void shouldNotCallADifferenceWhatThePipelineHasNotComeTo() throws Exception {
        holes.send(10);
        holes.join();

        final JsonNode report = ok(replay(data, "--from", "start", "--verify"));
        assertEquals(0, report.get("difference_count").asInt());
        assertEquals(report.get("estimates"), report.get("not_compared"));
        assertTrue(report.get("estimates").asInt() > 0);
    }

    @Test
    void shouldNeedADirectoryOfItsOwnAndAStretchThatExists() throws Exception {
        holes.send(2);
        Files.createDirectories(temp.resolve("replay-0").resolve("something"));

        final CommandRun full = replay(data, "--from", "start");
        assertEquals(2, full.code());
        assertTrue(full.stderr().contains("--into must be new or empty"), full.stderr());
        assertEquals(2, replay(data).code());
        assertEquals(2, replay(data, "--from", "yesterday").code());
        final String last = tail(data, "inbound", RecordKind.MESSAGE).get(3).get("index").asText();
        assertEquals(2, replay(data, "--from", last, "--to", "start").code());
        assertEquals(3, replay(data, "--from", "end").code());
        assertEquals(3, replay(data, "--from", "77").code());
        assertEquals(3, replay(data, "--from", "2099-01-01T00:00:00Z").code());
        assertEquals(3, replay(temp.resolve("nowhere"), "--from", "start").code());
    }
}
