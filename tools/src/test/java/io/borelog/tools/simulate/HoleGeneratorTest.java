package io.borelog.tools.simulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoleGeneratorTest {
    private static final long SEED = 20_250_717L;
    private static final long EPOCH_S = 1_750_000_000L;
    private static final int HOLES = 400;

    private final Hole hole = new Hole();

    @Test
    void shouldGiveTheSameBytesForTheSameSeedInAnyOrder() {
        final HoleGenerator first = generator(SizeProfile.MIXED, 7);
        final HoleGenerator second = generator(SizeProfile.MIXED, 7);
        final byte[][] forward = new byte[12 * Part.COUNT][];
        for (int n = 0; n < 12; n++) {
            first.generate(n, EPOCH_S, hole);
            for (int p = 0; p < Part.COUNT; p++) {
                forward[n * Part.COUNT + p] = new PayloadWriter().write(hole, Part.at(p), 0);
            }
        }
        final PayloadWriter reused = new PayloadWriter();
        for (int n = 11; n >= 0; n--) {
            second.generate(n, EPOCH_S, hole);
            for (int p = 0; p < Part.COUNT; p++) {
                assertArrayEquals(forward[n * Part.COUNT + p], reused.write(hole, Part.at(p), 0), "hole " + n + " part " + p);
            }
        }
    }

    @Test
    void shouldDifferBetweenSeedsAndBetweenHoles() {
        final Set<Integer> curves = new HashSet<>();
        for (int n = 0; n < 50; n++) {
            new HoleGenerator(SEED + n % 2, 3, SizeProfile.SMALL, Dialect.GATEWAY_2025).generate(n, EPOCH_S, hole);
            curves.add(Arrays.hashCode(Arrays.copyOf(hole.torqueMilliA, hole.samples)));
        }
        assertEquals(50, curves.size());
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepSizesThicknessesAndOrderOfKeyPoints(final SizeProfile size) {
        final HoleGenerator generator = generator(size, 5);
        final Set<Material> materials = EnumSet.noneOf(Material.class);
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int n = 0; n < HOLES; n++) {
            generator.generate(n, EPOCH_S, hole);
            final HoleTruth truth = HoleTruth.of(hole, 0, 0, 0);
            least = Math.min(least, hole.samples());
            most = Math.max(most, hole.samples());
            materials.addAll(truth.materials());
            assertEquals(truth.materials().size() == 1, Double.isNaN(truth.transitionMm()), truth::toString);
            if (truth.materials().size() > 1) {
                assertTrue(truth.entryMm() < truth.transitionMm() && truth.transitionMm() < truth.exitMm(), truth::toString);
                assertEquals(Material.TITANIUM, truth.materials().get(truth.materials().size() - 1));
            }
            assertTrue(truth.entryMm() > 3.0 && truth.entryMm() < truth.exitMm(), truth::toString);
            assertTrue(truth.thicknessesMm().stream().allMatch(mm -> mm > 1.499 && mm < 12.001), truth::toString);
            assertTrue(hole.positionMm(0) < truth.entryMm() - 1.5, truth::toString);
            assertTrue(deepestMm() > truth.exitMm() + 0.5, truth::toString);
        }
        final int low = size == SizeProfile.TYPICAL ? 8_000 : 500;
        final int high = size == SizeProfile.SMALL ? 1_100 : size == SizeProfile.TYPICAL ? 9_800 : SizeProfile.MAX_SAMPLES;
        assertTrue(least >= low && most <= high, least + ".." + most);
        assertTrue(most - least > (high - low) / 2, "no variety: " + least + ".." + most);
        assertTrue(materials.containsAll(EnumSet.of(Material.CFRP, Material.TITANIUM)), materials::toString);
    }

    @Test
    void shouldCrossHalfOfThePlateauAtTheTruth() {
        final HoleGenerator generator = generator(SizeProfile.TYPICAL, 5);
        int judged = 0;
        for (int n = 0; n < 20; n++) {
            generator.generate(n, EPOCH_S, hole);
            final HoleModel model = hole.model;
            if (model.layers().size() != 2 || model.residualA() > 0.0) {
                continue;
            }
            final double carbonA = model.layers().get(0).torqueA();
            final double titaniumA = model.layers().get(1).torqueA();
            assertEquals(carbonA / 2, meanTorqueA(model.entryMm()), 0.3, "entry of hole " + n);
            assertEquals((carbonA + titaniumA) / 2, meanTorqueA(model.transitionMm()), 0.5, "transition of hole " + n);
            assertEquals(titaniumA / 2, meanTorqueA(model.exitMm() - model.bulgeMm()), 0.5, "exit of hole " + n);
            judged++;
        }
        assertTrue(judged > 10, "only " + judged + " holes judged");
    }

    @Test
    void shouldBackOffAtEveryStepChangeAndCutNothingUntilBackAtDepth() {
        final HoleGenerator generator = generator(SizeProfile.MIXED, 5);
        int changes = 0;
        for (int n = 0; n < 60; n++) {
            generator.generate(n, EPOCH_S, hole);
            for (int i = 1; i < hole.samples(); i++) {
                if (hole.stepCode(i) != hole.stepCode(i - 1)) {
                    final double backMm = hole.positionMm(i - 1) - hole.positionMm(i);
                    assertTrue(backMm > 0.13 && backMm < 0.32, "hole " + n + " backs off " + backMm);
                    assertTrue(hole.stepCode(i) == hole.stepCode(i - 1) + 1, "hole " + n);
                    assertTrue(Math.abs(hole.torqueA(i)) < 0.4, "hole " + n + " cuts air with " + hole.torqueA(i));
                    changes++;
                }
            }
        }
        assertTrue(changes > 60, "only " + changes);
    }

    @Test
    void shouldRepeatPositionsAndRippleWhilePecking() {
        generator(SizeProfile.TYPICAL, 5).generate(3, EPOCH_S, hole);
        int zero = 0;
        int negative = 0;
        for (int i = 1; i < hole.samples(); i++) {
            zero += hole.positionUm[i] == hole.positionUm[i - 1] ? 1 : 0;
            negative += hole.positionUm[i] < hole.positionUm[i - 1] ? 1 : 0;
        }
        final double zeros = zero / (double) hole.samples();
        assertTrue(zeros > 0.25 && zeros < 0.55, "repeated positions " + zeros);
        assertTrue(negative > 2 && negative < 0.04 * hole.samples(), "steps back " + negative);
    }

    @Test
    void shouldNeverReuseAResultIdAndCountUpPerTool() {
        final HoleGenerator generator = new HoleGenerator(SEED, 23, SizeProfile.SMALL, Dialect.GATEWAY_2024);
        final Set<Integer> ids = new HashSet<>();
        final int[] last = new int[23];
        for (int n = 0; n < HOLES; n++) {
            generator.generate(n, EPOCH_S, hole);
            assertTrue(ids.add(hole.resultId()), "ResultId " + hole.resultId() + " twice");
            assertFalse(last[n % 23] != 0 && hole.resultId() != last[n % 23] + 1, "tool " + n % 23);
            last[n % 23] = hole.resultId();
        }
    }

    @Test
    void shouldKeepResultIdsWithinAnIntForAMillionTools() {
        final HoleGenerator generator = new HoleGenerator(SEED, 1_000_000, SizeProfile.SMALL, Dialect.GATEWAY_2025);
        generator.generate(1_000_000L * 2_000 - 1, EPOCH_S, hole);
        assertTrue(hole.resultId() > 0);
    }

    private static HoleGenerator generator(final SizeProfile size, final int tools) {
        return new HoleGenerator(SEED, tools, size, Dialect.GATEWAY_2024, Dialect.GATEWAY_2025);
    }

    private double deepestMm() {
        double deepestMm = 0.0;
        for (int i = 0; i < hole.samples(); i++) {
            deepestMm = Math.max(deepestMm, hole.positionMm(i));
        }
        return deepestMm;
    }

    /** Mean over the samples within 0.05 mm, some two periods of the ripple, that the tip reaches for the first time. */
    private double meanTorqueA(final double mm) {
        double sumA = 0.0;
        double deepestMm = 0.0;
        int count = 0;
        for (int i = 0; i < hole.samples(); i++) {
            if (Math.abs(hole.positionMm(i) - mm) <= 0.05 && hole.positionMm(i) >= deepestMm - 0.01) {
                sumA += hole.torqueA(i);
                count++;
            }
            deepestMm = Math.max(deepestMm, hole.positionMm(i));
        }
        return sumA / count;
    }
}
