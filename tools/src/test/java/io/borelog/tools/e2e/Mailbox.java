package io.borelog.tools.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What arrives from another thread, kept in order; awaited without polling. Thread-safe. */
final class Mailbox<T> {
    private final List<T> items = new ArrayList<>();

    synchronized void put(final T item) {
        items.add(item);
        notifyAll();
    }

    /** All that are wanted and have come so far. */
    synchronized List<T> all(final Predicate<T> wanted) {
        return items.stream().filter(wanted).toList();
    }

    /** Returns as soon as {@code count} wanted ones have come, with all that have. Fails at the limit, telling what came. */
    synchronized List<T> await(final int count, final Predicate<T> wanted) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(Program.LIMIT_S);
        List<T> found = all(wanted);
        while (found.size() < count) {
            final long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0) {
                throw new AssertionError(found.size() + " of " + count + " came; the last of all " + items.size() + ": "
                    + items.subList(Math.max(0, items.size() - 20), items.size()));
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(ex);
            }
            found = all(wanted);
        }
        return found;
    }
}
