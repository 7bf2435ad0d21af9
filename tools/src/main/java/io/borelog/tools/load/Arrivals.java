package io.borelog.tools.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.tools.simulate.HoleListener;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

/**
 * Of each hole, from the moment that it was due, and from its last PUBACK, to the estimate in a subscriber's hands. Told of holes on the
 * sending threads, of PUBACKs on the clients' and of estimates on the subscriber's; asked by the command's.
 */
final class Arrivals implements HoleListener {
    private final NanoClock clock;
    private final Map<String, UnderWay> underWay = new HashMap<>();
    private Histogram sinceDue = Latencies.histogram();
    private Histogram sinceAcked = Latencies.histogram();
    private long received;

    /** A hole that has been sent, or is about to be: the estimate and the last PUBACK are two events, and either may be heard of first. */
    private static final class UnderWay {
        private final long dueNs;
        private boolean acked;
        private long ackedNs;
        private boolean received;
        private long receivedNs;

        UnderWay(final long dueNs) {
            this.dueNs = dueNs;
        }
    }

    /** @param clock that the holes' moments are told by too */
    Arrivals(final NanoClock clock) {
        this.clock = clock;
    }

    /** Before each rate. What is still under way from the one before is no longer waited for. */
    synchronized void begin() {
        underWay.clear();
        sinceDue = Latencies.histogram();
        sinceAcked = Latencies.histogram();
        received = 0;
    }

    @Override
    public synchronized void due(final String toolbox, final String tool, final String resultId, final long dueNs) {
        underWay.put(key(toolbox, tool, resultId), new UnderWay(dueNs));
    }

    @Override
    public synchronized void acked(final String toolbox, final String tool, final String resultId, final long ackedNs) {
        final String key = key(toolbox, tool, resultId);
        final UnderWay hole = underWay.get(key);
        if (hole != null) {
            hole.acked = true;
            hole.ackedNs = ackedNs;
            endIfBoth(key, hole);
        }
    }

    void received(final JsonNode estimate) {
        received(key(estimate.path("toolbox").asText(), estimate.path("tool").asText(), estimate.path("resultId").asText()),
            clock.nanoTime());
    }

    private synchronized void received(final String key, final long nowNs) {
        final UnderWay hole = underWay.get(key);
        if (hole != null && !hole.received) {
            hole.received = true;
            hole.receivedNs = nowNs;
            Latencies.record(sinceDue, nowNs - hole.dueNs);
            received++;
            endIfBoth(key, hole);
            notifyAll();
        }
    }

    private void endIfBoth(final String key, final UnderWay hole) {
        if (hole.acked && hole.received) {
            Latencies.record(sinceAcked, hole.receivedNs - hole.ackedNs);
            underWay.remove(key);
        }
    }

    /** Estimates of this rate's holes so far. */
    synchronized long received() {
        return received;
    }

    /** @return how many came, at the latest after so many seconds */
    synchronized long await(final long estimates, final long limitSeconds) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        long leftNs = deadlineNs - System.nanoTime();
        while (received < estimates && leftNs > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
            leftNs = deadlineNs - System.nanoTime();
        }
        return received;
    }

    synchronized Histogram sinceDue() {
        return sinceDue.copy();
    }

    synchronized Histogram sinceAcked() {
        return sinceAcked.copy();
    }

    private static String key(final String toolbox, final String tool, final String resultId) {
        return toolbox + '/' + tool + '/' + resultId;
    }
}
