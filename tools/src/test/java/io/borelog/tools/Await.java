package io.borelog.tools;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process does. */
final class Await {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(180);
    private static final long LOOK_NS = 5_000_000;

    private Await() {
    }

    static void until(final String what, final BooleanSupplier condition) {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > LIMIT_NS) {
                throw new AssertionError("waited three minutes for: " + what);
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }
}
