package io.borelog.ingest;

/**
 * The journal's own time, ns: advances by the monotonic clock since the previous record, at most two seconds a step and not at all
 * across an OPEN, so that a stopped ingest, a blocked disk or a clock set by an hour expires nothing. Stage's thread.
 */
final class JournalTime {
    static final long MAX_STEP_NS = 2_000_000_000L;

    private long timeNs;
    private long clockNs;

    /** @param timeNs of the newest record. @param clockNs monotonic clock now. */
    JournalTime(final long timeNs, final long clockNs) {
        this.timeNs = timeNs;
        this.clockNs = clockNs;
    }

    /** @return journal time of a record written now. */
    long advanceTo(final long nowNs) {
        timeNs += Math.min(MAX_STEP_NS, Math.max(0, nowNs - clockNs));
        clockNs = nowNs;
        return timeNs;
    }

    /** @return ns of the monotonic clock since the previous record. */
    long silenceNs(final long nowNs) {
        return nowNs - clockNs;
    }
}
