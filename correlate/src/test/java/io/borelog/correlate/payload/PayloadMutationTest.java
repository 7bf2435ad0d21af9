package io.borelog.correlate.payload;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

import static io.borelog.correlate.payload.Payloads.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/** Broken bytes: never an exception, never a second answer. */
class PayloadMutationTest {

    private static final byte[] TRACE = bytes(Payloads.trace("[-0.551,-0.559,-1e1]", "[0,-0.049,1.5E-3]", "[null,0.012,0]", "[1,1.0,2]"));
    private static final byte[] INTERESTING = bytes("{}[]\",:0-.eE \\/\u00e9");

    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final PayloadReader second = new PayloadReader(Limits.DEFAULT);
    private final Part part = new Part();

    @Test
    void shouldRefuseEveryTruncation() {
        for (int length = 0; length < TRACE.length; length++) {
            final byte[] cut = Arrays.copyOf(TRACE, length);
            for (final boolean identityOnly : new boolean[] {true, false}) {
                final Problem problem = Payloads.read(reader, PartKind.TRACE, cut, part, identityOnly);
                assertNotNull(problem, "cut at " + length);
                assertEquals(Reason.BAD_JSON, problem.reason(), "cut at " + length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAnswerAlikeForAnyMutation(final long seed) {
        final Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            final byte[] mutant = TRACE.clone();
            final int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                final byte any = (byte) random.nextInt(256);
                mutant[random.nextInt(mutant.length)] = random.nextBoolean() ? any : INTERESTING[random.nextInt(INTERESTING.length)];
            }
            final PartKind kind = PartKind.values()[random.nextInt(4)];
            final boolean identityOnly = random.nextInt(4) == 0;
            final String message = "seed " + seed + " round " + round;
            final Problem problem = Payloads.read(reader, kind, mutant, part, identityOnly);
            final String answer = problem + describe();
            final Problem again = Payloads.read(second, kind, mutant, part, identityOnly);
            assertEquals(answer, again + describe(), message);
        }
    }

    private String describe() {
        final int n = part.sampleCount();
        return part.resultId() + " " + part.sourceTimestamp() + Arrays.toString(Arrays.copyOf(part.positionMm(), n))
            + Arrays.toString(Arrays.copyOf(part.torqueA(), n)) + Arrays.toString(Arrays.copyOf(part.thrustA(), n))
            + Arrays.toString(Arrays.copyOf(part.step(), n));
    }
}
