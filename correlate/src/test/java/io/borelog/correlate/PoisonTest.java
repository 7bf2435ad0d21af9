package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.PartKind;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.correlate.payload.Problem;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kills correlate three times in a row is a dead letter then, and stays one whoever repeats it. */
class PoisonTest {
    private static final String TOOL = "box-1/drill";

    @TempDir
    private Path data;
    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final InboundScript in = new InboundScript();
    private MatchedWorld world;
    private StageFile stageFile;
    /** SourceTimestamp text of the payloads that kill. */
    private String deadly = InboundScript.timestamp(5);
    /** Readings of them that do no harm yet: 1 for a part that is read when it comes and kills when its hole is joined. */
    private int harmless;
    private int readings;

    @BeforeEach
    void begin() {
        stageFile = StageFile.create(StageFile.path(data, "correlate"), 0);
        world = new MatchedWorld(in, MatchedWorld.NEVER).reading(this::read, () -> new StageAttempts(stageFile));
    }

    @AfterEach
    void close() {
        stageFile.close();
    }

    private Problem read(
        final PartKind kind, final DirectBuffer buffer, final int offset, final int length, final Part into, final boolean identityOnly) {
        if (kind == PartKind.RESULT && buffer.getStringWithoutLengthUtf8(offset, length).contains(deadly) && readings++ >= harmless) {
            throw new StackOverflowError("marked payload");
        }
        return reader.read(kind, buffer, offset, length, into, identityOnly);
    }

    private void die() {
        readings = 0;
        final MatchedWorld.Life life = world.life();
        assertThrows(StackOverflowError.class, () -> life.start().work());
        life.close(); // as the frame does
    }

    private MatchedWorld.Life live() {
        readings = 0;
        final MatchedWorld.Life life = world.life().start().work();
        assertTrue(life.isReady());
        return life;
    }

    private List<Decision> decided() {
        final List<Decision> decisions = new ArrayList<>();
        final JournalTailer tailer = world.matched().tailAll();
        while (tailer.next()) {
            final RecordKind kind = tailer.record().kind();
            if (kind.isDecision() && kind != RecordKind.CONFIG) {
                decisions.add(Decision.of(kind, tailer.record().header().originSeq(), tailer.record().header().originOrdinal(),
                    tailer.record().payload(), tailer.record().payloadOffset()));
            }
        }
        return decisions;
    }

    @Test
    void shouldBuryAMessageThatKilledItsReaderThreeTimesAndGoOn() {
        in.result(TOOL, 4);
        in.trace(TOOL, 4);
        in.heads(TOOL, 4, "A");
        final long poison = in.result(TOOL, 5);
        final long result = in.result(TOOL, 6);
        final long trace = in.trace(TOOL, 6);
        final long heads = in.heads(TOOL, 6, "B");
        die();
        die();
        assertEquals(List.of(), decided().stream().filter(decision -> decision.what().contains("CRASH")).toList(), "not before the third");
        die();
        final MatchedWorld.Life life = live();
        assertEquals(List.of(Decision.disposed(poison, 0, poison, "CRASH"), Decision.hole(heads, 0, result, trace, heads, "B")),
            decided().subList(1, 3));
        assertEquals(1, life.agent().joiner().counts().dead);
        assertEquals(0, stageFile.diedComputing(), "its deaths are history");
        life.kill();
    }

    @Test
    void shouldForceTheVerdictBeforeTheLimitShowsIt() {
        in.result(TOOL, 5);
        die();
        die();
        die();
        live().kill();
        world.matched().powerCut(0);
        assertEquals(1, decided().size(), "the verdict was on the device");
    }

    @Test
    void shouldTakeARecordedVerdictOverAndNotComputeItAgain() {
        final long poison = in.result(TOOL, 5);
        in.trace(TOOL, 6);
        for (int i = 0; i < 3; i++) {
            die();
        }
        live().kill();
        final List<String> before = world.decisions();
        for (int i = 0; i < 3; i++) {
            live().kill(); // dies of nothing: the stage file knows nothing of it any more
        }
        deadly = "nothing kills any more";
        live().kill();
        assertEquals(before, world.decisions());
        assertEquals(List.of(Decision.disposed(poison, 0, poison, "CRASH")), decided());
    }

    @Test
    void shouldBuryEveryPartOfAHoleThatKillsWhenItIsJoined() {
        final long result = in.result(TOOL, 5);
        in.result(TOOL, 6); // so that the first is read again at its join
        final long heads = in.heads(TOOL, 5, "A");
        final long trace = in.trace(TOOL, 5);
        harmless = 1;
        die();
        die();
        die();
        live().kill();
        final List<Decision> buried = List.of(Decision.disposed(trace, 0, result, "CRASH"),
            Decision.disposed(trace, 1, heads, "CRASH"), Decision.disposed(trace, 2, trace, "CRASH"));
        assertEquals(buried, decided());
        live().kill();
        assertEquals(buried, decided(), "taken over");

        deadly = "mended";
        final long again = in.redrive(result);
        final long last = in.redrive(trace);
        final MatchedWorld.Life life = live();
        assertEquals(3, life.agent().joiner().counts().pending, "with the other Result");
        in.after(1_000).tick();
        life.work();
        assertEquals(Decision.hole(in.seqs().get(in.seqs().size() - 1), 0, result, trace, 0, "A"), decided().get(3));
        assertTrue(again < last);
        assertEquals(1, life.agent().joiner().counts().dead, "the Heads was not redriven");
        life.kill();
    }

    @Test
    void shouldBuryAResultThatKillsWhenItsWindowEnds() {
        final long result = in.result(TOOL, 5);
        in.result(TOOL, 6);
        final long late = in.after(40_000).tick();
        harmless = 1;
        die();
        die();
        die();
        live().kill();
        assertEquals(Decision.disposed(late, 0, result, "CRASH"), decided().get(0));
        assertEquals(RecordKind.UNMATCHED, decided().get(1).kind());
        assertEquals(2, decided().size());
    }

    /** The joiner reads the suspect itself, and much before it, again and again: only deaths in a row of one unit count. */
    @Test
    void shouldNotTakeTheReadingOfAMessageForTheJoinThatKilled() {
        final long trace = in.trace(TOOL, 5);
        final long other = in.result(TOOL, 6);
        final long result = in.result(TOOL, 5); // is read when it comes, and that alone must not condemn it
        in.result(TOOL, 7);
        final long heads = in.heads(TOOL, 5, "A");
        harmless = 1;
        die();
        die();
        harmless = 10;
        live().kill();
        assertEquals(List.of(Decision.hole(heads, 0, result, trace, heads, "A")), decided());
        assertFalse(decided().toString().contains(Long.toString(other)));
        assertEquals(0, stageFile.diedComputing());
    }

    @Test
    void shouldCountNoDeathThatHappensBetweenComputations() {
        in.result(TOOL, 1);
        for (int i = 0; i < 5; i++) {
            final MatchedWorld.Life life = world.new Life(3, false, true); // dies of the append
            in.trace(TOOL, 100 + i);
            life.liveAndMaybeDie();
        }
        in.after(40_000).tick();
        live().kill();
        assertFalse(decided().toString().contains("CRASH"), decided().toString());
    }
}
