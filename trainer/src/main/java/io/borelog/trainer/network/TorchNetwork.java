package io.borelog.trainer.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.FloatBuffer;

/**
 * The network in PyTorch: losses, gradients and answers for Java arrays. On one thread, which also computes: more threads are faster, and
 * sum in an order of their own.
 */
public final class TorchNetwork implements AutoCloseable {
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final Engine engine = manager.getEngine();
    private final int channels;

    public TorchNetwork(final int channels) {
        this.channels = channels;
    }

    /** To be called before the first network is made: PyTorch reads it once. */
    public static void useThreads(final int threads) {
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    /**
     * One batch forward and backward.
     *
     * @param weights read, except for the statistics, which move with the batch
     * @param gradients receives the gradient of each tensor but the statistics
     * @param input rows x channels x length
     * @param target rows x key points x places, each place's probability
     * @return cross-entropy in nats, mean over rows and key points
     */
    public float gradient(final Weights weights, final Weights gradients, final float[] input, final float[] target) {
        final long rows = rows(input);
        try (NDManager batch = manager.newSubManager()) {
            final TorchLayers layers = new TorchLayers(batch, weights, true);
            final float value;
            try (GradientCollector collector = engine.newGradientCollector()) {
                final NDArray heat = DepthNetwork.logits(layers, input(batch, input), channels);
                final NDArray wanted =
                    batch.create(FloatBuffer.wrap(target), new Shape(rows, DepthNetwork.KEY_POINTS, DepthNetwork.PLACES));
                final NDArray loss = heat.logSoftmax(2).mul(wanted).sum().mul(-1f / (rows * DepthNetwork.KEY_POINTS));
                collector.backward(loss);
                value = loss.getFloat();
            }
            for (final Tensor tensor : weights.tensors()) {
                final NDArray array = layers.array(tensor.name());
                if (tensor.role() == Tensor.Role.STATISTIC) {
                    copy(array, weights.get(tensor.name()));
                } else {
                    try (NDArray gradient = array.getGradient()) {
                        copy(gradient, gradients.get(tensor.name()));
                    }
                }
            }
            return value;
        }
    }

    /** Probabilities, rows x key points x places, of an input of rows x channels x length. */
    public float[] answer(final Weights weights, final float[] input) {
        try (NDManager batch = manager.newSubManager()) {
            return DepthNetwork.logits(new TorchLayers(batch, weights, false), input(batch, input), channels).softmax(2).toFloatArray();
        }
    }

    private NDArray input(final NDManager batch, final float[] input) {
        return batch.create(FloatBuffer.wrap(input), new Shape(rows(input), channels, DepthNetwork.LENGTH));
    }

    private long rows(final float[] input) {
        return input.length / (channels * DepthNetwork.LENGTH);
    }

    private static void copy(final NDArray from, final float[] to) {
        final float[] values = from.toFloatArray();
        System.arraycopy(values, 0, to, 0, to.length);
    }

    @Override
    public void close() {
        manager.close();
    }
}
