package io.borelog.ingest.deliver;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Packet ids of one subscriber's PUBACKs, from the event loop to the delivery thread. As large as the window: full means a cheat. */
final class AckRing {
    private static final int EMPTY = -1;

    private final AtomicIntegerArray slots;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    AckRing(final int capacity) {
        slots = new AtomicIntegerArray(capacity);
    }

    /** Event loop. @return false where it is full. */
    boolean offer(final int packetId) {
        final long at = tail.getPlain();
        if (at - head.getAcquire() >= slots.length()) {
            return false;
        }
        slots.setPlain((int) (at % slots.length()), packetId);
        tail.setRelease(at + 1);
        return true;
    }

    /** Delivery thread. @return -1 where there is none. */
    int poll() {
        final long at = head.getPlain();
        if (at == tail.getAcquire()) {
            return EMPTY;
        }
        final int packetId = slots.getPlain((int) (at % slots.length()));
        head.setRelease(at + 1);
        return packetId;
    }
}
