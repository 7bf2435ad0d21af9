package io.borelog.trainer;

import io.borelog.trainer.network.Tensor;
import io.borelog.trainer.network.Weights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Adam with decay apart from the gradient, on Java arrays, so that its state can be kept and gives the same bits on every machine. */
final class AdamW {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Weights mean;
    private final Weights square;

    AdamW(final Weights weights) {
        mean = new Weights(weights.tensors());
        square = new Weights(weights.tensors());
    }

    /** Shortens the gradient to the clip, then steps; the first step is 0. Returns the gradient's length before. */
    double step(final Weights weights, final Weights gradients, final Recipe recipe, final int step) {
        final double length = length(gradients);
        if (!Double.isFinite(length)) {
            throw new IllegalStateException(
                "the gradient of step " + step + " is not finite: the rate " + recipe.peakRate() + " is too high");
        }
        final double shorten = Math.min(1, recipe.clip() / (length + 1e-12));
        final double rate = recipe.rate(step);
        final double meanScale = rate / (1 - StrictMath.pow(BETA1, step + 1));
        final double squareScale = 1 / (1 - StrictMath.pow(BETA2, step + 1));
        for (final Tensor tensor : weights.tensors()) {
            if (tensor.role() != Tensor.Role.STATISTIC) {
                final double kept = tensor.role() == Tensor.Role.WEIGHT ? 1 - rate * recipe.decay() : 1;
                step(tensor.name(), weights, gradients, shorten, meanScale, squareScale, kept);
            }
        }
        return length;
    }

    private void step(final String name, final Weights weights, final Weights gradients, final double shorten, final double meanScale,
            final double squareScale, final double kept) {
        final float[] w = weights.get(name);
        final float[] g = gradients.get(name);
        final float[] m = mean.get(name);
        final float[] v = square.get(name);
        for (int i = 0; i < w.length; i++) {
            final double gradient = g[i] * shorten;
            m[i] = (float) (BETA1 * m[i] + (1 - BETA1) * gradient);
            v[i] = (float) (BETA2 * v[i] + (1 - BETA2) * gradient * gradient);
            w[i] = (float) (kept * w[i] - meanScale * m[i] / (Math.sqrt(squareScale * v[i]) + EPSILON));
        }
    }

    private static double length(final Weights gradients) {
        double sum = 0;
        for (final Tensor tensor : gradients.tensors()) {
            if (tensor.role() != Tensor.Role.STATISTIC) {
                for (final float value : gradients.get(tensor.name())) {
                    sum += (double) value * value;
                }
            }
        }
        return Math.sqrt(sum);
    }

    void write(final DataOutput out) throws IOException {
        mean.write(out);
        square.write(out);
    }

    void read(final DataInput in) throws IOException {
        mean.read(in);
        square.read(in);
    }
}
