package io.borelog.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.tools.simulate.HoleListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * From the moment that a hole was due to the estimate in a subscriber's hands. Told of holes on the sending threads and of estimates on the
 * subscriber's; asked by the command's.
 */
final class Arrivals implements HoleListener {
    private final Map<String, Long> dueNs = new ConcurrentHashMap<>();
    private Histogram latencies = Latencies.histogram();
    private long received;

    /** Before each rate. What is still under way from the one before is no longer waited for. */
    synchronized void begin() {
        dueNs.clear();
        latencies = Latencies.histogram();
        received = 0;
    }

    @Override
    public void due(final String toolbox, final String tool, final String resultId, final long ns) {
        dueNs.put(key(toolbox, tool, resultId), ns);
    }

    void received(final JsonNode estimate) {
        final long nowNs = System.nanoTime();
        final Long due = dueNs.remove(key(
            estimate.path("toolbox").asText(), estimate.path("tool").asText(), estimate.path("resultId").asText()));
        if (due != null) {
            count(nowNs - due);
        }
    }

    private synchronized void count(final long latencyNs) {
        Latencies.record(latencies, latencyNs);
        received++;
        notifyAll();
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

    synchronized Histogram latencies() {
        return latencies.copy();
    }

    private static String key(final String toolbox, final String tool, final String resultId) {
        return toolbox + '/' + tool + '/' + resultId;
    }
}
