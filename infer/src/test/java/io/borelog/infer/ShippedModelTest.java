package io.borelog.infer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.infer.onnx.RuntimeOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that the program ships: opens, answers with the same bits whatever happens around it, and costs the heap next to nothing. */
class ShippedModelTest {
    private static final int HOLES = 32;
    private static final int WARM = 300;
    private static final long RUNTIME_BYTES_MAX = 512;

    @TempDir
    Path directory;

    private final HoleCurves[] holes = new HoleCurves[HOLES];
    private final KeyPoints[] points = new KeyPoints[HOLES];
    private Path folder;

    @BeforeEach
    void unpack() throws IOException {
        final InferModels models = new InferModels();
        folder = Files.createDirectory(directory.resolve("model"));
        models.unpack(models.shipped().get(0), folder);
        final Drill drill = new Drill(11, Conditions.UNSEEN);
        for (int i = 0; i < HOLES; i++) {
            final DrilledHole hole = new DrilledHole();
            drill.drill(i, hole);
            holes[i] = DrilledCurves.of(hole);
            points[i] = new KeyPoints();
        }
    }

    private Estimator open(final RuntimeOptions options) {
        return StoredModels.open(folder, options, alert -> {
            throw new IllegalStateException(alert);
        });
    }

    private long[][] answers(final Estimator estimator, final int batch) {
        for (int from = 0; from < HOLES; from += batch) {
            final int count = Math.min(batch, HOLES - from);
            final HoleCurves[] some = IntStream.range(from, from + count).mapToObj(i -> holes[i]).toArray(HoleCurves[]::new);
            final KeyPoints[] into = IntStream.range(from, from + count).mapToObj(i -> points[i]).toArray(KeyPoints[]::new);
            estimator.estimate(some, into, count);
        }
        return IntStream.range(0, HOLES).mapToObj(i -> bits(points[i])).toArray(long[][]::new);
    }

    private static long[] bits(final KeyPoints points) {
        return new long[] {points.status.ordinal(), Double.doubleToRawLongBits(points.entryMm),
            Double.doubleToRawLongBits(points.transitionMm), Double.doubleToRawLongBits(points.exitMm)};
    }

    @Test
    void shouldGiveTheSameBitsInTenRunsInAnyBatchAndAfterRestarts() {
        final long[][] first;
        try (Estimator estimator = open(RuntimeOptions.REFERENCE)) {
            first = answers(estimator, 1);
            for (int run = 1; run < 10; run++) {
                assertArrayEquals(first, answers(estimator, 1));
            }
            for (int batch = 2; batch <= HOLES; batch++) {
                assertArrayEquals(first, answers(estimator, batch), "batch of " + batch);
            }
        }
        for (int restart = 0; restart < 3; restart++) {
            try (Estimator estimator = open(RuntimeOptions.REFERENCE)) {
                assertArrayEquals(first, answers(estimator, 1));
            }
        }
        final long known = IntStream.range(0, HOLES).filter(i -> points[i].status == Status.OK).count();
        assertTrue(known > HOLES / 4, "answers to compare: " + known);
    }

    @Test
    void shouldAnswerTheSameToAMicrometreWhereHolesShareARun() {
        final long[][] alone;
        try (Estimator estimator = open(RuntimeOptions.REFERENCE)) {
            alone = answers(estimator, 1);
        }
        try (Estimator estimator = open(new RuntimeOptions(1, HOLES, false, false))) {
            answers(estimator, HOLES);
            for (int i = 0; i < HOLES; i++) {
                assertEquals(alone[i][0], points[i].status.ordinal());
                assertEquals(Double.longBitsToDouble(alone[i][1]), points[i].entryMm, 1e-3);
                assertEquals(Double.longBitsToDouble(alone[i][3]), points[i].exitMm, 1e-3);
            }
        }
    }

    @Test
    void shouldAllocateNothingButTheRuntimesCall() {
        try (Estimator estimator = open(RuntimeOptions.REFERENCE)) {
            turn(estimator, WARM);
            final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            final long before = threads.getCurrentThreadAllocatedBytes();
            turn(estimator, WARM);
            final double perHole = (threads.getCurrentThreadAllocatedBytes() - before) / (double) WARM;
            assertTrue(perHole < RUNTIME_BYTES_MAX, "bytes per hole: " + perHole);
        }
    }

    private void turn(final Estimator estimator, final int count) {
        for (int i = 0; i < count; i++) {
            estimator.estimate(holes[i % HOLES], points[0]);
        }
    }
}
