package io.borelog.jmh;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.Status;
import io.borelog.infer.depth.DepthRecipe;
import io.borelog.infer.depth.PositionWindow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What does the default model's pre-processing of a hole of 9,000 samples cost, beside a copy of its four curves? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PrepareBenchmark {
    private static final int CURVES = 4;

    private final DepthRecipe recipe = new DepthRecipe();
    private HoleCurves hole;
    private FloatBuffer tensor;
    private FloatBuffer copy;

    @Setup
    public void drill() {
        hole = InferBenchmark.hole();
        tensor = floats(PositionWindow.SIZE);
        copy = floats(CURVES * hole.count);
        if (prepare() != Status.OK) {
            throw new IllegalStateException("the bench's hole cannot be prepared");
        }
    }

    private static FloatBuffer floats(final int count) {
        return ByteBuffer.allocateDirect(count * Float.BYTES).order(ByteOrder.nativeOrder()).asFloatBuffer();
    }

    @Benchmark
    public Status prepare() {
        return recipe.prepare(hole, tensor, 0);
    }

    @Benchmark
    public FloatBuffer baselineCopy() {
        return copy.clear().put(hole.positionMm, 0, hole.count).put(hole.torqueA, 0, hole.count).put(hole.thrustA, 0, hole.count)
            .put(hole.step, 0, hole.count);
    }
}
