package io.borelog.tools.simulate;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.NanoClock;

/**
 * When each hole is due, as absolute times of one clock: a late hole does not move the next one, and no error adds up.
 * Shared by the sending threads; immutable.
 */
final class Pace {
    private final NanoClock clock;
    private final long startNs;
    private final double holesPerSecond;
    private final long stopNs;

    /** @param stopNs after this nothing waits any longer */
    Pace(final NanoClock clock, final long startNs, final double holesPerSecond, final long stopNs) {
        this.clock = clock;
        this.startNs = startNs;
        this.holesPerSecond = holesPerSecond;
        this.stopNs = stopNs;
    }

    long dueNs(final long hole) {
        return startNs + (long) (hole * 1e9 / holesPerSecond);
    }

    long nowNs() {
        return clock.nanoTime();
    }

    long startNs() {
        return startNs;
    }

    boolean stopped() {
        return clock.nanoTime() - stopNs >= 0;
    }

    long untilStopNs() {
        return stopNs - clock.nanoTime();
    }

    /** Returns at once when the time has passed, and early when the thread is interrupted. */
    void awaitNs(final long dueNs) {
        long leftNs = dueNs - clock.nanoTime();
        while (leftNs > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, leftNs);
            leftNs = dueNs - clock.nanoTime();
        }
    }
}
