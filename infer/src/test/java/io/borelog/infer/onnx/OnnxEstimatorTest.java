package io.borelog.infer.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is as its manifest says: the same bits whatever happens around it, and one answer for each hole of a batch. */
class OnnxEstimatorTest {
    private static final int HOLES = 32;

    @TempDir
    Path folder;

    private final HoleCurves[] holes = new HoleCurves[HOLES];

    @BeforeEach
    void write() throws IOException {
        TestModel.write(folder, 7);
        for (int i = 0; i < HOLES; i++) {
            holes[i] = TestModel.hole(100 + i);
        }
    }

    private OnnxEstimator open(final RuntimeOptions options) {
        return OnnxEstimator.open(folder, TestRecipe.KNOWN, options, alert -> {
            throw new IllegalStateException(alert);
        });
    }

    private static long[] bits(final KeyPoints points) {
        return new long[] {points.status.ordinal(), Double.doubleToRawLongBits(points.entryMm),
            Double.doubleToRawLongBits(points.transitionMm), Double.doubleToRawLongBits(points.exitMm)};
    }

    private long[][] oneByOne(final OnnxEstimator estimator) {
        final long[][] answers = new long[HOLES][];
        final KeyPoints points = new KeyPoints();
        for (int i = 0; i < HOLES; i++) {
            estimator.estimate(holes[i], points);
            answers[i] = bits(points);
        }
        return answers;
    }

    private static KeyPoints[] points(final int count) {
        final KeyPoints[] points = new KeyPoints[count];
        for (int i = 0; i < count; i++) {
            points[i] = new KeyPoints();
        }
        return points;
    }

    @Test
    void shouldGiveTheSameBitsInTenRunsAndAfterARestart() {
        final long[][] first;
        try (OnnxEstimator estimator = open(RuntimeOptions.REFERENCE)) {
            first = oneByOne(estimator);
            assertNotEquals(first[0][1], first[1][1], "holes that differ have answers that differ");
            for (int run = 1; run < 10; run++) {
                assertArrayEquals(first, oneByOne(estimator));
            }
        }
        for (int restart = 0; restart < 10; restart++) {
            try (OnnxEstimator estimator = open(RuntimeOptions.REFERENCE)) {
                assertArrayEquals(first, oneByOne(estimator));
            }
        }
    }

    @Test
    void shouldGiveTheSameBitsInBatchesOfOneToThirtyTwo() {
        try (OnnxEstimator estimator = open(RuntimeOptions.REFERENCE)) {
            final long[][] alone = oneByOne(estimator);
            for (int batch = 1; batch <= HOLES; batch++) {
                final KeyPoints[] points = points(batch);
                estimator.estimate(holes, points, batch);
                for (int i = 0; i < batch; i++) {
                    assertArrayEquals(alone[i], bits(points[i]), "hole " + i + " of " + batch);
                }
            }
        }
    }

    @Test
    void shouldAnswerEachHoleOfABatchAsIfItWereAlone() {
        final long[][] alone;
        try (OnnxEstimator estimator = open(RuntimeOptions.REFERENCE)) {
            alone = oneByOne(estimator);
        }
        try (OnnxEstimator estimator = open(new RuntimeOptions(1, HOLES, false, false))) {
            assertEquals(HOLES, estimator.batchLimit());
            for (int batch = 1; batch <= HOLES; batch++) {
                final KeyPoints[] points = points(batch);
                estimator.estimate(holes, points, batch);
                for (int i = 0; i < batch; i++) {
                    assertEquals(Double.longBitsToDouble(alone[i][3]), points[i].exitMm, 1e-4, "hole " + i + " of " + batch);
                }
            }
        }
    }

    @Test
    void shouldAnswerWhatCannotBeRunInTheMiddleOfABatch() {
        final HoleCurves stub = TestModel.hole(1);
        stub.count = 10;
        holes[2] = stub;
        try (OnnxEstimator batched = open(new RuntimeOptions(1, 4, false, false)); OnnxEstimator reference = open(RuntimeOptions.REFERENCE)) {
            final KeyPoints[] points = points(4);
            batched.estimate(holes, points, 4);
            final long[][] alone = oneByOne(reference);
            assertEquals(Status.TOO_SHORT, points[2].status);
            for (final int i : new int[] {0, 1, 3}) {
                assertEquals(Double.longBitsToDouble(alone[i][1]), points[i].entryMm, 1e-4);
            }
        }
    }

    @Test
    void shouldRunOnTheCpuWithAnAlertWhereThereIsNoCuda() {
        final List<String> alerts = new ArrayList<>();
        final RuntimeOptions cuda = new RuntimeOptions(1, 4, false, true);
        try (OnnxEstimator fallen = OnnxEstimator.open(folder, TestRecipe.KNOWN, cuda, alerts::add);
            OnnxEstimator reference = open(RuntimeOptions.REFERENCE)) {
            assertArrayEquals(oneByOne(reference), oneByOne(fallen));
            assertEquals(1, alerts.size());
            assertTrue(alerts.get(0).startsWith("infer.provider is cuda and the model runs on the CPU: "), alerts.get(0));
            assertTrue(fallen.runtime().contains(" cpu, "), fallen.runtime());
        }
    }

    @Test
    void shouldNameModelHashAndRuntime() {
        try (OnnxEstimator estimator = open(RuntimeOptions.REFERENCE)) {
            assertEquals("test", estimator.name());
            assertEquals(Sha256.hex(TestModel.network(7)), estimator.modelSha256());
            assertTrue(estimator.runtime().matches("onnxruntime 1\\.\\d+\\.\\d+ cpu, .+ features [0-9a-f]{8}, threads 1, bit-stable"),
                estimator.runtime());
        }
    }
}
