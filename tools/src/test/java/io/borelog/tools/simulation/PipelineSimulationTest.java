package io.borelog.tools.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main test of the house: all stages over journals in memory, by seeds. {@code -Dborelog.simulation.seeds=10000} runs as many,
 * {@code -Dborelog.simulation.first=N} begins elsewhere, {@code -Dborelog.simulation.seed=N} runs one. A failure names its seed.
 */
class PipelineSimulationTest {
    private static final int SEEDS = 200;
    private static final Logger LOGGER = LoggerFactory.getLogger(PipelineSimulationTest.class);

    @TempDir
    private Path data;

    @Test
    void shouldKeepItsPromisesWhateverIsKilledWhenever() {
        final long only = Long.getLong("borelog.simulation.seed", -1);
        final long first = only >= 0 ? only : Long.getLong("borelog.simulation.first", 0);
        final long seeds = only >= 0 ? 1 : Long.getLong("borelog.simulation.seeds", SEEDS);
        final Totals totals = new Totals();
        for (long seed = first; seed < first + seeds; seed++) {
            totals.add(run(seed, Mutation.NONE, data));
        }
        LOGGER.info("{} seeds: {}", seeds, totals);
        assertTrue(only >= 0 || totals.kills > seeds && totals.powerCuts > 0 && totals.holes > seeds, "the seeds do nothing: " + totals);
    }

    /** @throws AssertionError naming the seed */
    static World run(final long seed, final Mutation mutation, final Path data) {
        try {
            return new World(seed, mutation, data).populate().run();
        } catch (final Throwable ex) {
            throw new AssertionError("seed " + seed + ": " + ex.getMessage() + "; once more with -Dborelog.simulation.seed=" + seed, ex);
        }
    }
}
