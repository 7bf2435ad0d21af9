package io.borelog.trainer.network;

import java.util.Arrays;

/** Name, shape and role of one tensor of the network. */
public record Tensor(String name, long[] shape, Role role) {
    /** A STATISTIC follows the data by itself; the others follow the gradient, and only a WEIGHT decays. */
    public enum Role { WEIGHT, SCALE, BIAS, STATISTIC }

    public int size() {
        return Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}
