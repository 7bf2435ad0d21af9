package io.borelog.infer.legacy;

import static io.borelog.infer.onnx.OnnxGraph.attribute;
import static io.borelog.infer.onnx.OnnxGraph.number;
import static io.borelog.infer.onnx.OnnxGraph.real;

import io.borelog.infer.onnx.OnnxGraph;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A network of the legacy system's architecture with weights from a seed: PatchTSMixer, mixing channels, gated, with single-head
 * self-attention over the patches. Right in shape, size and cost, and knows nothing: for tests, and as the baseline of speed.
 * <pre>
 *   past_values [N, 512, 17] -> standardised per window and channel -> 64 patches of 8 -> 16 features each, place added
 *   8 layers:  channels mix (17 -> 34 -> 17), patches mix (64 -> 128 -> 64, and attention), features mix (16 -> 32 -> 16)
 *   head:      64 x 16 = 1024 -> 512 -> 512 -> 512, no activations -> prediction_outputs [N, 512, 17], standardisation undone
 * </pre>
 */
public final class PatchTsMixer {
    static final String INPUT = "past_values";
    static final String OUTPUT = "prediction_outputs";
    private static final int LENGTH = 512;
    private static final int CHANNELS = 17;
    private static final int PATCH = 8;
    private static final int PATCHES = LENGTH / PATCH;
    private static final int FEATURES = 16;
    private static final int LAYERS = 8;
    private static final int EXPANSION = 2;
    private static final float NORM_EPSILON = 1e-5f;
    private static final float MIN_VARIANCE = 1e-5f;
    private static final double INIT_SD = 0.02;

    private final OnnxGraph graph = new OnnxGraph().input(INPUT, LENGTH, CHANNELS).output(OUTPUT, LENGTH, CHANNELS);
    private final SplittableRandom random;

    private PatchTsMixer(final long seed) {
        random = new SplittableRandom(seed);
    }

    /** @return with all nodes: its bytes, and how many parameters it has. */
    public static OnnxGraph network(final long seed) {
        return new PatchTsMixer(seed).build();
    }

    private OnnxGraph build() {
        graph.constant("two", new float[] {2}, 1);
        graph.constant("root2", new float[] {(float) Math.sqrt(2)}, 1);
        graph.constant("one", new float[] {1}, 1);
        graph.constant("half", new float[] {0.5f}, 1);
        final String mean = graph.node("ReduceMean", List.of(INPUT), attribute("axes", 1), number("keepdims", 1));
        final String centred = graph.node("Sub", List.of(INPUT, mean));
        final String variance = graph.node("ReduceMean", List.of(graph.node("Pow", List.of(centred, "two"))),
            attribute("axes", 1), number("keepdims", 1));
        final String least = graph.constant("minVariance", new float[] {MIN_VARIANCE}, 1);
        final String scale = graph.node("Sqrt", List.of(graph.node("Add", List.of(variance, least))));
        String x = patches(graph.node("Div", List.of(centred, scale)));
        for (int layer = 0; layer < LAYERS; layer++) {
            x = mixFeatures(layer + ".feature", mixPatches(layer + ".patch", mixChannels(layer + ".channel", x)));
        }
        final String ahead = graph.node("Transpose", List.of(head(x)), attribute("perm", 0, 2, 1));
        graph.node("Add", OUTPUT, List.of(graph.node("Mul", List.of(ahead, scale)), mean));
        return graph;
    }

    /** [N, 512, 17] to [N, 17, 64, 16]. */
    private String patches(final String standardised) {
        final String byChannel = graph.node("Transpose", List.of(standardised), attribute("perm", 0, 2, 1));
        final String patched = graph.node("Reshape", List.of(byChannel, graph.longs("patched", 0, CHANNELS, PATCHES, PATCH)));
        return graph.node("Add", List.of(linear("patcher", patched, PATCH, FEATURES),
            graph.parameter("places", places(), PATCHES, FEATURES)));
    }

    /** Sine and cosine of the patch's place, centred and scaled as the original does. */
    private static float[] places() {
        final double[] wave = new double[PATCHES * FEATURES];
        double sum = 0;
        for (int i = 0; i < wave.length; i++) {
            final int feature = i % FEATURES;
            final double angle = i / FEATURES * Math.exp(-Math.log(10_000) * (feature - feature % 2) / FEATURES);
            wave[i] = feature % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
            sum += wave[i];
        }
        final double mean = sum / wave.length;
        double squares = 0;
        for (final double value : wave) {
            squares += (value - mean) * (value - mean);
        }
        final double deviation = Math.sqrt(squares / (wave.length - 1));
        final float[] places = new float[wave.length];
        for (int i = 0; i < wave.length; i++) {
            places[i] = (float) ((wave[i] - mean) / (deviation * 10));
        }
        return places;
    }

    private String mixChannels(final String name, final String x) {
        final String channelsLast = graph.node("Transpose", List.of(norm(name, x)), attribute("perm", 0, 3, 2, 1));
        final String mixed = perceptron(name, gate(name, channelsLast, CHANNELS), CHANNELS); // the gate is in front here only
        return graph.node("Add", List.of(graph.node("Transpose", List.of(mixed), attribute("perm", 0, 3, 2, 1)), x));
    }

    private String mixPatches(final String name, final String x) {
        final String normed = norm(name, x);
        final String patchesLast = graph.node("Transpose", List.of(normed), attribute("perm", 0, 1, 3, 2));
        final String mixed = graph.node("Transpose", List.of(gate(name, perceptron(name, patchesLast, PATCHES), PATCHES)),
            attribute("perm", 0, 1, 3, 2));
        final String attended = graph.node("Add", List.of(mixed, attend(name, normed)));
        return graph.node("Add", List.of(norm(name + ".attention", attended), x));
    }

    private String mixFeatures(final String name, final String x) {
        return graph.node("Add", List.of(gate(name, perceptron(name, norm(name, x), FEATURES), FEATURES), x));
    }

    /** Each patch looks at all patches of its channel, with one head. */
    private String attend(final String name, final String x) {
        final String scaling = graph.constant(name + ".scaling", new float[] {(float) (1 / Math.sqrt(FEATURES))}, 1);
        final String query = graph.node("Mul", List.of(linear(name + ".query", x, FEATURES, FEATURES), scaling));
        final String key = graph.node("Transpose", List.of(linear(name + ".key", x, FEATURES, FEATURES)), attribute("perm", 0, 1, 3, 2));
        final String weights = graph.node("Softmax", List.of(graph.node("MatMul", List.of(query, key))), number("axis", -1));
        final String value = linear(name + ".value", x, FEATURES, FEATURES);
        return linear(name + ".out", graph.node("MatMul", List.of(weights, value)), FEATURES, FEATURES);
    }

    private String perceptron(final String name, final String x, final int size) {
        return linear(name + ".fc2", gelu(linear(name + ".fc1", x, size, EXPANSION * size)), EXPANSION * size, size);
    }

    private String gelu(final String x) {
        final String error = graph.node("Erf", List.of(graph.node("Div", List.of(x, "root2"))));
        return graph.node("Mul", List.of(graph.node("Mul", List.of(x, graph.node("Add", List.of(error, "one")))), "half"));
    }

    private String gate(final String name, final String x, final int size) {
        final String weights = graph.node("Softmax", List.of(linear(name + ".gate", x, size, size)), number("axis", -1));
        return graph.node("Mul", List.of(x, weights));
    }

    private String norm(final String name, final String x) {
        final float[] ones = new float[FEATURES];
        Arrays.fill(ones, 1);
        return graph.node("LayerNormalization", List.of(x, graph.parameter(name + ".norm.weight", ones, FEATURES),
            graph.parameter(name + ".norm.bias", new float[FEATURES], FEATURES)), number("axis", -1), real("epsilon", NORM_EPSILON));
    }

    private String head(final String x) {
        final String flat = graph.node("Reshape", List.of(x, graph.longs("flat", 0, CHANNELS, PATCHES * FEATURES)));
        return linear("head2", linear("head1", linear("head0", flat, PATCHES * FEATURES, LENGTH), LENGTH, LENGTH), LENGTH, LENGTH);
    }

    private String linear(final String name, final String x, final int in, final int out) {
        final float[] weights = new float[in * out];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (INIT_SD * random.nextGaussian());
        }
        final String product = graph.node("MatMul", List.of(x, graph.parameter(name + ".weight", weights, in, out)));
        return graph.node("Add", List.of(product, graph.parameter(name + ".bias", new float[out], out)));
    }
}
