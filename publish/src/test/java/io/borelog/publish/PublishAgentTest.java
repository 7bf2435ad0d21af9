package io.borelog.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Order, stalls and recovery of the walk, over journals in memory. */
class PublishAgentTest {
    private final World world = new World().config("infer.workers=2");

    @Test
    void shouldTellInOrderOfOriginWhicheverWorkerWroteTheEstimate() {
        world.matched(RecordKind.HOLE, 10, 0);
        world.matched(RecordKind.UNMATCHED, 12, 0);
        world.matched(RecordKind.DISPOSITION, 12, 1);
        world.matched(RecordKind.HOLE, 12, 2);
        world.estimate(1, 10, 0);
        world.estimate(0, 12, 0);
        world.estimate(1, 12, 2);
        World.drain(world.publish());
        assertEquals(List.of("10/0:1", "10/0:2", "10/0:3", "12/0:1", "12/0:2", "12/0:3", "12/2:1", "12/2:2", "12/2:3"), world.order());
        assertTrue(world.told().stream().allMatch(told -> told.count() == 3));
        assertEquals("borelog/ILLL502033771/tool0/estimate", world.told().get(5).topic());
    }

    @Test
    void shouldStallAtAMissingEstimateAndGoOnWhenItComes() {
        world.matched(RecordKind.HOLE, 10, 0);
        world.matched(RecordKind.HOLE, 11, 0);
        for (long origin = 11; origin < 5_000; origin++) {
            world.estimate(1, origin, 0); // this worker runs ahead
        }
        final PublishAgent agent = world.publish();
        World.drain(agent);
        assertEquals(List.of(), world.order());
        assertEquals(0, agent.doWork());
        world.estimate(0, 10, 0);
        World.drain(agent);
        assertEquals(List.of("10/0:1", "10/0:2", "10/0:3", "11/0:1", "11/0:2", "11/0:3"), world.order());
    }

    @Test
    void shouldTellNothingTwiceWhereMatchedComesAgainFromItsBeginning() {
        world.hole(0, 10, 0);
        world.hole(1, 10, 1);
        final PublishAgent agent = world.publish();
        World.drain(agent);
        world.matched(RecordKind.HOLE, 10, 0); // as in a journal that was computed again
        world.matched(RecordKind.HOLE, 10, 1);
        world.hole(1, 11, 0);
        World.drain(agent);
        assertEquals(List.of("10/0:1", "10/0:2", "10/0:3", "10/1:1", "10/1:2", "10/1:3", "11/0:1", "11/0:2", "11/0:3"), world.order());
    }

    @Test
    void shouldFindTheJournalOfAWorkerThatNoConfigSeenHereNames() {
        world.matched(RecordKind.HOLE, 10, 0);
        final PublishAgent agent = world.publish();
        World.drain(agent);
        world.estimate(40, 10, 0); // retired since, finishing its holes
        World.drain(agent);
        assertEquals(List.of(), world.order());
        world.nowNs += 2_000_000_000L;
        agent.doWork();
        World.drain(agent);
        assertEquals(List.of("10/0:1", "10/0:2", "10/0:3"), world.order());
    }

    @Test
    void shouldSayTheSameWhereverItWasKilled() {
        for (int origin = 10; origin < 14; origin++) {
            world.hole(origin % 2, origin, 0);
        }
        World.drain(world.publish());
        final List<World.Told> expected = world.told();
        assertEquals(12, expected.size());
        for (int firstKill = 0; firstKill <= 12; firstKill++) {
            for (int secondKill = firstKill; secondKill <= 12; secondKill++) {
                final World again = new World().config("infer.workers=2");
                for (int origin = 10; origin < 14; origin++) {
                    again.hole(origin % 2, origin, 0);
                }
                diesAfter(again, firstKill);
                diesAfter(again, secondKill - firstKill);
                World.drain(again.publish());
                assertEquals(expected, again.told(), "killed after " + firstKill + " and " + secondKill);
            }
        }
    }

    /** The process dies when it wants to append one more: what it appended is there, committed or not. */
    private static void diesAfter(final World world, final int appends) {
        final JournalAppender real = world.outbound.open(Durability.DISK);
        final int[] left = {appends};
        final JournalAppender mortal = (JournalAppender) Proxy.newProxyInstance(
            JournalAppender.class.getClassLoader(), new Class<?>[] {JournalAppender.class}, (proxy, method, args) -> {
                if (method.getName().equals("append") && left[0]-- == 0) {
                    throw new Killed();
                }
                return method.invoke(real, args);
            });
        try {
            World.drain(world.publish(mortal, null, new Progress(null)));
        } catch (final Killed expected) {
            assertEquals(-1, left[0]);
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void shouldTellAgainWhatAPowerCutTook() {
        for (int origin = 10; origin < 14; origin++) {
            world.hole(0, origin, 0);
        }
        World.drain(world.publish());
        final List<World.Told> expected = world.told();
        world.hole(0, 14, 0);
        final JournalAppender unforced = world.outbound.open(Durability.PAGE_CACHE);
        World.drain(world.publish(unforced, null, new Progress(null)));
        final List<World.Told> all = world.told();
        assertEquals(expected.size() + 3, all.size());
        world.outbound.powerCut(1); // of the three messages of origin 14 one is left
        World.drain(world.publish());
        assertEquals(all, world.told());
    }

    @Test
    void shouldFollowTheConfigInForceAtEachHole() {
        world.matched(RecordKind.HOLE, 10, 0);
        world.config("publish.negative-depth=skip", "topic.root=PLANT");
        world.matched(RecordKind.HOLE, 11, 0);
        world.matched(RecordKind.HOLE, 12, 0);
        world.estimate(0, "t", 10, 0, TestHole.ok(3, 2, 9));
        world.estimate(0, "t", 11, 0, TestHole.ok(3, 2, 9));
        world.estimate(0, "t", 12, 0, TestHole.ok(1, 2, 9));
        World.drain(world.publish());
        assertEquals(List.of("10/0:1", "10/0:2", "10/0:3", "11/0:1", "12/0:1", "12/0:2", "12/0:3"), world.order());
        assertTrue(world.told().get(0).topic().startsWith("OPCPUBSUB/ILLL502033771/t/"));
        assertEquals("borelog/ILLL502033771/t/estimate", world.told().get(3).topic());
        assertTrue(world.told().get(4).topic().startsWith("PLANT/ILLL502033771/t/"));
        World.drain(world.publish()); // a start behind the last origin learns the CONFIG again
        world.hole(0, 13, 0);
        World.drain(world.publish());
        assertTrue(world.told().get(7).topic().startsWith("PLANT/"));
    }

    @Test
    void shouldRefuseAHoleBeforeAnyConfig() {
        final World bare = new World();
        bare.hole(0, 10, 0);
        final PublishAgent agent = bare.publish();
        assertThrows(IllegalStateException.class, agent::doWork);
    }

    @Test
    void shouldCountInItsStageFile(@TempDir final Path data) {
        try (StageFile file = StageFile.create(StageFile.path(data, "publish"), 0)) {
            world.hole(0, 10, 0);
            world.estimate(0, "t", 11, 0, TestHole.ok(3, 2, 9));
            world.matched(RecordKind.HOLE, 11, 0);
            world.matched(RecordKind.HOLE, 12, 0);
            world.nowNs += 3_000_000;
            World.drain(world.publish(world.outbound.open(Durability.DISK), null, new Progress(file)));
            assertEquals(6, file.get(StageCounter.RECORDS_OUT));
            assertEquals(4, file.get(StageCounter.RECORDS_IN)); // OPEN, CONFIG, two holes; the third is in hand
            assertEquals(3, file.get(StageCounter.IN_INDEX));
            assertEquals(1, file.get(StageCounter.NEGATIVE_DEPTHS));
            assertEquals(2, file.latencies().getTotalCount());
            assertEquals(3_000, file.latencies().getMaxValue(), 20);
        }
    }

    @Test
    void shouldWarnAtFiveNegativeDepthsInARowOfOneTool() {
        final NegativeDepths depths = new NegativeDepths();
        final var one = TestHole.of("a", 1).estimate(TestHole.ok(3, 2, 9));
        final var other = TestHole.of("b", 1).estimate(TestHole.ok(3, 2, 9));
        for (int i = 1; i <= 4; i++) {
            assertEquals(false, depths.onNegative(one));
        }
        depths.onOther(other);
        assertEquals(false, depths.onNegative(other));
        assertEquals(true, depths.onNegative(one));
        depths.onOther(one);
        assertEquals(false, depths.onNegative(one));
        for (int i = 0; i < 2 * NegativeDepths.TOOLS_MAX; i++) {
            depths.onNegative(TestHole.of("tool" + i, 1).estimate(TestHole.ok(3, 2, 9)));
        }
        assertEquals(NegativeDepths.TOOLS_MAX, depths.tools());
    }
}
