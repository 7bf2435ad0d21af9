package io.borelog.infer.onnx;

import static io.borelog.infer.onnx.OnnxGraph.attribute;
import static io.borelog.infer.onnx.OnnxGraph.number;

import io.borelog.infer.HoleCurves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** A folder with a small convolutional model for {@link TestRecipe}, weights from a seed, and a manifest that is true of it. */
final class TestModel {
    private static final int FILTERS = 16;
    private static final int KERNEL = 7;
    static final ModelFolders.Labels LABELS = new ModelFolders.Labels("test", "a small network from a seed, for tests",
        new Manifest.Tensor("window", "float32", List.of("N", "3", "64"), "mm, A, A"),
        new Manifest.Tensor("points", "float32", List.of("N", "3"), "mm"), TestRecipe.PRE, TestRecipe.POST);

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

    /** Writes a model that opens. */
    static Path write(final Path folder, final long seed) throws IOException {
        return ModelFolders.write(folder, LABELS, network(seed), new TestRecipe(), hole(seed), seed);
    }
}
