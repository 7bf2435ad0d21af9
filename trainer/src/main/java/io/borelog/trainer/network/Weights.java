package io.borelog.trainer.network;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A value for each tensor of the network, as Java arrays: what training changes, averages and keeps. Not thread-safe. */
public final class Weights {
    private final List<Tensor> tensors;
    private final Map<String, float[]> values = new LinkedHashMap<>();

    /** Zeros. */
    public Weights(final List<Tensor> tensors) {
        this.tensors = List.copyOf(tensors);
        for (final Tensor tensor : tensors) {
            values.put(tensor.name(), new float[tensor.size()]);
        }
    }

    /** He's initialisation: normal weights with variance 2 / inputs, so that a ReLU network neither fades nor explodes. */
    public static Weights initial(final List<Tensor> tensors, final long seed) {
        final Weights weights = new Weights(tensors);
        final Random random = new Random(seed);
        for (final Tensor tensor : tensors) {
            final float[] value = weights.get(tensor.name());
            switch (tensor.role()) {
                case WEIGHT -> {
                    final double deviation = StrictMath.sqrt(2.0 * tensor.shape()[0] / tensor.size());
                    for (int i = 0; i < value.length; i++) {
                        value[i] = (float) (deviation * random.nextGaussian());
                    }
                }
                case SCALE -> Arrays.fill(value, 1);
                case STATISTIC -> Arrays.fill(value, tensor.name().endsWith(".variance") ? 1 : 0);
                case BIAS -> { }
                default -> throw new IllegalStateException(tensor.role().name());
            }
        }
        return weights;
    }

    public List<Tensor> tensors() {
        return tensors;
    }

    /** The value itself, not a copy. */
    public float[] get(final String name) {
        final float[] value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no tensor is called " + name);
        }
        return value;
    }

    public void copyFrom(final Weights other) {
        for (final Tensor tensor : tensors) {
            System.arraycopy(other.get(tensor.name()), 0, get(tensor.name()), 0, tensor.size());
        }
    }

    /** Moves each value the given share of the way to the other's. */
    public void approach(final Weights other, final float share) {
        for (final Tensor tensor : tensors) {
            final float[] mine = get(tensor.name());
            final float[] theirs = other.get(tensor.name());
            for (int i = 0; i < mine.length; i++) {
                mine[i] += share * (theirs[i] - mine[i]);
            }
        }
    }

    public void write(final DataOutput out) throws IOException {
        for (final Tensor tensor : tensors) {
            for (final float value : get(tensor.name())) {
                out.writeFloat(value);
            }
        }
    }

    public void read(final DataInput in) throws IOException {
        for (final Tensor tensor : tensors) {
            final float[] value = get(tensor.name());
            for (int i = 0; i < value.length; i++) {
                value[i] = in.readFloat();
            }
        }
    }
}
