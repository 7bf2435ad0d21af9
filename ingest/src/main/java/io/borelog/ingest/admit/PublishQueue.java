package io.borelog.ingest.admit;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The bounded way from the receiver (one thread, the event loop) to the stage's thread, and back after the commit: one task on the
 * receiver per commit, whatever the number of messages and connections. Batches are reused; the budget counts what was taken and has
 * not come back. Above the high-water mark the receiver stops reading its sockets; below the low one it goes on.
 */
public final class PublishQueue {
    /** Messages at which reading stops; what is already read goes on its way. */
    public static final int COUNT_HIGH = 1 << 14;
    /** Bytes of read buffers at which reading stops. */
    public static final long BYTES_HIGH = 64L << 20;
    /** Batches; each is a read of a socket, or a packet that the codec decoded. */
    private static final int CAPACITY = 1 << 16;
    private static final int MAX_FREE = 1 << 10;

    private final ManyToOneConcurrentArrayQueue<PublishBatch> submitted = new ManyToOneConcurrentArrayQueue<>(CAPACITY);
    /** Has room for parts of batches too. */
    private final OneToOneConcurrentArrayQueue<PublishBatch> committed = new OneToOneConcurrentArrayQueue<>(2 * CAPACITY);
    private final ArrayDeque<PublishBatch> free = new ArrayDeque<>(); // receiver's thread
    private final AtomicBoolean returning = new AtomicBoolean();
    private volatile Thread stage;
    private long offered; // receiver's thread
    private long returned; // receiver's thread
    private long batches; // receiver's thread
    private long bytes; // receiver's thread

    /** Receiver: a batch to begin and fill. */
    public PublishBatch claim() {
        final PublishBatch batch = free.pollLast();
        return batch == null ? new PublishBatch() : batch;
    }

    /** Receiver: an empty batch goes no further. @return false where the ring is full: discard it, and cut the peer off. */
    public boolean offer(final PublishBatch batch) {
        final int count = batch.count();
        final long size = batch.bytes();
        if (count == 0) {
            discard(batch);
            return true;
        }
        if (batches >= CAPACITY || !submitted.offer(batch)) {
            return false;
        }
        batches++;
        offered += count;
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

    /** Receiver: messages between a peer and its acknowledgement. */
    public int count() {
        return (int) (offered - returned);
    }

    /** Receiver: messages ever offered; the one that makes {@link #returned} reach it was the newest then. */
    public long offered() {
        return offered;
    }

    public long returned() {
        return returned;
    }

    /** Stage: the next one to append, or null. */
    public PublishBatch poll() {
        return submitted.poll();
    }

    /** Stage: this one is committed, or refused; told to the receiver by {@link #wakeReceiver}. */
    public void committed(final PublishBatch batch) {
        if (!committed.offer(batch)) {
            throw new IllegalStateException("more came back than was taken"); // larger than the ring: cannot fill
        }
    }

    /** Stage, once: the thread that takes what is offered. */
    public void takenBy(final Thread thread) {
        stage = thread;
    }

    /** Receiver, after what it has offered: the stage's thread may be asleep. */
    public void wakeStage() {
        LockSupport.unpark(stage);
    }

    /** Stage: after each commit, and each refusal. */
    public void wakeReceiver(final Executor receiver, final Runnable takeBack) {
        if (returning.compareAndSet(false, true)) {
            receiver.execute(takeBack);
        }
    }

    /** Receiver: hands each committed batch to its origin. */
    public void takeBack(final Consumer<PublishBatch> each) {
        returning.set(false);
        PublishBatch batch = committed.poll();
        while (batch != null) {
            batches -= batch.isPart() ? 0 : 1;
            returned += batch.count();
            bytes -= batch.bytes();
            each.accept(batch);
            batch.origin().onCommitted(batch);
            discard(batch);
            batch = committed.poll();
        }
    }

    /** Receiver: a batch that is not offered, or has come back. */
    public void discard(final PublishBatch batch) {
        batch.end();
        if (free.size() < MAX_FREE) {
            free.addLast(batch);
        }
    }

    /** After a failure: gives memory back, acknowledges nothing. Both threads have ended. */
    public void discard() {
        submitted.drain(PublishBatch::end);
        committed.drain(PublishBatch::end);
    }
}
