package io.borelog.trainer.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.norm.BatchNorm;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Computes the network with PyTorch for one batch; all its arrays live as long as the given manager. */
final class TorchLayers implements Layers<NDArray> {
    private static final float STATISTICS_MOMENTUM = 0.9f;

    private final NDManager manager;
    private final boolean training;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    TorchLayers(final NDManager manager, final Weights weights, final boolean training) {
        this.manager = manager;
        this.training = training;
        for (final Tensor tensor : weights.tensors()) {
            final NDArray array = manager.create(FloatBuffer.wrap(weights.get(tensor.name())), new Shape(tensor.shape()));
            if (training && tensor.role() != Tensor.Role.STATISTIC) {
                array.setRequiresGradient(true);
            }
            arrays.put(tensor.name(), array);
        }
    }

    NDManager manager() {
        return manager;
    }

    NDArray array(final String name) {
        return arrays.get(name);
    }

    @Override
    public NDArray convolve(final NDArray sheet, final Convolution c) {
        NDArray result = Conv1d.conv1d(sheet, array(c.name() + ".weight"), c.normalised() ? null : array(c.name() + ".bias"),
            new Shape(c.stride()), new Shape(c.padding()), new Shape(c.dilation())).singletonOrThrow();
        if (c.normalised()) {
            result = BatchNorm.batchNorm(result, array(c.name() + ".mean"), array(c.name() + ".variance"), array(c.name() + ".scale"),
                array(c.name() + ".bias"), 1, STATISTICS_MOMENTUM, OnnxLayers.EPSILON, training).singletonOrThrow();
        }
        return c.rectified() ? result.getNDArrayInternal().relu() : result;
    }

    @Override
    public NDArray upsample(final NDArray sheet) {
        return sheet.getNDArrayInternal().interpolation(new long[] {2 * sheet.getShape().get(2)}, 0, false);
    }

    @Override
    public NDArray add(final NDArray left, final NDArray right) {
        return left.add(right);
    }

    @Override
    public NDArray pool(final NDArray sheet) {
        final int[] length = {2};
        return sheet.mean(length, true).concat(sheet.max(length, true), 1);
    }

    @Override
    public NDArray interleave(final NDArray sheet, final int factor) {
        final Shape shape = sheet.getShape();
        final long channels = shape.get(1) / factor;
        return sheet.reshape(shape.get(0), channels, factor, shape.get(2)).transpose(0, 1, 3, 2)
            .reshape(shape.get(0), channels, shape.get(2) * factor);
    }

    @Override
    public NDArray append(final NDArray sheet, final NDArray last) {
        return sheet.concat(last, 2);
    }
}
