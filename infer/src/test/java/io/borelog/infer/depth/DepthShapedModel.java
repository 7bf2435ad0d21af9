package io.borelog.infer.depth;

import static io.borelog.infer.onnx.OnnxGraph.attribute;
import static io.borelog.infer.onnx.OnnxGraph.number;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.onnx.Manifest;
import io.borelog.infer.onnx.ModelFolders;
import io.borelog.infer.onnx.OnnxGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A folder with an untrained model in the default model's shape, about 10 million multiply-adds: for tests and benches that need no
 * trained one.
 */
public final class DepthShapedModel {
    private static final String INPUT = "window";
    private static final String OUTPUT = "probabilities";
    private static final int WIDTH = 32;
    private static final int KERNEL = 5;
    private static final int LEVELS = 4;
    private static final double INIT_SD = 0.1;

    private DepthShapedModel() {
    }

    public static Path write(final Path folder, final long seed, final HoleCurves golden) throws IOException {
        final ModelFolders.Labels labels = new ModelFolders.Labels("depth-untrained", "UNTRAINED: the default model's shape only",
            new Manifest.Tensor(INPUT, "float32", List.of("N", "7", "1024"), "see position-window/1"),
            new Manifest.Tensor(OUTPUT, "float32", List.of("N", "3", "1025"), "probability per 0.05 mm"),
            PositionWindow.NAME, KeyPointHeat.NAME);
        return ModelFolders.write(folder, labels, network(seed), new DepthRecipe(), golden, seed);
    }

    /** Convolutions over half the cells, two cells from each place of the last, and a pooled row that says "none". */
    static byte[] network(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final OnnxGraph graph = new OnnxGraph().input(INPUT, PositionWindow.CHANNELS, PositionWindow.CELLS)
            .output(OUTPUT, KeyPointHeat.POINTS, KeyPointHeat.PLACES);
        String x = convolve(graph, random, INPUT, PositionWindow.CHANNELS, WIDTH, 2);
        for (int level = 1; level < LEVELS; level++) {
            x = graph.node("Relu", List.of(convolve(graph, random, x, WIDTH, WIDTH, 1)));
        }
        final String heat = convolve(graph, random, x, WIDTH, 2 * KeyPointHeat.POINTS, 1);
        final String cells = graph.node("Reshape", List.of(heat, graph.longs("cells", 0, KeyPointHeat.POINTS, PositionWindow.CELLS)));
        final String seen = graph.node("GlobalAveragePool", List.of(x));
        final String none = convolve(graph, random, seen, WIDTH, KeyPointHeat.POINTS, 1);
        graph.node("Softmax", OUTPUT, List.of(graph.node("Concat", List.of(cells, none), number("axis", 2))), number("axis", 2));
        return graph.bytes();
    }

    private static String convolve(
        final OnnxGraph graph, final SplittableRandom random, final String x, final int in, final int out, final int stride) {
        final float[] weights = new float[out * in * KERNEL];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (INIT_SD * random.nextGaussian());
        }
        final String kernel = graph.parameter("kernel" + graph.parameters(), weights, out, in, KERNEL);
        return graph.node("Conv", List.of(x, kernel), attribute("strides", stride), attribute("pads", KERNEL / 2, KERNEL / 2));
    }
}
