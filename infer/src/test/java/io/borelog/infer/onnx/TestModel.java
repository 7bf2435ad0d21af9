package io.borelog.infer.onnx;

import static io.borelog.infer.onnx.OnnxGraph.attribute;
import static io.borelog.infer.onnx.OnnxGraph.number;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A folder with a small convolutional model for {@link TestRecipe}, weights from a seed, and a manifest that is true of it. */
final class TestModel {
    private static final int FILTERS = 16;
    private static final int KERNEL = 7;

    private TestModel() {
    }

    static byte[] network(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final OnnxGraph graph = new OnnxGraph().input("window", TestRecipe.CHANNELS, TestRecipe.CELLS).output("points", TestRecipe.POINTS);
        final String weights = graph.parameter("conv.w", uniform(random, FILTERS * TestRecipe.CHANNELS * KERNEL),
            FILTERS, TestRecipe.CHANNELS, KERNEL);
        final String bias = graph.parameter("conv.b", uniform(random, FILTERS), FILTERS);
        String x = graph.node("Conv", List.of("window", weights, bias), attribute("pads", KERNEL / 2, KERNEL / 2));
        x = graph.node("Relu", List.of(x));
        x = graph.node("Flatten", List.of(x));
        final String dense = graph.parameter("dense.w", uniform(random, FILTERS * TestRecipe.CELLS * TestRecipe.POINTS),
            FILTERS * TestRecipe.CELLS, TestRecipe.POINTS);
        final String dense0 = graph.parameter("dense.b", uniform(random, TestRecipe.POINTS), TestRecipe.POINTS);
        graph.node("Gemm", "points", List.of(x, dense, dense0), number("transB", 0));
        return graph.bytes();
    }

    private static float[] uniform(final SplittableRandom random, final int count) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-0.2, 0.2);
        }
        return values;
    }

    /** A hole that differs with every seed. */
    static HoleCurves hole(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final HoleCurves hole = new HoleCurves();
        hole.count = 200 + random.nextInt(200);
        hole.ensureCapacity(hole.count, 0);
        for (int i = 0; i < hole.count; i++) {
            hole.positionMm[i] = i * 0.03f + (float) random.nextDouble(0.01);
            hole.torqueA[i] = (float) random.nextDouble(12);
            hole.thrustA[i] = (float) random.nextDouble(2);
            hole.step[i] = 1 + 2 * i / hole.count;
        }
        return hole;
    }

    static Manifest.Tensor input() {
        return new Manifest.Tensor("window", "float32", List.of("N", "3", "64"), "mm, A, A");
    }

    static Manifest.Tensor output() {
        return new Manifest.Tensor("points", "float32", List.of("N", "3"), "mm");
    }

    /** Writes a model that opens. */
    static Path write(final Path folder, final long seed) throws IOException {
        final byte[] network = network(seed);
        final byte[] golden = GoldenHole.write(hole(seed));
        final KeyPoints points = answer(network, hole(seed));
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.onnx"), network);
        Files.write(folder.resolve("golden.bin"), golden);
        Files.writeString(folder.resolve("manifest.json"), manifest(network, golden,
            Arrays.asList(points.entryMm, points.transitionMm, points.exitMm)).toJson());
        return folder;
    }

    static Manifest manifest(final byte[] network, final byte[] golden, final List<Double> keyPoints) {
        return new Manifest(1, "test", "1", "a small network from a seed, for tests", "Apache-2.0", false, Sha256.hex(network),
            input(), output(), TestRecipe.PRE, TestRecipe.POST,
            new Manifest.Golden("golden.bin", Sha256.hex(golden), "OK", keyPoints, 1e-3),
            new Manifest.Training(1, "none", "none"), Map.of());
    }

    /** Straight through the session, without estimator and manifest's checks. */
    private static KeyPoints answer(final byte[] network, final HoleCurves hole) {
        final TestRecipe recipe = new TestRecipe();
        final KeyPoints points = new KeyPoints();
        try (Model model = Model.open(network, manifest(network, new byte[0], List.of()), recipe, RuntimeOptions.REFERENCE, alert -> { })) {
            final FloatBuffer in = model.input();
            recipe.prepare(hole, in, 0);
            model.run(1);
            recipe.answer(model.output(), 0, points);
            return points;
        } catch (final Model.UnfitException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
