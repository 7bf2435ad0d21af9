package io.borelog.correlate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.record.RecordKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The joiner and {@link ReferenceJoin} decide the same on whatever tools may send. A failure names its seed. */
class JoinAgainstReferenceTest {
    private static final int SEEDS = Integer.getInteger("borelog.join.seeds", 300);

    @Test
    void shouldDecideAsTheReferenceDoesOnRandomScripts() {
        long redriven = 0;
        final Map<RecordKind, Long> seen = new EnumMap<>(RecordKind.class);
        try (ToolMap tools = ToolMap.create(null, 64)) {
            for (int seed = 0; seed < SEEDS; seed++) {
                final InboundScript in = new InboundScript();
                final RandomScript script = new RandomScript(seed, in, seed % 4 * 0.1);
                final ReferenceJoin reference = new ReferenceJoin(40_000, 1_000);
                script.steps().forEach(reference::step);
                final JoinRun join = new JoinRun(in, tools);
                final List<Decision> decisions = join.decide();
                assertSame(reference.decisions(), decisions, seed);
                assertEquals(reference.waiting(), join.counts().pending, "seed " + seed);
                assertEquals(reference.dead(), join.counts().dead, "seed " + seed);
                redriven += decisions.stream().filter(decision -> decision.kind() == RecordKind.HOLE
                    && reference.wasRedriven(decision.what())).count();
                assertEquals(join.pendingInState(), join.counts().pending, "seed " + seed);
                decisions.forEach(decision -> seen.merge(decision.kind(), 1L, Long::sum));
            }
        }
        assertTrue(seen.getOrDefault(RecordKind.HOLE, 0L) > SEEDS && seen.getOrDefault(RecordKind.UNMATCHED, 0L) > SEEDS / 2
            && seen.getOrDefault(RecordKind.DISPOSITION, 0L) > SEEDS && redriven > 0,
            "the scripts have become too tame: " + seen + ", holes with a redriven part: " + redriven);
    }

    /** The first difference says more than two long lists. */
    private static void assertSame(final List<Decision> expected, final List<Decision> decided, final int seed) {
        for (int i = 0; i < Math.min(expected.size(), decided.size()); i++) {
            assertEquals(expected.get(i), decided.get(i), "seed " + seed + ", decision " + i);
        }
        assertEquals(expected.size(), decided.size(), "seed " + seed + ", decisions");
    }
}
