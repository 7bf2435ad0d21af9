package io.borelog.infer;

/**
 * Finds the key points of one hole. The infer stage owns one instance and calls it from its own thread only.
 * The answer is a function of the curves' bits and of nothing else, so that a replay gives the same decision bytes.
 */
public interface Estimator extends AutoCloseable {
    /** @return short stable name that goes into each estimate, for example {@code edge}. */
    String name();

    /**
     * Overwrites {@code into} completely. A hole that cannot be estimated is a status with a reason, never an exception.
     *
     * @param hole curves, read only during this call.
     * @param into receives key points in mm; NaN where unknown.
     */
    void estimate(HoleCurves hole, KeyPoints into);

    /** @return most holes that one call of {@link #estimate(HoleCurves[], KeyPoints[], int)} is faster with; 1 where it is no faster. */
    default int batchLimit() {
        return 1;
    }

    /**
     * Several holes at once, each as {@link #estimate(HoleCurves, KeyPoints)} would answer it.
     *
     * @param count how many of both arrays count, at most {@link #batchLimit()}
     */
    default void estimate(final HoleCurves[] holes, final KeyPoints[] into, final int count) {
        for (int i = 0; i < count; i++) {
            estimate(holes[i], into[i]);
        }
    }

    /** @return SHA-256 of the model's file in hex, null where there is no model. */
    default String modelSha256() {
        return null;
    }

    /** @return in which runtime the model runs, for people who compare answers; null where there is no model. No part of a decision. */
    default String runtime() {
        return null;
    }

    @Override
    void close();
}
