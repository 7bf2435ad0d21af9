package io.borelog.tools.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation is only worth what it would find: each deliberate mistake breaks a promise, visibly, within a few hundred seeds. */
class MutationsTest {
    private static final long SEEDS = 600;

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void shouldCatch(final Mutation mutation) {
        final LongPredicate caught = seed -> {
            try {
                new World(seed, mutation, data).populate().run();
                return false;
            } catch (final Violation ex) {
                return true;
            }
        };
        assertTrue(LongStream.range(0, SEEDS).anyMatch(caught), mutation + " goes unnoticed");
    }
}
