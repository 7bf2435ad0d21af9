package io.borelog.ingest;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.NanoClock;

/** Monotonic time that only the test moves. */
final class ManualClock implements NanoClock {
    private final AtomicLong nowNs = new AtomicLong(1_000);

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    void advanceMs(final long ms) {
        nowNs.addAndGet(ms * 1_000_000L);
    }
}
