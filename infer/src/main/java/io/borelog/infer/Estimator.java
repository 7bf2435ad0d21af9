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

    @Override
    void close();
}
