package io.borelog.journal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.record.Hashes;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which tools are canaries, over many tools and shares. */
class CanaryTest {
    private static final int TOOLS = 20_000;
    private static final int WORKERS = 4;
    private static final ModelRef MODEL = new ModelRef("m", "0".repeat(64));

    private static int tool(final int number) {
        return Hashes.ofTool("box" + number % 97, "drill" + number);
    }

    private static Canary canary(final double share) {
        return new Canary(MODEL, BigDecimal.valueOf(share));
    }

    @Test
    void shouldNeverLetAToolFlipBackWhileTheShareOnlyGrows() {
        final SplittableRandom random = new SplittableRandom(5);
        for (int run = 0; run < 20; run++) {
            final double[] shares = random.doubles(30, 1e-6, 1).sorted().toArray();
            for (int i = 0; i < TOOLS / 20; i++) {
                final int tool = tool(random.nextInt(TOOLS));
                boolean was = false;
                for (final double share : shares) {
                    final boolean is = canary(share).takes(tool);
                    assertTrue(is || !was, "tool " + tool + " flips back at " + share);
                    was = is;
                }
                assertTrue(canary(1).takes(tool));
            }
        }
    }

    @Test
    void shouldTakeAboutItsShareOfTheToolsOfEveryWorker() {
        for (final double share : new double[] {0.01, 0.1, 0.5, 0.9}) {
            final int[] all = new int[WORKERS];
            final int[] taken = new int[WORKERS];
            for (int i = 0; i < TOOLS; i++) {
                final int worker = Math.floorMod(tool(i), WORKERS);
                all[worker]++;
                taken[worker] += canary(share).takes(tool(i)) ? 1 : 0;
            }
            for (int worker = 0; worker < WORKERS; worker++) {
                final double deviation = Math.sqrt(all[worker] * share * (1 - share));
                assertEquals(share * all[worker], taken[worker], 5 * deviation, "worker " + worker + " at " + share);
            }
        }
    }

    @Test
    void shouldKeepTheChoiceForEver() {
        final List<Integer> canaries = IntStream.range(0, 100).filter(i -> canary(0.1).takes(tool(i))).boxed().toList();
        assertEquals(List.of(2, 17, 29, 42, 50, 55, 56, 59, 80, 93, 95, 99), canaries);
    }

    @Test
    void shouldReadSharesAboveZeroAndUpToOne() {
        for (final String share : List.of("0.1", ".5", "1", "1.0", "0.000001")) {
            assertEquals(0, new BigDecimal(share).compareTo(Canary.parseShare(share)));
            assertEquals(Canary.parseShare(share), Canary.parseShare(new Canary(MODEL, Canary.parseShare(share)).shareText()));
        }
        for (final String share : List.of("", "0", "0.0", "1.1", "2", "-0.1", "1e-3", "0.0000001", "10%")) {
            assertThrows(ConfigurationException.class, () -> Canary.parseShare(share), share);
        }
    }
}
