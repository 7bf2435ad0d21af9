package io.borelog.ingest.admit;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The bounded way from the receiver (one thread, the event loop) to the stage's thread, and back after the commit: one task on the
 * receiver per commit, whatever the number of messages and connections. Entries are reused; the budget counts what was taken and has
 * not come back. Above the high-water mark the receiver stops reading its sockets; below the low one it goes on.
 */
public final class PublishQueue {
    /** Entries at which reading stops; what one already read buffer still holds fits into the rest of the ring. */
    public static final int COUNT_HIGH = 1 << 14;
    /** Bytes of topics and payloads at which reading stops. */
    public static final long BYTES_HIGH = 64L << 20;
    private static final int CAPACITY = 1 << 16;
    private static final int MAX_FREE = COUNT_HIGH;

    private final ManyToOneConcurrentArrayQueue<Publish> submitted = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    private final OneToOneConcurrentArrayQueue<Publish> committed = new OneToOneConcurrentArrayQueue<>(CAPACITY);
    private final ArrayDeque<Publish> free = new ArrayDeque<>(); // receiver's thread
    private final AtomicBoolean returning = new AtomicBoolean();
    private long offered; // receiver's thread
    private long returned; // receiver's thread
    private long bytes; // receiver's thread

    /** Receiver: an entry to fill. */
    public Publish claim() {
        final Publish publish = free.pollLast();
        return publish == null ? new Publish() : publish;
    }

    /** Receiver. @return false where the ring is full: the entry's payload is released, the peer must be cut off. */
    public boolean offer(final Publish publish) {
        final long size = publish.bytes();
        if (count() >= CAPACITY || !submitted.offer(publish)) {
            publish.releasePayload();
            free.addLast(publish);
            return false;
        }
        offered++;
        bytes += size;
        return true;
    }

    /** Receiver: time to stop reading. */
    public boolean isHigh() {
        return count() >= COUNT_HIGH || bytes >= BYTES_HIGH;
    }

    /** Receiver: time to read again. */
    public boolean isLow() {
        return count() <= COUNT_HIGH / 2 && bytes <= BYTES_HIGH / 2;
    }

    /** Receiver: entries between a peer and its acknowledgement. */
    public int count() {
        return (int) (offered - returned);
    }

    /** Receiver: entries ever offered; the one that makes {@link #returned} reach it was the newest then. */
    public long offered() {
        return offered;
    }

    public long returned() {
        return returned;
    }

    public long bytes() {
        return bytes;
    }

    /** Stage: the next one to append, or null. */
    public Publish poll() {
        return submitted.poll();
    }

    /** Stage: this one is committed; told to the receiver by {@link #wakeReceiver}. */
    public void committed(final Publish publish) {
        if (!committed.offer(publish)) {
            throw new IllegalStateException("more came back than was taken"); // as large as the ring: cannot fill
        }
    }

    /** Stage: after each commit. */
    public void wakeReceiver(final Executor receiver, final Runnable takeBack) {
        if (returning.compareAndSet(false, true)) {
            receiver.execute(takeBack);
        }
    }

    /** Receiver: hands each committed entry to its origin. */
    public void takeBack(final Consumer<Publish> each) {
        returning.set(false);
        Publish publish = committed.poll();
        while (publish != null) {
            returned++;
            bytes -= publish.bytes();
            each.accept(publish);
            publish.origin.onCommitted(publish);
            publish.origin = null;
            if (free.size() < MAX_FREE) {
                free.addLast(publish);
            }
            publish = committed.poll();
        }
    }

    /** After a failure: gives memory back, acknowledges nothing. Both threads have ended. */
    public void discard() {
        Publish publish = submitted.poll();
        while (publish != null) {
            publish.releasePayload();
            publish = submitted.poll();
        }
    }
}
