package io.borelog.jmh;

import io.borelog.infer.Estimator;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.depth.DepthRecipe;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.infer.onnx.OnnxEstimator;
import io.borelog.infer.onnx.Recipes;
import io.borelog.infer.onnx.RuntimeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does a hole cost the default model where 1, 8 or 32 share its run, beside the bit-stable way of one after the other? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BatchBenchmark {
    private static final int HOLES = 32;

    /** Holes in one run. */
    @Param({"1", "8", "32"})
    public int batch;

    private final HoleCurves[] holes = new HoleCurves[HOLES];
    private final KeyPoints[] points = new KeyPoints[HOLES];
    private Path directory;
    private Estimator sharing;
    private Estimator bitStable;

    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("batch");
        Arrays.fill(holes, InferBenchmark.hole());
        Arrays.setAll(points, i -> new KeyPoints());
        final Path model = InferBenchmark.shipped(directory);
        final Recipes recipes = new Recipes().with(PositionWindow.NAME, KeyPointHeat.NAME, DepthRecipe::new);
        sharing = OnnxEstimator.open(model, recipes, new RuntimeOptions(1, batch, false, false), System.err::println);
        bitStable = OnnxEstimator.open(model, recipes, RuntimeOptions.REFERENCE, System.err::println);
    }

    @TearDown(Level.Trial)
    public void close() {
        CloseHelper.closeAll(sharing, bitStable);
        IoUtil.delete(directory.toFile(), true);
    }

    @Benchmark
    @OperationsPerInvocation(HOLES)
    public KeyPoints[] shared() {
        sharing.estimate(holes, points, HOLES);
        return points;
    }

    @Benchmark
    @OperationsPerInvocation(HOLES)
    public KeyPoints[] baselineBitStable() {
        bitStable.estimate(holes, points, HOLES);
        return points;
    }
}
