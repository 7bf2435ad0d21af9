package io.borelog.infer;

/**
 * What an {@link Estimator} says about one hole: three depths in mm, growing into the material, NaN where unknown.
 * With {@link Status#OK} all three are finite and entry &lt; transition &lt; exit. Mutable and reused by its owner.
 */
public final class KeyPoints {
    public double entryMm;
    public double transitionMm;
    public double exitMm;
    public Status status;
    /** Sentence for people; null when the status is OK. */
    public String reason;

    public KeyPoints() {
        fail(Status.NO_TRACE);
    }

    /** All three are known. */
    public void ok(final double entry, final double transition, final double exit) {
        entryMm = entry;
        transitionMm = transition;
        exitMm = exit;
        status = Status.OK;
        reason = null;
    }

    /** Nothing is known. */
    public void fail(final Status why) {
        partial(why, Double.NaN, Double.NaN, Double.NaN);
    }

    /** Some key points are known, the others NaN; {@code why} tells which one has no ground. */
    public void partial(final Status why, final double entry, final double transition, final double exit) {
        if (why == Status.OK) {
            throw new IllegalArgumentException("a partial answer needs a status other than OK");
        }
        entryMm = entry;
        transitionMm = transition;
        exitMm = exit;
        status = why;
        reason = why.sentence();
    }
}
