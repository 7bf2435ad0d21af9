package io.borelog.tools.simulate;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts and latencies of a run. Written by sending and callback threads without locks; the report methods belong to one thread.
 *
 * <p>Latency runs from the time a message was due, not from when it was sent, to its PUBACK: a stall is charged to every message that it
 * delayed.
 */
final class Meter {
    private static final long MIN_LATENCY_NS = 1_000;
    private static final long MAX_LATENCY_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final LongAdder handed = new LongAdder();
    private final LongAdder acked = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder holes = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder reconnects = new LongAdder();
    private final Recorder latency = new Recorder(MIN_LATENCY_NS, MAX_LATENCY_NS, DIGITS);
    private final Histogram total = new Histogram(MIN_LATENCY_NS, MAX_LATENCY_NS, DIGITS);
    private final double targetRate;
    private long startNs;
    private Histogram interval;
    private long lastNs;
    private long lastAcked;
    private long lastHoles;
    private long lastBytes;

    Meter(final double targetRate) {
        this.targetRate = targetRate;
    }

    /** Before the first message; connecting is not part of the run. */
    void start(final long nowNs) {
        startNs = nowNs;
        lastNs = nowNs;
    }

    void handed() {
        handed.increment();
    }

    void acked(final long latencyNs, final int payloadBytes) {
        acked.increment();
        bytes.add(payloadBytes);
        latency.recordValue(Math.min(MAX_LATENCY_NS, Math.max(MIN_LATENCY_NS, latencyNs)));
    }

    /** Handed to the client, which gave it up. */
    void failed() {
        failed.increment();
    }

    /** Due, but never handed to the client. */
    void unsent(final int messages) {
        handed.add(messages);
        failed.add(messages);
    }

    void holeAcked() {
        holes.increment();
    }

    void reconnected() {
        reconnects.increment();
    }

    long outstanding() {
        return handed.sum() - acked.sum() - failed.sum();
    }

    /** Counts since the start; rates and latencies since the report before. */
    SimulateReport interval(final long nowNs) {
        final SimulateReport report = report(false, nowNs, takeInterval(), lastNs, lastAcked, lastHoles, lastBytes);
        lastNs = nowNs;
        lastAcked = report.messagesSent();
        lastHoles = report.totalSignals();
        lastBytes = report.payloadBytes();
        return report;
    }

    /** Everything since the start. */
    SimulateReport summary(final long nowNs) {
        takeInterval();
        return report(true, nowNs, total, startNs, 0, 0, 0);
    }

    /** A copy of all latencies, ns, up to the last report. */
    Histogram latencies() {
        return total.copy();
    }

    private Histogram takeInterval() {
        interval = latency.getIntervalHistogram(interval);
        total.add(interval);
        return interval;
    }

    private SimulateReport report(final boolean summary, final long nowNs, final Histogram latencies, final long sinceNs,
                                  final long sinceAcked, final long sinceHoles, final long sinceBytes) {
        final long ackedNow = acked.sum();
        final long holesNow = holes.sum();
        final long bytesNow = bytes.sum();
        final double seconds = Math.max(1, nowNs - sinceNs) / 1e9;
        return new SimulateReport(summary, (nowNs - startNs) / 1e9, ackedNow, failed.sum(), Math.max(0, outstanding()), holesNow, bytesNow,
            reconnects.sum(), (holesNow - sinceHoles) / seconds, (ackedNow - sinceAcked) / seconds,
            (bytesNow - sinceBytes) * 8 / seconds / 1e6, targetRate, SimulateReport.Latency.of(latencies));
    }
}
