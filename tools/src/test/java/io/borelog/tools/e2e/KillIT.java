package io.borelog.tools.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.tools.simulate.LoadGenerator;
import io.borelog.tools.simulate.LoadSettings;
import io.borelog.tools.simulate.Part;
import io.borelog.tools.simulate.SimulateReport;
import io.borelog.tools.simulate.SizeProfile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Each stage killed once, as hard as it goes, while tools send: nothing is lost, nothing is told twice, nobody has to do anything. */
class KillIT {
    @RegisterExtension
    private static final Pipeline PIPELINE = Pipeline.with();

    private static final List<String> VICTIMS = List.of("publish", "infer-0", "correlate", "ingest");
    private static final int HOLES_PER_VICTIM = 18;
    private static final int HOLES = HOLES_PER_VICTIM * VICTIMS.size();
    private static final double HOLES_PER_SECOND = 3;
    private static final int TOLD_BEFORE = 3 * 2;

    @TempDir
    private Path dir;

    private Pipeline.Follower estimates;
    private Pipeline.Follower outs;

    @Test
    void shouldTellEveryHoleOnceWhicheverStageIsKilled() throws Exception {
        final ExecutorService loader = Executors.newSingleThreadExecutor();
        try (Pipeline.Follower estimated = PIPELINE.follow("estimated", "--kind", "ESTIMATE");
            Pipeline.Follower outbound = PIPELINE.follow("outbound", "--kind", "OUT");
            SocketWatch sockets = new SocketWatch(PIPELINE.pid())) {
            estimates = estimated;
            outs = outbound;
            final Map<String, Long> before = pids();
            for (int round = 0; round < VICTIMS.size(); round++) {
                final int firstHole = round * HOLES_PER_VICTIM;
                final Future<SimulateReport> load = loader.submit(() -> load(firstHole));
                outs.records().await(3 * firstHole + TOLD_BEFORE, out -> true);
                kill(VICTIMS.get(round), before.get(VICTIMS.get(round)), load);
                final SimulateReport report = load.get(2 * Program.LIMIT_S, TimeUnit.SECONDS);
                assertEquals(0, report.messagesFailed());
                assertEquals(3L * HOLES_PER_VICTIM, report.messagesSent());
            }
            outs.records().await(3 * HOLES, out -> true);
            assertOnceEach();
            assertEveryAckedMessageIsJournaled();
            assertBalance();
            final Map<String, Long> after = pids();
            VICTIMS.forEach(victim -> assertNotEquals(before.get(victim), after.get(victim), victim));
            sockets.assertOnly(PIPELINE.port());
        } finally {
            loader.shutdownNow();
        }
        PIPELINE.run("verify");
    }

    private SimulateReport load(final int firstHole) throws Exception {
        final LoadSettings settings = new LoadSettings();
        settings.port = PIPELINE.port();
        settings.firstHole = firstHole;
        settings.tools = 6;
        settings.publishers = 3;
        settings.size = SizeProfile.SMALL;
        settings.shuffleParts = true;
        settings.holesPerSecond = HOLES_PER_SECOND;
        settings.durationNs = Math.round(HOLES_PER_VICTIM / HOLES_PER_SECOND * 1e9);
        settings.drainNs = TimeUnit.SECONDS.toNanos(Program.LIMIT_S);
        settings.ackedFile = dir.resolve("acked-" + firstHole + ".jsonl");
        return new LoadGenerator(settings, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, report -> { }).run();
    }

    /** Kills the stage while tools send, audits while it is down for certain, and waits for up to notice. */
    private static void kill(final String victim, final long pid, final Future<SimulateReport> load) throws Exception {
        signal("STOP", PIPELINE.pid());
        try {
            signal("KILL", pid);
            assertFalse(load.isDone(), "the load ended before " + victim + " was killed under it");
            final JsonNode messages = PIPELINE.audit().get("messages");
            assertEquals(0, messages.get("unaccounted").longValue(), "audit with " + victim + " down: " + messages);
        } finally {
            signal("CONT", PIPELINE.pid());
        }
        PIPELINE.stderr().await(1, line -> line.contains(victim + " (process " + pid + ") ended with 137"));
    }

    private static void signal(final String name, final long pid) throws Exception {
        final Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
        assertTrue(kill.waitFor(Program.LIMIT_S, TimeUnit.SECONDS));
        assertEquals(0, kill.exitValue());
    }

    private static Map<String, Long> pids() {
        final Map<String, Long> pids = new HashMap<>();
        PIPELINE.status().get("stages").forEach(stage -> {
            assertEquals("READY", stage.get("state").textValue(), stage::toString);
            pids.put(stage.get("name").textValue(), stage.get("pid").longValue());
        });
        return pids;
    }

    private void assertOnceEach() {
        final Set<String> holes = new HashSet<>();
        for (final JsonNode estimate : estimates.records().await(HOLES, one -> true)) {
            assertTrue(holes.add(estimate.get("tool").textValue() + ' ' + estimate.get("resultId").textValue()),
                () -> "a second estimate of one hole: " + estimate);
            assertTrue(estimate.at("/lineage/heads").isIntegralNumber() || estimate.get("headId").isTextual());
        }
        assertEquals(HOLES, holes.size());
        final Set<String> told = new HashSet<>();
        for (final JsonNode out : PIPELINE.tail("outbound", "--kind", "OUT")) {
            assertTrue(told.add(out.get("origin") + "/" + out.get("origin_ordinal") + "/" + out.get("topic").textValue()),
                () -> "told twice: " + out);
        }
        assertEquals(3 * HOLES, told.size());
    }

    private void assertEveryAckedMessageIsJournaled() throws Exception {
        final Map<String, Integer> journaled = new HashMap<>();
        for (final JsonNode message : PIPELINE.tail("inbound", "--kind", "MESSAGE")) {
            final byte[] payload = message.get("payload").textValue().getBytes(UTF_8);
            final CRC32C crc = new CRC32C();
            crc.update(payload);
            journaled.merge(message.get("topic").textValue() + ' ' + payload.length + ' ' + crc.getValue(), 1, Integer::sum);
        }
        final List<String> acked = new ArrayList<>();
        for (int round = 0; round < VICTIMS.size(); round++) {
            acked.addAll(Files.readAllLines(dir.resolve("acked-" + round * HOLES_PER_VICTIM + ".jsonl")));
        }
        assertEquals(3 * HOLES, acked.size());
        for (final String line : acked) {
            final JsonNode ack = Program.parse(line);
            final String topic = Part.valueOf(ack.get("part").textValue().toUpperCase(Locale.ROOT))
                .topic(ack.get("toolbox").textValue(), ack.get("tool").textValue());
            assertTrue(journaled.containsKey(topic + ' ' + ack.get("bytes") + ' ' + ack.get("crc32c")),
                () -> "acked and not there: " + line);
        }
    }

    private static void assertBalance() {
        final JsonNode audit = PIPELINE.audit();
        final JsonNode messages = audit.get("messages");
        assertEquals(0, messages.get("unaccounted").longValue(), audit::toString);
        assertEquals(0, messages.get("pending").longValue(), audit::toString);
        assertEquals(0, messages.get("dead_letter").longValue(), audit::toString);
        assertEquals(messages.get("accepted").longValue(),
            messages.get("used").longValue() + messages.get("duplicate").longValue(), audit::toString);
        for (final String count : List.of("matched", "estimated", "delivered")) {
            assertEquals(HOLES, audit.at("/holes/" + count).longValue(), audit::toString);
        }
    }
}
