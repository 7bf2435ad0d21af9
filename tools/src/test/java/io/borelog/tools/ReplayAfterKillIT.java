package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.stage.StageName;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages as processes of their own, killed with -9 wherever they are: what they leave repeats. */
class ReplayAfterKillIT {
    private static final int KILLS = 3;

    @TempDir
    private Path temp;
    private Path data;
    private DecidedHoles holes;

    @BeforeEach
    void create() {
        data = temp.resolve("data");
        holes = new DecidedHoles(data, 1);
    }

    @AfterEach
    void close() throws Exception {
        holes.close();
    }

    /** Records of any kind. */
    private long estimated() {
        try (JournalTailer tailer = new DataDirectory(data).tail("estimated-0")) {
            return tailer.firstIndex() < 0 ? 0 : tailer.countFrom(tailer.firstIndex());
        }
    }

    @Test
    void shouldRepeatWhatKilledStagesDecided() throws Exception {
        final Random random = new Random(3);
        for (int kill = 0; kill < KILLS; kill++) {
            holes.send(30);
            final long before = estimated();
            final ChildProcess correlate = holes.process(StageName.CORRELATE);
            final ChildProcess infer = holes.process(StageName.INFER);
            final long wanted = before + 2 + random.nextInt(20); // an OPEN among them
            Await.until("another estimate", () -> estimated() >= wanted || !correlate.isAlive());
            DecidedHoles.kill(correlate);
            DecidedHoles.kill(infer);
            holes.reopen();
        }
        holes.passTime(60);
        holes.decide();

        final CommandRun run = CommandRun.of("replay", "--data", data.toString(), "--from", "start", "--verify", "--json",
            "--into", temp.resolve("replay").toString());
        assertEquals(0, run.code(), run.stdout() + run.stderr());
        final JsonNode report = run.object();
        assertEquals(0, report.get("not_compared").asInt());
        assertEquals(report.get("holes"), report.get("estimates"));
        assertTrue(report.get("holes").asInt() > 25 * KILLS, report.toString());
    }

    @Test
    void shouldGoOnBehindAMessageThatIsCorrupt() throws Exception {
        holes.send(1);
        final long bad = holes.message("OPCPUBSUB/box/drill/ResultManagement", "{\"wanted\":\"here\"}".getBytes());
        assertTrue(bad > 0);
        FlippedBit.in(data.resolve("inbound"), "wanted");

        holes.send(1);
        final ChildProcess correlate = holes.process(StageName.CORRELATE);
        Await.until("its dead letter", () -> deadLetters().contains("CORRUPT"));
        final int matched = matched();
        holes.send(6);
        Await.until("a hole behind it", () -> matched() > matched);
        assertTrue(correlate.isAlive());
    }

    private int matched() {
        return CommandRun.of("audit", "--data", data.toString(), "--json").object().at("/holes/matched").asInt();
    }

    private String deadLetters() {
        return CommandRun.of("deadletters", "list", "--data", data.toString()).stdout();
    }
}
