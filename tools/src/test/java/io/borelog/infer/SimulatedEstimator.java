package io.borelog.infer;

import io.borelog.infer.edge.EdgeEstimator;

/**
 * A model that answers by arithmetic, throws on one torque and kills its process on another, mostly. With {@code real} set, holes that do
 * neither go to the estimator of the house.
 */
public final class SimulatedEstimator implements Estimator {
    /** First torque of a hole on which the model throws, always. */
    public static final float THROWS = 13;
    /** First torque of a hole on which the model may take its process with it. */
    public static final float POISON = 666;

    private final EdgeEstimator edge = new EdgeEstimator();
    private final String name;
    private final boolean real;
    private final int batchLimit;
    private final Runnable poisoned;

    /**
     * @param batchLimit holes in one run; they are answered one after the other all the same
     * @param poisoned   throws an Error where the process is to die
     */
    public SimulatedEstimator(final String name, final boolean real, final int batchLimit, final Runnable poisoned) {
        this.name = name;
        this.real = real;
        this.batchLimit = batchLimit;
        this.poisoned = poisoned;
    }

    @Override
    public int batchLimit() {
        return batchLimit;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void estimate(final HoleCurves hole, final KeyPoints into) {
        if (hole.torqueA[0] == POISON) {
            poisoned.run();
        }
        if (hole.torqueA[0] == THROWS) {
            throw new IllegalStateException("a model error");
        }
        if (real) {
            edge.estimate(hole, into);
            return;
        }
        double sum = name.hashCode();
        for (int i = 0; i < hole.count; i++) {
            sum += hole.torqueA[i] * (i + 1);
        }
        if (sum % 7 == 3) {
            into.fail(Status.NO_SIGNAL);
        } else {
            into.ok(sum, sum + 1, sum + 2);
        }
    }

    @Override
    public void close() {
    }
}
