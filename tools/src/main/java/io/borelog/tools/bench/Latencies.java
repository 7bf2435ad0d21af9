package io.borelog.tools.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The latencies of one rate, ns: a histogram for each stage, under these names. One thread. */
final class Latencies {
    /** From the moment that a message was due to its PUBACK. */
    static final String ACK = "ack";
    /** From the append of a hole's last message to that of the joined hole; a force of inbound lies in it. */
    static final String CORRELATE = "correlate";
    /** From the append of the joined hole to that of its estimate. */
    static final String INFER = "infer";
    /** The part of infer that the estimator takes. */
    static final String ESTIMATOR = "estimator";
    /** From the append of the estimate to that of the message that tells it. */
    static final String PUBLISH = "publish";
    /** From the PUBACK of a hole's last message to the estimate at a subscriber. */
    static final String AFTER_ACK = "after-ack";
    /** From the moment that the hole was due to the estimate at a subscriber. */
    static final String END_TO_END = "end-to-end";

    private static final long MAX_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Map<String, Histogram> byStage = new LinkedHashMap<>();

    static Histogram histogram() {
        return new Histogram(MAX_NS, DIGITS);
    }

    /** Two processes read the wall clock a moment apart: what comes out below nothing is nothing. */
    static void record(final Histogram histogram, final long ns) {
        histogram.recordValue(Math.min(MAX_NS, Math.max(0, ns)));
    }

    void put(final String stage, final Histogram histogram) {
        byStage.put(stage, histogram);
    }

    Histogram of(final String stage) {
        return byStage.computeIfAbsent(stage, name -> histogram());
    }

    /** In the order of a message's way. */
    Map<String, Histogram> all() {
        return byStage;
    }
}
