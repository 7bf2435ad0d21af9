package io.borelog.infer.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.drilling.RecordFile;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.InferModels;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.onnx.OnnxEstimator;
import io.borelog.infer.onnx.Recipes;
import io.borelog.infer.onnx.RuntimeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The model that is shipped, on holes it was not trained on and on real records, where somebody has them. More unseen holes:
 * {@code -Dborelog.unseen=2000}.
 */
class ShippedModelTest {
    private static final int UNSEEN = Integer.getInteger("borelog.unseen", 2_000);
    private static final long UNSEEN_SEED = 77;

    @TempDir
    private static Path folder;
    private static OnnxEstimator model;

    private final DrilledHole hole = new DrilledHole();
    private final HoleCurves curves = new HoleCurves();
    private final KeyPoints answer = new KeyPoints();

    @BeforeAll
    static void open() {
        final InferModels models = new InferModels();
        models.unpack(models.shipped().get(0), folder);
        model = open(folder);
    }

    private static OnnxEstimator open(final Path folder) {
        final Recipes recipes = new Recipes().with(PositionWindow.NAME, KeyPointHeat.NAME, DepthRecipe::new);
        return OnnxEstimator.open(folder, recipes, RuntimeOptions.REFERENCE, alert -> { });
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void shouldBeWithinAFewHundredthsOfAMillimetreOnUnseenHoles() {
        final Drill drill = new Drill(UNSEEN_SEED, Conditions.UNSEEN);
        final double[][] errors = new double[3][UNSEEN];
        final int[] counts = new int[3];
        int points = 0;
        for (int n = 0; n < UNSEEN; n++) {
            drill.drill(n, hole);
            estimate();
            if (answer.status == Status.SINGLE_STEP) {
                continue;
            }
            final double[] truth = {hole.entryMm, hole.transitionMm, hole.exitMm};
            final double[] found = {answer.entryMm, answer.transitionMm, answer.exitMm};
            for (int point = 0; point < truth.length; point++) {
                points += Double.isNaN(truth[point]) ? 0 : 1;
                if (!Double.isNaN(truth[point]) && !Double.isNaN(found[point])) {
                    errors[point][counts[point]++] = Math.abs(found[point] - truth[point]);
                }
            }
        }
        assertTrue(Arrays.stream(counts).sum() > 0.9 * points, "given: " + Arrays.toString(counts) + " of " + points);
        for (int point = 0; point < errors.length; point++) {
            final double[] sorted = Arrays.copyOf(errors[point], counts[point]);
            Arrays.sort(sorted);
            assertTrue(Arrays.stream(sorted).average().orElseThrow() <= 0.05, "mean error of point " + point);
            assertTrue(sorted[(int) (0.99 * sorted.length)] <= 0.2, "99th percentile of point " + point);
        }
    }

    @Test
    void shouldGiveTheSameBitsAgainAndAfterARestart() {
        final Drill drill = new Drill(UNSEEN_SEED, Conditions.UNSEEN);
        try (OnnxEstimator again = open(folder)) {
            for (int n = 0; n < 20; n++) {
                drill.drill(n, hole);
                estimate();
                final long first = bits(answer);
                for (int run = 0; run < 10; run++) {
                    (run % 2 == 0 ? again : model).estimate(curves, answer);
                    assertEquals(first, bits(answer), "hole " + n);
                }
            }
        }
    }

    @Test
    void shouldAnswerAHoleOfOneStepWithTheLegacyText() {
        new Drill(UNSEEN_SEED, Conditions.UNSEEN).drill(0, hole);
        Arrays.fill(hole.step, 1f);
        estimate();
        assertEquals(Status.SINGLE_STEP, answer.status);
        assertEquals("Not enough steps to estimate depth", answer.reason);
    }

    @Test
    void shouldRepeatOnEachStackOfTheDesignedRun() {
        final double[] s1 = stack(1874, 1883, 1953, 2023);
        final double[] s2 = stack(1894, 1901, 1931, 2033);
        final double[] s3 = stack(1884, 1943, 1993, 2003);
        final double[] s4 = stack(1904, 1913, 1983, 2013);
        assertTrue(s1[3] < s3[0] && s3[3] < s2[0] && s2[3] < s4[0], "exits of the stacks overlap");
    }

    /** @return exits, sorted. */
    private double[] stack(final int... counters) {
        final double[] transitions = new double[counters.length];
        final double[] exits = new double[counters.length];
        for (int i = 0; i < counters.length; i++) {
            estimate("_" + counters[i] + "_");
            assertEquals(Status.OK, answer.status, () -> "status of " + Arrays.toString(counters));
            assertTrue(answer.entryMm > 5.6 && answer.entryMm < 6.3, "entry of " + counters[i] + ": " + answer.entryMm);
            transitions[i] = answer.transitionMm;
            exits[i] = answer.exitMm;
        }
        assertSpread(transitions, "transitions of " + Arrays.toString(counters));
        assertSpread(exits, "exits of " + Arrays.toString(counters));
        return exits;
    }

    private static void assertSpread(final double[] values, final String what) {
        Arrays.sort(values);
        final double median = 0.5 * (values[1] + values[2]);
        final double[] off = Arrays.stream(values).map(value -> Math.abs(value - median)).sorted().toArray();
        final double mean = Arrays.stream(values).average().orElseThrow();
        final double deviation = Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / 3);
        assertTrue(1.4826 * 0.5 * (off[1] + off[2]) <= 0.06, what + ": robust spread of " + Arrays.toString(values));
        assertTrue(deviation <= 0.1, what + ": deviation " + deviation);
        assertTrue(off[3] <= 0.3, what + ": outlier in " + Arrays.toString(values));
    }

    @Test
    void shouldMeasureTheCouponOfEightMillimetres() {
        estimate("17070143_17070143_ST_1092_1");
        assertEquals(Status.OK, answer.status);
        assertEquals(8.0, answer.exitMm - answer.entryMm, 0.1);
    }

    @Test
    void shouldTakeABoreThatRubsForNoLayer() {
        estimate("_ST_417_7");
        assertEquals(Status.OK, answer.status);
        assertEquals(21.8, answer.transitionMm, 0.5);
        assertEquals(24.8, answer.exitMm, 0.5);
    }

    @Test
    void shouldNotInventATransitionInAHoleOfOneMaterial() {
        estimate("23120040_23120040_ST_2409_59");
        assertNotEquals(Status.OK, answer.status);
        assertTrue(answer.entryMm > 4 && Double.isNaN(answer.transitionMm), "entry " + answer.entryMm);
    }

    private void estimate(final String record) {
        final String data = System.getenv("BORELOG_REAL_DATA");
        assumeTrue(data != null && !data.isBlank(), "BORELOG_REAL_DATA names no folder with real records: skipped");
        try (Stream<Path> files = Files.walk(Path.of(data))) {
            final List<Path> found = files.filter(path -> path.toString().contains(record) && path.toString().endsWith(".xls")).toList();
            assertEquals(1, found.size(), () -> "records named " + record + ": " + found);
            RecordFile.read(found.get(0), hole);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        estimate();
    }

    private void estimate() {
        curves.positionMm = hole.positionMm;
        curves.torqueA = hole.torqueA;
        curves.thrustA = hole.thrustA;
        curves.step = hole.step;
        curves.count = hole.count;
        model.estimate(curves, answer);
    }

    private static long bits(final KeyPoints points) {
        return 31 * (31 * Double.doubleToRawLongBits(points.entryMm) + Double.doubleToRawLongBits(points.transitionMm))
            + Double.doubleToRawLongBits(points.exitMm);
    }
}
