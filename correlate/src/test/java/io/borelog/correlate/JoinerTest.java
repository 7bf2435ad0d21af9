package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.RecordKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each message, case by case: DESIGN 5 (correlate), 5.2 and fact F15. */
class JoinerTest {
    private static final String TOOL = "box-1/drill";
    private static final String OTHER = "box-1/other";
    private static final int LIFE_MS = 40_000;
    private static ToolMap tools;

    private InboundScript in;
    private JoinRun join;

    @BeforeAll
    static void createMap() {
        tools = ToolMap.create(null, 1_000);
    }

    @AfterAll
    static void closeMap() {
        tools.close();
    }

    @BeforeEach
    void begin() {
        in = new InboundScript();
        join = new JoinRun(in, tools);
        assertEquals(List.of(), join.decide());
    }

    /** From here on the tool is known to send no Heads: pairs do not wait. */
    private void withoutHeads(final String tool) {
        in.result(tool, 900);
        in.trace(tool, 900);
        in.after(1_000).tick();
        assertEquals(1, join.decide().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTH", "RHT", "TRH", "THR", "HRT", "HTR"})
    void shouldJoinTheThreePartsInAnyOrder(final String order) {
        final long[] seq = new long[128];
        for (final Payloads dialect : Payloads.values()) {
            final int hole = 440 + dialect.ordinal();
            for (final char part : order.toCharArray()) {
                assertEquals(List.of(), join.decide());
                in.dialect(dialect).after(100);
                seq[part] = switch (part) {
                    case 'R' -> in.result(TOOL, hole);
                    case 'T' -> in.trace(TOOL, hole);
                    default -> in.heads(TOOL, hole, "head-" + hole);
                };
            }
            final long last = seq[order.charAt(2)];
            assertEquals(List.of(Decision.hole(last, 0, seq['R'], seq['T'], seq['H'], "head-" + hole)), join.decide());
            final HoleRecord written = join.lastHole();
            assertEquals("box-1", written.toolbox());
            assertEquals("drill", written.tool());
            assertEquals(Integer.toString(hole), written.resultId());
            assertEquals(InboundScript.timestamp(hole), written.sourceTimestamp());
            assertEquals("0", written.machineId());
            assertEquals(3, written.sampleCount());
            assertEquals(2, written.stepCount());
            assertEquals(0, join.pendingInState());
        }
    }

    @Test
    void shouldJoinPartsOfBothDialects() {
        final long result = in.dialect(Payloads.GATEWAY_2024).result(TOOL, 7);
        final long trace = in.dialect(Payloads.GATEWAY_2025).trace(TOOL, 7);
        final long heads = in.dialect(Payloads.GATEWAY_2024).heads(TOOL, 7, "A");
        assertEquals(List.of(Decision.hole(heads, 0, result, trace, heads, "A")), join.decide());
    }

    @Test
    void shouldWriteTheCurvesOfThisHoleAlsoWhenLaterPartsWereParsedSince() {
        in.result(TOOL, 3);
        in.trace(TOOL, 3);
        in.result(TOOL, 4);
        in.trace(TOOL, 4);
        in.heads(TOOL, 3, "A");
        join.decide();
        final HoleRecord hole = join.lastHole();
        final float[] position = new float[3];
        final float[] rest = new float[3];
        hole.copyCurves(position, rest, new float[3], new float[3]);
        assertEquals("3", hole.resultId());
        assertEquals(3f, position[2]);
    }

    // ------------------------------------------------------------------ F15

    @Test
    void shouldNotPairATraceWithALaterResult() {
        withoutHeads(TOOL);
        final long orphan = in.after(10).trace(TOOL, 1);
        final long result = in.after(10_000).result(TOOL, 2);
        final long trace = in.trace(TOOL, 2);
        assertEquals(List.of(Decision.hole(trace, 0, result, trace, 0, "null")), join.decide());
        for (int second = 10; second < 40; second++) {
            in.after(999).tick();
        }
        assertEquals(List.of(), join.decide());
        final long late = in.after(1_000).tick();
        assertEquals(List.of(Decision.disposed(late, 0, orphan, "ORPHAN_TRACE")), join.decide());
        final DispositionRecord disposition = join.lastDisposition();
        assertEquals(DispositionRecord.DEAD_LETTER, disposition.disposition());
        assertEquals("OPCPUBSUB/box-1/drill/ResultManagement/Trace", disposition.topic());
        assertEquals(1, join.counts().dead);
    }

    @Test
    void shouldPairByIdentityWhateverTheOrder() {
        withoutHeads(TOOL);
        final long r1 = in.after(10_000).result(TOOL, 1);
        final long r2 = in.after(10_000).result(TOOL, 2);
        final long t2 = in.trace(TOOL, 2);
        final long t1 = in.after(1_000).trace(TOOL, 1);
        assertEquals(List.of(Decision.hole(t2, 0, r2, t2, 0, "null"), Decision.hole(t1, 0, r1, t1, 0, "null")), join.decide());
    }

    @Test
    void shouldGiveLateHeadsToTheirHoleOrToTheToolAndNeverToALaterHole() {
        final long r1 = in.result(TOOL, 1);
        final long t1 = in.trace(TOOL, 1);
        final long h1 = in.after(900).heads(TOOL, 1, "one");
        assertEquals(List.of(Decision.hole(h1, 0, r1, t1, h1, "one")), join.decide());

        final long r2 = in.after(1_000).result(TOOL, 2);
        final long t2 = in.trace(TOOL, 2);
        final long waited = in.after(1_000).tick();
        assertEquals(List.of(Decision.hole(waited, 0, r2, t2, 0, "one")), join.decide());
        in.after(100).heads(TOOL, 2, "two");
        assertEquals(List.of(), join.decide(), "too late: the tool's state only");

        final long r3 = in.after(1_000).result(TOOL, 3);
        final long t3 = in.trace(TOOL, 3);
        final long waitedAgain = in.after(1_000).tick();
        assertEquals(List.of(Decision.hole(waitedAgain, 0, r3, t3, 0, "two")), join.decide(), "last known, not its own");
        assertEquals(9 - 1, join.counts().used, "all but hole 3's missing Heads");
    }

    @Test
    void shouldRecogniseAHoleThatIsSentAgainInNewEnvelopes() {
        in.result(TOOL, 1);
        in.trace(TOOL, 1);
        in.heads(TOOL, 1, "one");
        assertEquals(1, join.decide().size());
        final long result = in.after(5_000).result(TOOL, 1);
        final long trace = in.trace(TOOL, 1);
        in.heads(TOOL, 1, "one");
        in.after(LIFE_MS).tick();
        assertEquals(List.of(Decision.duplicate(result, 0), Decision.duplicate(trace, 0)), join.decide());
        assertEquals(DispositionRecord.DUPLICATE, join.lastDisposition().disposition());
        assertEquals(2, join.counts().duplicate);
        assertEquals(4, join.counts().used);
    }

    // ------------------------------------------------------------------ waiting for Heads

    @Test
    void shouldWaitOneSecondForAToolThatIsNotKnownAndThenNoMore() {
        in.result(TOOL, 1);
        in.trace(TOOL, 1);
        in.after(999).tick();
        assertEquals(List.of(), join.decide());
        final long due = in.after(1).tick();
        assertEquals(due, join.decide().get(0).origin());
        final long result = in.after(1_000).result(TOOL, 2);
        final long trace = in.trace(TOOL, 2);
        assertEquals(List.of(Decision.hole(trace, 0, result, trace, 0, "null")), join.decide(), "it sends none: no wait");
    }

    @Test
    void shouldWaitAgainOnceTheToolHasSentHeads() {
        withoutHeads(TOOL);
        in.heads(TOOL, null, "A", InboundScript.timestamp(1));
        final long result = in.result(TOOL, 2);
        final long trace = in.trace(TOOL, 2);
        assertEquals(List.of(), join.decide());
        final long due = in.after(1_000).tick();
        assertEquals(List.of(Decision.hole(due, 0, result, trace, 0, "A")), join.decide());
    }

    @Test
    void shouldKeepTheHolesOwnHeadsAndTheLastKnownHeadApart() {
        final long result = in.result(TOOL, 1);
        final long heads = in.heads(TOOL, 1, "own");
        in.heads(TOOL, 2, "newer");
        final long trace = in.trace(TOOL, 1);
        assertEquals(List.of(Decision.hole(trace, 0, result, trace, heads, "own")), join.decide());
    }

    @Test
    void shouldNotAttachHeadsByTheirCounterAlone() {
        final long result = in.result(TOOL, 1);
        final long trace = in.trace(TOOL, 1);
        in.heads(TOOL, 1, "else", "2023-01-01T00:00:00Z");
        assertEquals(List.of(), join.decide());
        final long due = in.after(1_000).tick();
        assertEquals(List.of(Decision.hole(due, 0, result, trace, 0, "else")), join.decide());
        in.after(LIFE_MS).tick();
        assertEquals(List.of(), join.decide());
        assertEquals(3, join.counts().used);
    }

    @Test
    void shouldNotWaitWhereTheHeadsWaitIsZero() {
        in.config("correlate.heads-wait", "0s");
        final long result = in.result(TOOL, 1);
        final long trace = in.trace(TOOL, 1);
        assertEquals(List.of(Decision.hole(trace, 0, result, trace, 0, "null")), join.decide());
    }

    @Test
    void shouldTakeTheLastKnownHeadWhereTheOwnHeadsNamesNone() {
        in.heads(TOOL, null, "A", InboundScript.timestamp(1));
        final long result = in.result(TOOL, 1);
        final long trace = in.trace(TOOL, 1);
        final long heads = in.heads(TOOL, 1, null);
        assertEquals(List.of(Decision.hole(heads, 0, result, trace, heads, "A")), join.decide());
    }

    // ------------------------------------------------------------------ expiry

    @Test
    void shouldAnswerAResultWithoutTraceAndCloseItsHole() {
        final long result = in.result(TOOL, 1);
        final long due = in.after(LIFE_MS).tick();
        assertEquals(List.of(Decision.unmatched(due, 0, result, 0, "null")), join.decide());
        assertFalse(join.lastHole().reason().isEmpty());
        final long trace = in.trace(TOOL, 1);
        assertEquals(List.of(Decision.duplicate(trace, 0)), join.decide());
    }

    @Test
    void shouldNameTheOwnHeadInAnUnmatched() {
        final long result = in.result(TOOL, 1);
        final long heads = in.heads(TOOL, 1, "own");
        in.heads(TOOL, 2, "newer");
        final long due = in.after(LIFE_MS).tick();
        assertEquals(List.of(Decision.unmatched(due, 0, result, heads, "own")), join.decide());
        assertEquals(3, join.counts().used);
        assertEquals(0, join.pendingInState());
    }

    @Test
    void shouldExpireInDeadlineOrderOverAllToolsAndCountOrdinalsFromZero() {
        withoutHeads(TOOL);
        final long a = in.trace(OTHER, 1);
        final long b = in.result(TOOL, 2);
        final long c = in.after(5).trace("box-2/third", 1);
        final long d = in.after(5).result(OTHER, 5);
        final long renewed = in.trace(OTHER, 1);
        final long pairR = in.after(LIFE_MS - 500).result(OTHER, 8);
        final long pairT = in.trace(OTHER, 8);
        join.decide();
        final long last = in.after(2_000).message(InboundScript.ROOT + TOOL + "/ResultManagement", Payloads.broken());
        assertEquals(List.of(
            Decision.unmatched(last, 0, b, 0, "null"),
            Decision.disposed(last, 1, c, "ORPHAN_TRACE"),
            Decision.disposed(last, 2, a, "ORPHAN_TRACE"), // renewed to the deadline of d, and older than d
            Decision.unmatched(last, 3, d, 0, "null"),
            Decision.hole(last, 4, pairR, pairT, 0, "null"),
            Decision.disposed(last, 5, last, "BAD_JSON")), join.decide());
        assertTrue(renewed > d);
    }

    @Test
    void shouldSettleAHeadsWaitByTheSeqOfItsResult() {
        final long trace = in.trace(TOOL, 1);
        final long loneResult = in.after(LIFE_MS - 1_000 - 1_000).result(OTHER, 1);
        final long result = in.after(1_000).result(TOOL, 1);
        final long due = in.after(LIFE_MS).tick();
        assertEquals(List.of(Decision.hole(due, 0, result, trace, 0, "null"), Decision.unmatched(due, 1, loneResult, 0, "null")),
            join.decide(), "the pair's wait ends first; the Trace's own deadline does not count any more");
    }

    @Test
    void shouldSettleABurstOfFiveHundredExpiriesInOneTick() {
        final List<Decision> expected = new ArrayList<>();
        final List<Long> parts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            in.after(i % 3);
            final String tool = "box-" + i % 7 + "/tool-" + i % 41;
            parts.add(i % 2 == 0 ? in.result(tool, i) : in.trace(tool, i));
        }
        final long due = in.after(LIFE_MS).tick();
        for (int i = 0; i < 500; i++) {
            expected.add(i % 2 == 0
                ? Decision.unmatched(due, i, parts.get(i), 0, "null")
                : Decision.disposed(due, i, parts.get(i), "ORPHAN_TRACE"));
        }
        assertEquals(expected, join.decide());
        assertEquals(0, join.counts().pending);
    }

    @Test
    void shouldRenewTheDeadlineOfAPendingPartByItsDuplicate() {
        final long result = in.result(TOOL, 1);
        final long again = in.after(30_000).result(TOOL, 1);
        assertEquals(List.of(Decision.duplicate(again, 0)), join.decide());
        in.after(39_999).tick();
        assertEquals(List.of(), join.decide());
        final long due = in.after(1).tick();
        assertEquals(List.of(Decision.unmatched(due, 0, result, 0, "null")), join.decide());
    }

    @Test
    void shouldExpireNothingAcrossAnOpen() {
        final long result = in.result(TOOL, 1);
        in.after(39_999).tick();
        in.open();
        in.config(in.config());
        in.tick();
        assertEquals(List.of(), join.decide());
        final long due = in.after(1).tick();
        assertEquals(List.of(Decision.unmatched(due, 0, result, 0, "null")), join.decide());
    }

    @Test
    void shouldUseTheWindowThatIsInForceWhenAPartComes() {
        final long before = in.result(TOOL, 1);
        in.config("correlate.window", "1s");
        final long after = in.result(TOOL, 2);
        final long early = in.after(11_000).tick();
        assertEquals(List.of(Decision.unmatched(early, 0, after, 0, "null")), join.decide());
        final long again = in.result(TOOL, 1); // renews, by a window that is shorter now
        assertEquals(List.of(Decision.duplicate(again, 0)), join.decide());
        final long due = in.after(11_000).tick();
        assertEquals(List.of(Decision.unmatched(due, 0, before, 0, "null")), join.decide());
    }

    @Test
    void shouldCopyConfigOnlyWhenItChanges() {
        final long first = join.all().get(0).origin();
        in.config(in.config());
        in.open();
        in.config(in.config());
        final long changed = in.config("correlate.window", "20s");
        assertEquals(List.of(Decision.config(first, 0), Decision.config(changed, 0)), join.all());
        assertEquals("20s", join.joiner().config().get("correlate.window"));
    }

    // ------------------------------------------------------------------ bounds

    @Test
    void shouldRememberTheLast64HolesOfATool() {
        withoutHeads(TOOL); // one of them
        for (int hole = 1; hole <= 64; hole++) {
            in.result(TOOL, hole);
            in.trace(TOOL, hole);
        }
        assertEquals(64, join.decide().size());
        final long known = in.result(TOOL, 1);
        assertEquals(List.of(Decision.duplicate(known, 0)), join.decide());
        final long r = in.result(TOOL, 900);
        final long t = in.trace(TOOL, 900);
        assertEquals(List.of(Decision.hole(t, 0, r, t, 0, "null")), join.decide(), "the 65th hole made it forget the first");
        in.result(OTHER, 1);
        assertEquals(List.of(), join.decide(), "another tool's hole of the same name is another hole");
    }

    @Test
    void shouldAnswerEveryResultOfAToolThatSendsMoreThanItCanHold() {
        final List<Long> results = new ArrayList<>();
        for (int hole = 0; hole < 100; hole++) {
            results.add(in.result(TOOL, hole));
        }
        final List<Decision> evicted = join.decide();
        assertEquals(68, evicted.size());
        for (int i = 0; i < evicted.size(); i++) {
            assertEquals(Decision.unmatched(results.get(32 + i), 0, results.get(i), 0, "null"), evicted.get(i), "the oldest makes room");
        }
        assertTrue(join.lastHole().reason().contains("32"), join.lastHole().reason());
        assertEquals(32, join.pendingInState());
        in.after(LIFE_MS).tick();
        assertEquals(32, join.decide().size());
        assertEquals(100, join.counts().used);
    }

    @Test
    void shouldNotEvictThePartnerOfThePartThatHasJustCome() {
        withoutHeads(TOOL);
        final long oldest = in.result(TOOL, 0);
        final List<Long> traces = new ArrayList<>();
        for (int hole = 1; hole <= 31; hole++) {
            traces.add(in.trace(TOOL, hole));
        }
        assertEquals(List.of(), join.decide());
        final long trace = in.trace(TOOL, 0);
        assertEquals(List.of(
            Decision.disposed(trace, 0, traces.get(0), "ORPHAN_TRACE"),
            Decision.hole(trace, 1, oldest, trace, 0, "null")), join.decide());
    }

    @Test
    void shouldMakeRoomFirstByPairsThenByHeadsThenByTracesAndLastByResults() {
        in.heads(TOOL, 70, "A"); // from here on pairs wait for theirs
        final long lone = in.result(TOOL, 1);
        final List<Long> traces = new ArrayList<>();
        for (int hole = 2; hole <= 29; hole++) {
            traces.add(in.trace(TOOL, hole));
        }
        final long r = in.result(TOOL, 50);
        final long t = in.trace(TOOL, 50);
        assertEquals(List.of(), join.decide());
        final long first = in.trace(TOOL, 60);
        assertEquals(List.of(Decision.hole(first, 0, r, t, 0, "A")), join.decide());
        in.trace(TOOL, 61);
        in.trace(TOOL, 62);
        assertEquals(List.of(), join.decide(), "a Heads went, whose head the tool's state has");
        assertEquals(32, join.pendingInState());
        final long third = in.result(TOOL, 63);
        assertEquals(List.of(Decision.disposed(third, 0, traces.get(0), "ORPHAN_TRACE")), join.decide());
        for (int hole = 64; hole < 64 + 30; hole++) {
            in.result(TOOL, hole);
        }
        assertEquals(30, join.decide().size(), "the other Traces");
        final long last = in.result(TOOL, 100);
        assertEquals(List.of(Decision.unmatched(last, 0, lone, 0, "A")), join.decide());
        assertEquals(32, join.counts().pending);
    }

    @Test
    void shouldJoinAFullToolsPairWithTheHeadsThatHasJustCome() {
        for (int hole = 1; hole <= 30; hole++) {
            in.trace(TOOL, hole);
        }
        final long r = in.result(TOOL, 50);
        final long t = in.trace(TOOL, 50);
        final long h = in.heads(TOOL, 50, "A");
        final List<Decision> decided = join.decide();
        assertEquals(Decision.hole(h, 1, r, t, h, "A"), decided.get(1));
        assertEquals(RecordKind.DISPOSITION, decided.get(0).kind());
    }

    @Test
    void shouldKeepNoDeadlineOfWhatHasBeenJoined() {
        withoutHeads(TOOL);
        for (int hole = 0; hole < 2_000; hole++) {
            in.result(TOOL, hole);
            in.trace(TOOL, hole);
        }
        in.heads(OTHER, 1, "A");
        in.result(OTHER, 2);
        in.trace(OTHER, 2);
        join.decide();
        assertEquals(2, join.joiner().deadlines().size(), "a Heads, and a pair that waits for its own");
    }

    @Test
    void shouldGrowWithTheConfigAndKeepWhatItHolds() {
        in.config("correlate.tools-max", "2");
        in.result("a/1", 1);
        in.result("a/2", 1);
        in.config("correlate.tools-max", "3000");
        final String longName = "x".repeat(256);
        for (int i = 0; i < 2_998; i++) {
            in.result(longName + '/' + "y".repeat(250) + i, 1);
        }
        assertEquals(List.of(), join.decide());
        assertEquals(3_000, tools.size());
        final long trace = in.trace("a/1", 1);
        in.after(1_000).tick();
        assertEquals(RecordKind.HOLE, join.decide().get(0).kind());
        assertTrue(trace > 0);
        final long tooMany = in.result("a/3", 1);
        assertEquals(List.of(Decision.unmatched(tooMany, 0, tooMany, 0, "null")), join.decide());
    }

    @Test
    void shouldHoldNoMoreToolsThanConfigured() {
        in.config("correlate.tools-max", "2");
        in.result("a/1", 1);
        in.result("a/2", 1);
        final long result = in.result("a/3", 1);
        final long trace = in.trace("a/3", 1);
        final long heads = in.heads("a/3", 1, "A");
        assertEquals(List.of(
            Decision.unmatched(result, 0, result, 0, "null"),
            Decision.disposed(trace, 0, trace, "TOOLS_FULL"),
            Decision.disposed(heads, 0, heads, "TOOLS_FULL")), join.decide());
        assertEquals(2, tools.size());
        in.trace("a/1", 1);
        in.after(1_000).tick();
        assertEquals(1, join.decide().size(), "a known tool works on");
    }

    // ------------------------------------------------------------------ redrive

    @Test
    void shouldJoinARedrivenTraceUnderItsOwnSeq() {
        withoutHeads(TOOL);
        final long trace = in.trace(TOOL, 1);
        final long late = in.after(LIFE_MS).tick();
        assertEquals(List.of(Decision.disposed(late, 0, trace, "ORPHAN_TRACE")), join.decide());
        final long result = in.after(100).result(TOOL, 1);
        final long redrive = in.after(100).redrive(trace);
        assertEquals(List.of(Decision.hole(redrive, 0, result, trace, 0, "null")), join.decide());
        assertEquals(0, join.counts().dead);
        assertEquals(4, join.counts().used);
        assertEquals(4, join.counts().accepted, "a redrive is no new message");
    }

    @Test
    void shouldGiveARedrivenPartANewWindow() {
        final long trace = in.trace(TOOL, 1);
        in.after(LIFE_MS).tick();
        join.decide();
        in.redrive(trace);
        in.after(LIFE_MS - 1).tick();
        assertEquals(List.of(), join.decide());
        assertEquals(1, join.counts().pending);
        final long late = in.after(1).tick();
        assertEquals(List.of(Decision.disposed(late, 0, trace, "ORPHAN_TRACE")), join.decide());
        assertEquals(1, join.counts().dead);
    }

    @Test
    void shouldBuryAgainWhatIsStillBad() {
        final long broken = in.message("OPCPUBSUB/box-1/drill/ResultManagement", Payloads.broken());
        join.decide();
        for (int i = 0; i < 3; i++) {
            final long redrive = in.redrive(broken);
            assertEquals(List.of(Decision.disposed(redrive, 0, broken, "BAD_JSON")), join.decide());
            assertEquals("OPCPUBSUB/box-1/drill/ResultManagement", join.lastDisposition().topic());
            assertEquals(1, join.counts().dead);
        }
    }

    @Test
    void shouldDoNothingForWhatIsNoDeadLetterNow() {
        final long config = in.seqs().get(1);
        final long trace = in.trace(TOOL, 1);
        in.redrive(trace); // pending
        final long result = in.result(TOOL, 1);
        in.after(1_000).tick();
        assertEquals(1, join.decide().size());
        for (final long of : new long[] {result, trace, config, 0, -1, Long.MAX_VALUE}) {
            in.redrive(of);
        }
        final long broken = in.message("OPCPUBSUB/box-1/drill/ResultManagement", Payloads.broken());
        assertEquals(1, join.decide().size());
        in.config("topic.root", "elsewhere");
        in.redrive(broken);
        in.redrive(broken);
        assertEquals(List.of(), join.decide());
        assertEquals(1, join.counts().ignored, "not ours any more, and counted once");
        assertEquals(0, join.counts().dead);
        assertEquals(2, join.counts().used);
    }

    @Test
    void shouldNotLetARedrivenHeadsReplaceANewerHead() {
        in.config("correlate.tools-max", "1");
        in.result(OTHER, 1);
        final long old = in.heads(TOOL, null, "old", InboundScript.timestamp(1));
        in.config("correlate.tools-max", "2");
        in.heads(TOOL, null, "new", InboundScript.timestamp(2));
        in.redrive(old);
        join.decide();
        assertEquals(0, join.counts().dead);
        assertEquals("new", stateOf(TOOL).lastHeadId().toString());
    }

    // ------------------------------------------------------------------ what is no part of a hole

    @Test
    void shouldMakeDeadLettersWithReasonsAndGoOn() {
        final long broken = in.message("OPCPUBSUB/box-1/drill/ResultManagement", Payloads.broken());
        assertEquals(List.of(Decision.disposed(broken, 0, broken, "BAD_JSON")), join.decide());
        assertTrue(join.lastDisposition().detail().contains(Integer.toString(Payloads.broken().length)), join.lastDisposition().detail());
        assertEquals("OPCPUBSUB/box-1/drill/ResultManagement", join.lastDisposition().topic());

        final long empty = in.message("OPCPUBSUB/box-1/drill/ResultManagement", new byte[0]);
        final long array = in.message("OPCPUBSUB/box-1/drill/ResultManagement/Trace", MessageRecord.utf8("[1]"));
        final long object = in.message("OPCPUBSUB/box-1/drill/AssetManagement/Heads", MessageRecord.utf8("{}"));
        final long wrongPart = in.message("OPCPUBSUB/box-1/drill/ResultManagement/Trace",
            Payloads.GATEWAY_2024.result(1, InboundScript.timestamp(1), 0));
        assertEquals(List.of(
            Decision.disposed(empty, 0, empty, "BAD_JSON"),
            Decision.disposed(array, 0, array, "NOT_AN_OBJECT"),
            Decision.disposed(object, 0, object, "NO_HEAD"),
            Decision.disposed(wrongPart, 0, wrongPart, "NO_RESULT_ID")), join.decide());
        assertEquals(5, join.counts().dead);
        assertEquals(0, tools.size(), "none of them made a tool known");
        shouldJoinTheThreePartsInAnyOrder("RTH");
    }

    @Test
    void shouldIgnoreTopicsThatAreNotItsToJoin() {
        final byte[] body = Payloads.GATEWAY_2025.result(1, InboundScript.timestamp(1), 0);
        final List<String> topics = List.of("OPCPUBSUB/box-1/drill/ResultManagement/Traces", "OPCPUBSUB/drill/ResultManagement",
            "opcpubsub/box-1/drill/ResultManagement", "OPCPUBSUB/" + "b".repeat(257) + "/drill/ResultManagement",
            "OPCPUBSUB/box-1/drill/Estimation/Keypoints", "borelog/box-1/drill/estimate", "x");
        topics.forEach(topic -> in.message(topic, body));
        assertEquals(List.of(), join.decide());
        assertEquals(topics.size(), join.counts().ignored);
        assertEquals(0, tools.size());
    }

    @Test
    void shouldFollowTheTopicRootOfTheConfigInForce() {
        in.config("topic.root", "plant/west");
        in.result(TOOL, 1);
        in.message("plant/west/box-1/drill/ResultManagement", Payloads.GATEWAY_2025.result(1, InboundScript.timestamp(1), 0));
        join.decide();
        assertEquals(1, join.counts().ignored);
        assertEquals(1, join.counts().pending);
    }

    @Test
    void shouldCountAHeadsWithoutCounterOnceIntoTheToolsState() {
        in.heads(TOOL, null, "A", InboundScript.timestamp(1));
        in.heads(TOOL, null, "A", InboundScript.timestamp(1));
        assertEquals(List.of(), join.decide());
        assertEquals(2, join.counts().used);
        assertEquals(0, join.counts().pending);
        assertEquals("A", stateOf(TOOL).lastHeadId().toString());
    }

    @Test
    void shouldRefuseAMessageBeforeAnyConfig() {
        final Joiner joiner = new Joiner(tools, new PartSource(in.journal().tail()), Attempts.UNCOUNTED, null);
        in.result(TOOL, 1);
        final var tailer = in.journal().tail();
        final StageException refused = assertThrows(StageException.class, () -> {
            while (tailer.next()) {
                if (tailer.record().kind() != RecordKind.CONFIG) {
                    joiner.onRecord(tailer.record());
                }
            }
        });
        assertEquals(ExitCode.CORRUPT, refused.exitCode());
    }

    private ToolState stateOf(final String tool) {
        join.decide();
        final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
        assertTrue(tools.get(MessageRecord.utf8(tool), state));
        return state;
    }
}
