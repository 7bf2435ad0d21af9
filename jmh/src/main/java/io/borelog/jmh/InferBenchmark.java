package io.borelog.jmh;

import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.infer.DrilledCurves;
import io.borelog.infer.Estimator;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.depth.DepthRecipe;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.infer.edge.EdgeEstimator;
import io.borelog.infer.legacy.LegacyModel;
import io.borelog.infer.legacy.LegacyRecipe;
import io.borelog.infer.onnx.OnnxEstimator;
import io.borelog.infer.onnx.Recipes;
import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.journal.model.ModelLoader;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one hole cost on one core, from its curves to its key points: the default model, the legacy recipe with its 40 windows in the
 * same runtime, and edge? The hole has about 9,000 samples, as real ones of two layers have. The bar is 100 between the first two.
 * Run with {@code -prof gc}: what is allocated per hole is the runtime's own call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 5)
public class InferBenchmark {
    private static final long SEED = 1;
    private static final int MIN_SAMPLES = 8_700;
    private static final int MAX_SAMPLES = 9_300;

    /** Folder of another model to measure; empty for the one that is shipped. */
    @Param("")
    public String model;

    private final KeyPoints points = new KeyPoints();
    private Path directory;
    private HoleCurves hole;
    private Estimator depth;
    private Estimator legacy;
    private Estimator edge;

    @Setup(Level.Trial)
    public void open() throws IOException {
        directory = Files.createTempDirectory("infer");
        hole = hole();
        final Recipes recipes = new Recipes().with(PositionWindow.NAME, KeyPointHeat.NAME, DepthRecipe::new)
            .with(LegacyRecipe.PRE_PROCESSING, LegacyRecipe.POST_PROCESSING, LegacyRecipe::new);
        depth = open(model.isEmpty() ? shipped(directory) : Path.of(model), recipes);
        legacy = open(LegacyModel.write(directory.resolve("legacy"), SEED, hole), recipes);
        edge = new EdgeEstimator();
    }

    /** @return folder of the model that is shipped, unpacked below this one */
    static Path shipped(final Path directory) throws IOException {
        final ModelLoader models = ServiceLoader.load(ModelLoader.class).findFirst().orElseThrow();
        final Path folder = Files.createDirectory(directory.resolve("depth"));
        models.unpack(models.shipped().get(0), folder);
        return folder;
    }

    private static Estimator open(final Path folder, final Recipes recipes) {
        return OnnxEstimator.open(folder, recipes, RuntimeOptions.REFERENCE, System.err::println);
    }

    /** The first of the seed's that is long enough and that the legacy rules can read. */
    static HoleCurves hole() {
        final Drill drill = new Drill(SEED, Conditions.TRAINING);
        final DrilledHole drilled = new DrilledHole();
        final LegacyRecipe legacy = new LegacyRecipe();
        final FloatBuffer in = FloatBuffer.allocate(legacy.rows() * 512 * 17);
        for (long number = 0; ; number++) {
            drill.drill(number, drilled);
            if (drilled.count >= MIN_SAMPLES && drilled.count <= MAX_SAMPLES) {
                final HoleCurves hole = DrilledCurves.of(drilled);
                if (legacy.prepare(hole, in, 0) == Status.OK) {
                    return hole;
                }
            }
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        CloseHelper.closeAll(depth, legacy, edge);
        IoUtil.delete(directory.toFile(), true);
    }

    @Benchmark
    public KeyPoints depth() {
        return answer(depth);
    }

    @Benchmark
    public KeyPoints baselineLegacy() {
        return answer(legacy);
    }

    @Benchmark
    public KeyPoints edge() {
        return answer(edge);
    }

    private KeyPoints answer(final Estimator estimator) {
        estimator.estimate(hole, points);
        return points;
    }
}
