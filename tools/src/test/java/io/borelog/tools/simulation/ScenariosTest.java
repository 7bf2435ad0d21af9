package io.borelog.tools.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.infer.SimulatedEstimator;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stories that somebody has lived through, told to the simulated pipeline; all checks of the simulation run at their end. */
class ScenariosTest {
    private static final float[] TORQUE_A = {0, 1, 2, 3, 0};
    private static final float[] POISON_A = {SimulatedEstimator.POISON, 1, 2, 3, 0};

    @TempDir
    private Path data;

    /** With a broker, and with the model that is all arithmetic: odd seeds have both. */
    private World world(final long seed) {
        final World world = new World(2 * seed + 1, Mutation.NONE, data);
        world.faults.rates(0, 0, 0);
        return world;
    }

    private static Tool tool(final World world, final String name) {
        final Tool tool = new Tool(name, 1_000);
        world.tools.add(tool);
        return tool;
    }

    private static void until(final World world, final long atNs) {
        while (world.nowNs() < atNs) {
            world.step();
        }
    }

    private static List<String> statuses(final World world) {
        final List<String> statuses = new ArrayList<>();
        for (int k = 0; k < World.WORKERS_MAX; k++) {
            Recorded.all(world.estimated(k), RecordKind.ESTIMATE)
                .forEach(record -> statuses.add(new EstimateRecord().wrap(record.view()).status()));
        }
        return statuses;
    }

    @Test
    void shouldJoinAcrossFortyFiveSecondsWithoutIngest() {
        for (long seed = 0; seed < 20; seed++) {
            final World world = world(seed);
            final Tool tool = tool(world, "tool");
            tool.script(List.of(tool.message(0, Part.RESULT, 1, 1, TORQUE_A)));
            while (tool.acked.isEmpty()) {
                world.step();
            }
            world.stopIngestFor(45 * Tool.SECOND);
            tool.script(List.of(tool.message(world.nowNs(), Part.TRACE, 1, 1, TORQUE_A)));
            until(world, world.nowNs() + 50 * Tool.SECOND);
            world.settle();
            assertEquals(List.of("OK"), statuses(world), "seed " + seed);
        }
    }

    @Test
    void shouldAnswerAResultWhoseToolIsAwayForFortyFiveSeconds() {
        for (long seed = 0; seed < 20; seed++) {
            final World world = world(seed);
            final Tool tool = tool(world, "tool");
            tool.script(List.of(tool.message(0, Part.RESULT, 1, 1, TORQUE_A)));
            while (tool.acked.isEmpty()) {
                world.step();
            }
            final long expiryNs = world.journalTimeNs() + 45 * Tool.SECOND;
            while (world.journalTimeNs() < expiryNs) {
                world.step();
            }
            tool.script(List.of(tool.message(world.nowNs(), Part.TRACE, 1, 1, TORQUE_A)));
            world.settle();
            assertEquals(List.of("NO_TRACE"), statuses(world), "seed " + seed);
        }
    }

    @Test
    void shouldSettleFiveHundredExpiriesInOneTickWhateverIsKilled() {
        final int tools = 20;
        final int each = 25;
        for (long seed = 0; seed < 5; seed++) {
            final World world = world(seed);
            for (int i = 0; i < tools; i++) {
                final Tool tool = tool(world, "tool-" + i);
                final List<Sent> script = new ArrayList<>();
                for (int n = 0; n < each; n++) {
                    script.add(tool.message(0, Part.RESULT, n, n, TORQUE_A));
                }
                tool.script(script);
            }
            world.holdClock();
            while (world.tools.stream().anyMatch(tool -> tool.acked.size() < each)) {
                world.step();
            }
            world.releaseClock();
            world.faults.rates(.002, .0004, .002);
            until(world, world.nowNs() + 60 * Tool.SECOND);
            world.settle();
            assertEquals(tools * each, statuses(world).size(), "seed " + seed);
            final long origins = Recorded.all(world.matched, RecordKind.UNMATCHED).stream().map(r -> r.origin().seq()).distinct().count();
            assertEquals(1, origins, "all in one record, seed " + seed);
        }
    }

    @Test
    void shouldCountOnlyDeathsByTheComputation() {
        for (long seed = 0; seed < 10; seed++) {
            final World world = world(seed);
            final Tool tool = tool(world, "tool");
            tool.script(List.of(
                tool.message(0, Part.RESULT, 1, 1, TORQUE_A), tool.message(0, Part.TRACE, 1, 1, TORQUE_A),
                tool.message(0, Part.RESULT, 2, 2, POISON_A), tool.message(0, Part.TRACE, 2, 2, POISON_A)));
            world.killWorkersAtAppend(12);
            until(world, 40 * Tool.SECOND);
            world.settle();
            assertEquals("OK", statuses(world).get(0), "seed " + seed);
        }
    }
}
