package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A message of inbound that cannot be read any more, before it was decided on, while it waits, and after. */
class LostMessageTest {
    private static final String TOOL = "box-1/drill";
    private static final int IN_PAYLOAD = RecordHeader.LENGTH + 30;

    private final InboundScript in = new InboundScript();
    private final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);

    private final Map<Long, byte[]> records = new HashMap<>();

    /** Turns a bit of the record; the same call turns it back. */
    private void turn(final long seq, final int offset) {
        records.computeIfAbsent(seq, this::bytes)[offset] ^= 1;
    }

    private byte[] bytes(final long seq) {
        return IntStream.range(0, in.journal().size()).mapToObj(in.journal()::bytes)
            .filter(bytes -> new RecordHeader().wrap(new UnsafeBuffer(bytes), 0).seq() == seq).findFirst().orElseThrow();
    }

    private void turn(final long seq) {
        turn(seq, IN_PAYLOAD);
    }

    private MatchedWorld.Life live() {
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

    private static void assertSum(final MatchedWorld.Life life, final int accepted, final int dead) {
        final Counts counts = life.agent().joiner().counts();
        assertEquals(accepted, counts.accepted);
        assertEquals(dead, counts.dead);
        assertEquals(accepted, counts.used + counts.duplicate + counts.ignored + counts.dead + counts.pending);
    }

    private void assertCorrupt(final String words) {
        final MatchedWorld.Life life = world.life();
        final StageException ex = assertThrows(StageException.class, () -> life.start().work());
        life.close();
        assertEquals(ExitCode.CORRUPT, ex.exitCode());
        assertTrue(ex.getMessage().contains(words), ex.getMessage());
    }

    @Test
    void shouldBuryAMessageThatCannotBeReadAndGoOn() {
        final long lost = in.result(TOOL, 1);
        final long result = in.result(TOOL, 2);
        final long trace = in.trace(TOOL, 2);
        final long heads = in.heads(TOOL, 2, "A");
        turn(lost);
        final MatchedWorld.Life life = live();
        final List<Decision> expected =
            List.of(Decision.disposed(lost, 0, lost, "CORRUPT"), Decision.hole(heads, 0, result, trace, heads, "A"));
        assertEquals(expected, decided());
        assertSum(life, 4, 1);
        life.kill();
        live().kill();
        live().close();
        live().close();
        assertEquals(expected, decided(), "whatever is repeated");
    }

    @Test
    void shouldBuryEachOfSeveralAlsoBeforeANewEpochAndIgnoreWhatDecidesNothing() {
        final long first = in.result(TOOL, 1);
        final long second = in.trace(TOOL, 1);
        in.open();
        in.config("correlate.heads-wait", "0s");
        final long tick = in.tick();
        final long third = in.trace(TOOL, 3);
        final long result = in.result(TOOL, 4);
        turn(first);
        turn(second, RecordHeader.SEQ_OFFSET);
        turn(tick, RecordHeader.WALL_TIME_OFFSET);
        turn(third, RecordHeader.MAGIC_OFFSET);
        final MatchedWorld.Life life = live();
        assertEquals(List.of(Decision.disposed(first, 0, first, "CORRUPT"), Decision.disposed(second, 0, second, "CORRUPT"),
            Decision.disposed(third, 0, third, "CORRUPT")), decided());
        assertEquals(result, life.agent().joiner().seq());
        assertSum(life, 4, 3);
        life.kill();
    }

    /** Until then it could be the end of a journal that a power cut has torn. */
    @Test
    void shouldDecideNothingBeforeTheNextRecordHasShownThatOnlyOneIsLost() {
        final long lost = in.result(TOOL, 1);
        turn(lost);
        final MatchedWorld.Life life = live();
        assertEquals(List.of(), decided());
        in.tick();
        life.work();
        assertEquals(List.of(Decision.disposed(lost, 0, lost, "CORRUPT")), decided());
        life.kill();
    }

    @Test
    void shouldEndWhereAConfigOrTheBeginningOfAnEpochIsLost() {
        final long config = in.config("correlate.heads-wait", "0s");
        in.result(TOOL, 1);
        turn(config);
        assertCorrupt("CONFIG");
        turn(config);
        final long open = Seq.first(Seq.epoch(in.open().tick()));
        in.result(TOOL, 3);
        turn(open);
        assertCorrupt("does not follow");
    }

    @Test
    void shouldForceTheVerdictBeforeTheLimitShowsIt() {
        turn(in.result(TOOL, 5));
        in.tick();
        live().kill();
        world.matched().powerCut(0);
        assertEquals(1, decided().size(), "the verdict was on the device");
    }

    @Test
    void shouldBuryAWaitingResultThatIsLostAndLetItsTraceWaitOn() {
        final long result = in.result(TOOL, 1);
        live().close();
        turn(result);
        in.result(TOOL, 2); // another is in the reader's hands
        final long trace = in.trace(TOOL, 1);
        final MatchedWorld.Life life = live(); // the join is not before the Heads has been waited for
        assertEquals(List.of(), decided());
        final long waited = in.after(1_000).tick();
        life.work();
        assertEquals(List.of(Decision.disposed(waited, 0, result, "CORRUPT")), decided());
        assertSum(life, 3, 1);
        final long end = in.after(60_000).tick();
        life.work();
        assertEquals(Decision.disposed(end, 1, trace, "ORPHAN_TRACE"), decided().get(2));
        assertSum(life, 3, 2);
        life.kill();
        live().kill();
        assertEquals(3, decided().size(), "repeated as it was");
    }

    @Test
    void shouldAnswerAResultWhoseWaitingTraceIsLost() {
        final long trace = in.trace(TOOL, 1);
        live().close();
        turn(trace);
        in.trace(TOOL, 2);
        final long result = in.result(TOOL, 1);
        in.heads(TOOL, 1, "A");
        final long end = in.after(60_000).tick();
        live().kill();
        assertEquals(RecordKind.DISPOSITION, decided().get(0).kind());
        assertEquals("message " + trace + " CORRUPT", decided().get(0).what());
        assertTrue(decided().stream().anyMatch(one -> one.kind() == RecordKind.UNMATCHED && one.origin() == end
            && one.what().startsWith("R" + result)), decided().toString());
    }

    @Test
    void shouldJoinWithTheLastKnownHeadWhereTheWaitingHeadsIsLost() {
        final long heads = in.heads(TOOL, 1, "A");
        live().close();
        turn(heads);
        in.heads(TOOL, 2, "B");
        final long result = in.result(TOOL, 1);
        final long trace = in.trace(TOOL, 1);
        final MatchedWorld.Life life = live();
        assertEquals(List.of(Decision.disposed(trace, 0, heads, "CORRUPT"), Decision.hole(trace, 1, result, trace, 0, "B")), decided());
        assertSum(life, 4, 1);
        life.kill();
        live().kill();
        assertEquals(2, decided().size(), "repeated as it was");
    }

    @Test
    void shouldBuryAResultThatIsLostWhenItsAnswerIsDue() {
        final long result = in.result(TOOL, 1);
        live().close();
        turn(result);
        final long end = in.after(60_000).tick();
        final MatchedWorld.Life life = live();
        assertEquals(List.of(Decision.disposed(end, 0, result, "CORRUPT")), decided());
        assertSum(life, 1, 1);
        life.kill();
    }

    /** What was bad in memory may be good on the device. */
    @Test
    void shouldTakeARecordedVerdictOverWhereTheMessageCanBeReadAgain() {
        final long lost = in.trace(TOOL, 1);
        turn(lost);
        in.tick();
        final MatchedWorld.Life life = live();
        final long waiting = in.result(TOOL, 2);
        life.work().close();
        turn(waiting);
        final long end = in.after(60_000).tick();
        live().kill();
        final List<Decision> decisions = decided();
        assertEquals(List.of(Decision.disposed(lost, 0, lost, "CORRUPT"), Decision.disposed(end, 0, waiting, "CORRUPT")), decisions);
        turn(lost);
        turn(waiting);
        live().kill();
        assertEquals(decisions, decided());

        final long again = in.redrive(waiting);
        final long last = in.after(60_000).tick();
        final MatchedWorld.Life redriven = live();
        assertEquals(RecordKind.UNMATCHED, decided().get(2).kind(), "tried again it is answered");
        assertEquals(last, decided().get(2).origin());
        assertTrue(again < last);
        assertSum(redriven, 2, 1);
        redriven.kill();
    }

    @Test
    void shouldDoNothingWithARedriveOfWhatCannotBeRead() {
        final long lost = in.result(TOOL, 1);
        turn(lost);
        in.redrive(lost);
        in.after(60_000).tick();
        final MatchedWorld.Life life = live();
        assertEquals(List.of(Decision.disposed(lost, 0, lost, "CORRUPT")), decided());
        assertSum(life, 1, 1);
        life.kill();
    }

    /** What was told cannot be taken back by a bit that turned since. */
    @Test
    void shouldSayWhatIsToBeDoneWhereAMessageIsLostAfterItWasDecidedOn() {
        final long result = in.result(TOOL, 1);
        in.trace(TOOL, 1);
        in.heads(TOOL, 1, "A");
        live().kill();
        turn(result);
        assertCorrupt("was whole when matched was decided from it");
        turn(result);
        live().close();
        turn(result);
        live().kill(); // the snapshot lies behind it
    }
}
