package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whenever correlate dies, the decisions in matched are those of a run that never died: same bytes, same origins, each once. */
class RecoveryTest {
    private static final int OFTEN = 2_000; // bytes of inbound: a snapshot every few records
    private static InboundScript in;
    private static List<Long> inboundSeqs;
    private static List<String> undisturbed;

    @BeforeAll
    static void runUndisturbed() {
        for (int seed = 0; seed == 0 || undisturbed.size() < 30 || inboundSeqs.size() > 300; seed++) { // rich, and not too long
            in = new InboundScript();
            new RandomScript(seed, in, 0);
            inboundSeqs = in.seqs();
            final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
            assertFalse(world.life().liveAndMaybeDie());
            undisturbed = world.decisions();
        }
        assertTrue(undisturbed.stream().anyMatch(text -> text.startsWith(RecordKind.UNMATCHED.name())));
    }

    @Test
    void shouldRepeatItselfWhenKilledAtEveryRecord() {
        for (final long often : new long[] {OFTEN, MatchedWorld.NEVER}) {
            for (final long seq : inboundSeqs) {
                final MatchedWorld world = new MatchedWorld(in, often);
                world.life().start().readUpTo(seq).kill();
                world.life().start().work().kill();
                assertEquals(undisturbed, world.decisions(), "killed after " + Seq.text(seq));
            }
        }
    }

    @Test
    void shouldRepeatItselfWhenOneProcessDiesAfterAnother() {
        final MatchedWorld world = new MatchedWorld(in, OFTEN);
        for (final long seq : inboundSeqs) {
            world.life().start().readUpTo(seq).kill();
        }
        assertEquals(undisturbed, world.decisions());
    }

    @Test
    void shouldRepeatItselfWithRedrivesWhenKilledAtEveryRecord() {
        final InboundScript redriving = new InboundScript();
        final long first = redriving.trace("box/drill", 1);
        final long broken = redriving.message("OPCPUBSUB/box/drill/ResultManagement", Payloads.broken());
        redriving.after(40_000).tick();
        redriving.redrive(broken);
        redriving.redrive(first);
        redriving.redrive(first);
        redriving.result("box/drill", 1);
        redriving.redrive(broken);
        redriving.after(40_000).tick();
        redriving.redrive(first);
        for (final long often : new long[] {OFTEN, MatchedWorld.NEVER}) {
            final MatchedWorld whole = new MatchedWorld(redriving, often);
            final MatchedWorld.Life life = whole.life().start().work();
            assertEquals(0, life.agent().joiner().counts().pending);
            assertEquals(1, life.agent().joiner().counts().dead, "the broken one, once");
            assertEquals(2, life.agent().joiner().counts().used);
            life.kill();
            for (final long seq : redriving.seqs()) {
                final MatchedWorld world = new MatchedWorld(redriving, often);
                world.life().start().readUpTo(seq).kill();
                world.life().start().work().kill();
                assertEquals(whole.decisions(), world.decisions(), "killed after " + Seq.text(seq));
            }
        }
    }

    @Test
    void shouldRepeatItselfWhenStoppedCleanlyAtEveryRecord() {
        final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
        for (final long seq : inboundSeqs) {
            final MatchedWorld.Life life = world.life().start().readUpTo(seq);
            assertTrue(life.isReady());
            life.close();
        }
        assertEquals(undisturbed, world.decisions());
        assertEquals(inboundSeqs.size(), world.snapshots());
        final MatchedWorld.Life last = world.life().start().work();
        assertEquals(0, last.agent().recordsIn(), "it starts from the snapshot of the clean stop");
        last.kill();
    }

    @Test
    void shouldRepeatItselfWhenKilledBeforeOrAfterAnyAppend() {
        for (final boolean lastOneCounts : new boolean[] {true, false}) {
            int appends = 1;
            boolean died = true;
            while (died) {
                final MatchedWorld world = new MatchedWorld(in, OFTEN);
                died = world.new Life(appends++, lastOneCounts, true).liveAndMaybeDie();
                world.life().start().work().kill();
                assertEquals(undisturbed, world.decisions(), "killed at append " + (appends - 1));
            }
            assertTrue(appends > undisturbed.size() + 10, "snapshots are among the appends: " + appends);
        }
    }

    /** A full disk, say: the frame closes the agent, and what it still could write then is of a state cut in the middle of a record. */
    @Test
    void shouldWriteNothingMoreAfterAnAppendThatFailed() {
        int appends = 1;
        boolean failed = true;
        while (failed) {
            final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
            failed = world.new Life(appends++, false, false).liveAndMaybeDie();
            world.life().start().work().kill();
            assertEquals(undisturbed, world.decisions(), "failed at append " + (appends - 1));
        }
    }

    @Test
    void shouldRepeatItselfWhenEveryProcessDiesAfterAFewAppends() {
        for (int seed = 0; seed < 40; seed++) {
            final SplittableRandom random = new SplittableRandom(seed);
            final MatchedWorld world = new MatchedWorld(in, OFTEN);
            boolean died = true;
            while (died) {
                // small enough to die in the midst of snapshots, large enough to get ahead
                died = world.new Life(4 + random.nextInt(12), random.nextBoolean(), true).liveAndMaybeDie();
                if (random.nextInt(3) == 0) {
                    world.matched().powerCut(random.nextInt(world.matched().unforced() + 1));
                }
            }
            assertEquals(undisturbed, world.decisions(), "seed " + seed);
        }
    }

    @Test
    void shouldComputeAgainUnderTheSameOriginsWhatAPowerCutTook() {
        final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
        world.life().start().readUpTo(inboundSeqs.get(inboundSeqs.size() / 3)).close(); // forced, with a snapshot
        world.life().start().work().kill();
        final int unforced = world.matched().unforced();
        final List<String> whole = world.decisions();
        assertEquals(undisturbed, whole);
        world.matched().powerCut(unforced / 2);
        assertTrue(world.decisions().size() < whole.size() || unforced < 2, "something was lost");
        world.life().start().work().kill();
        assertEquals(undisturbed, world.decisions());
    }

    @Test
    void shouldWriteNoSnapshotBeforeAllIsComparedThatMatchedHad() {
        final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
        world.life().start().work().kill(); // decisions, no snapshot
        final MatchedWorld.Life early = world.life().start().readUpTo(0); // inbound's writer is not up yet
        assertFalse(early.isReady());
        early.close();
        final MatchedWorld.Life half = world.life().start().readUpTo(inboundSeqs.get(inboundSeqs.size() / 2));
        half.close();
        assertEquals(0, world.snapshots());
        final MatchedWorld.Life last = world.life().start().work();
        assertTrue(last.isReady());
        last.close();
        assertEquals(1, world.snapshots());
        assertEquals(undisturbed, world.decisions());
    }

    @Test
    void shouldPublishNothingInPageCacheModeBeforeTheComparisonHasEnded() {
        final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER).durability(Durability.PAGE_CACHE);
        world.life().start().work().kill();
        world.matched().powerCut(world.matched().unforced()); // voids the limits
        final MatchedWorld.Life life = world.life().start().readUpTo(inboundSeqs.get(inboundSeqs.size() / 2));
        assertFalse(world.matched().tail().next());
        life.readUpTo(Long.MAX_VALUE).kill();
        assertTrue(world.matched().tail().next());
    }

    @Test
    void shouldRefuseToStartWhereADecisionInMatchedIsAnother() {
        final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
        world.life().start().work().kill();
        final JournalTailer tailer = world.matched().tailAll();
        while (tailer.next()) {
            if (tailer.record().kind() != RecordKind.HOLE) {
                continue;
            }
            final byte[] bytes = world.matched().bytes((int) tailer.record().index());
            final int at = bytes.length - 1;
            flip(bytes, at);
            final MatchedWorld.Life life = world.life();
            final StageException refused = assertThrows(StageException.class, () -> life.start().work());
            life.close();
            assertEquals(0, world.snapshots(), "of a state that is good for nothing");
            assertEquals(ExitCode.CORRUPT, refused.exitCode());
            final String origin = Seq.text(tailer.record().header().originSeq()) + "/" + tailer.record().header().originOrdinal();
            assertTrue(refused.getMessage().contains(origin), refused.getMessage() + " names " + origin);
            flip(bytes, at);
        }
        world.life().start().work().kill();
        assertEquals(undisturbed, world.decisions());
    }

    /** Turns one byte of a record over, and its CRC with it. */
    private static void flip(final byte[] record, final int at) {
        record[at] ^= 0x20;
        final UnsafeBuffer buffer = new UnsafeBuffer(record);
        buffer.putInt(RecordHeader.CRC_OFFSET,
            new Checksum().ofRecord(buffer, 0, record.length - RecordHeader.LENGTH), ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void shouldRefuseAnInboundThatDoesNotGoOnWhereTheStateStands() {
        final MatchedWorld world = new MatchedWorld(in, MatchedWorld.NEVER);
        world.life().start().readUpTo(inboundSeqs.get(20)).close();
        final InboundScript shorter = new InboundScript().open(); // another inbound, as after a lost tail in page-cache mode
        shorter.config(shorter.config());
        final MatchedWorld.Life life = world.over(shorter).life();
        final StageException refused = assertThrows(StageException.class, () -> life.start().work());
        life.close();
        assertEquals(ExitCode.CORRUPT, refused.exitCode());
        assertTrue(refused.getMessage().contains(Seq.text(inboundSeqs.get(20))), refused.getMessage());
    }
}
