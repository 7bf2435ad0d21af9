package io.borelog.journal.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Spins, yields, then waits at the {@link Doorbell}: each time twice as long while nobody rings, as there are things that do not. One
 * thread; its duty cycle looks at the journals between one call and the next, and what was rung since the call before ends the wait.
 */
final class DoorbellIdleStrategy implements IdleStrategy {
    private static final long NS_PER_S = TimeUnit.SECONDS.toNanos(1);

    private final ByteBuffer memory = BufferUtil.allocateDirectAligned(2 * Long.BYTES, Long.BYTES).order(ByteOrder.nativeOrder());
    private final UnsafeBuffer deadline = new UnsafeBuffer(memory);
    private final Doorbell doorbell;
    private final int bits;
    private final long shortestNs;
    private final long longestNs;
    private int seen;
    private int turns;
    private long waitNs;

    /** @param bits of the stages whose journals are read */
    DoorbellIdleStrategy(final Doorbell doorbell, final int bits, final long shortestNs, final long longestNs) {
        this.doorbell = doorbell;
        this.bits = bits;
        this.shortestNs = shortestNs;
        this.longestNs = longestNs;
        reset();
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (turns < Doorbell.SPINS + Doorbell.YIELDS) {
            if (turns++ < Doorbell.SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        } else if (seen == doorbell.value()) {
            final long untilNs = System.nanoTime() + waitNs;
            deadline.putLong(0, untilNs / NS_PER_S);
            deadline.putLong(Long.BYTES, untilNs % NS_PER_S);
            doorbell.await(seen, bits, deadline.addressOffset());
            waitNs = Math.min(2 * waitNs, longestNs);
        }
        seen = doorbell.value(); // before the next look: what is rung after it is not slept through
    }

    @Override
    public void reset() {
        turns = 0;
        waitNs = shortestNs;
        seen = doorbell.value();
    }

    @Override
    public String alias() {
        return "doorbell";
    }
}
