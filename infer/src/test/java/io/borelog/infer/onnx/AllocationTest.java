package io.borelog.infer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.depth.DepthRecipe;
import io.borelog.infer.legacy.LegacyRecipe;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the thread allocates on the heap for one hole: nothing on our side, less than 512 bytes in ONNX Runtime's call. */
class AllocationTest {
    private static final int WARM = 2_000;
    private static final int HOLES = 2_000;
    private static final long RUNTIME_BYTES_MAX = 512;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final KeyPoints points = new KeyPoints();

    private double bytesPerHole(final int warm, final int holes, final Runnable hole) {
        for (int i = 0; i < warm; i++) {
            hole.run();
        }
        final long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < holes; i++) {
            hole.run();
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / (double) holes;
    }

    private double ofRecipe(final Recipe recipe, final HoleCurves hole, final int warm, final int holes) {
        final FloatBuffer in = FloatBuffer.allocate(recipe.rows() * floats(recipe.inputShape()));
        final FloatBuffer out = FloatBuffer.allocate(recipe.rows() * floats(recipe.outputShape()));
        assertEquals(Status.OK, recipe.prepare(hole, in, 0));
        return bytesPerHole(warm, holes, () -> {
            recipe.prepare(hole, in, 0);
            recipe.answer(out, 0, points);
        });
    }

    private static int floats(final long[] row) {
        int floats = 1;
        for (final long size : row) {
            floats *= (int) size;
        }
        return floats;
    }

    /** Two layers, 0.01 mm a sample. */
    private static HoleCurves hole() {
        final HoleCurves hole = new HoleCurves();
        hole.count = 3_000;
        hole.ensureCapacity(hole.count, 0);
        for (int i = 0; i < hole.count; i++) {
            hole.positionMm[i] = i * 0.01f;
            hole.torqueA[i] = i < 400 ? 0 : i < 800 ? 2 : i < 2_000 ? 10 : 0;
            hole.step[i] = i < 820 ? 1 : 2;
        }
        return hole;
    }

    @Test
    void shouldAllocateNothingBeforeAndBehindTheModel() {
        final double depth = ofRecipe(new DepthRecipe(), hole(), 500, HOLES);
        assertTrue(depth < 1, "bytes per hole: " + depth);
        final double legacy = ofRecipe(new LegacyRecipe(), hole(), 50, 200);
        assertTrue(legacy < 1, "bytes per hole: " + legacy);
    }

    @Test
    void shouldAllocateLittleInTheRuntimesCall(@TempDir final Path folder) throws Exception {
        TestModel.write(folder, 1);
        final HoleCurves hole = TestModel.hole(1);
        try (OnnxEstimator estimator = OnnxEstimator.open(folder, TestRecipe.KNOWN, RuntimeOptions.REFERENCE, alert -> { })) {
            final double perHole = bytesPerHole(WARM, HOLES, () -> estimator.estimate(hole, points));
            System.err.println("bytes per hole, ONNX Runtime's call included: " + perHole);
            assertTrue(perHole < RUNTIME_BYTES_MAX, "bytes per hole: " + perHole);
        }
        final HoleCurves[] holes = new HoleCurves[8];
        final KeyPoints[] answers = new KeyPoints[8];
        for (int i = 0; i < holes.length; i++) {
            holes[i] = TestModel.hole(i);
            answers[i] = new KeyPoints();
        }
        final RuntimeOptions batched = new RuntimeOptions(1, holes.length, false, false);
        try (OnnxEstimator estimator = OnnxEstimator.open(folder, TestRecipe.KNOWN, batched, alert -> { })) {
            final double perRun = bytesPerHole(WARM, HOLES, () -> estimator.estimate(holes, answers, holes.length));
            assertTrue(perRun < RUNTIME_BYTES_MAX, "bytes per run of eight holes: " + perRun);
        }
    }
}
