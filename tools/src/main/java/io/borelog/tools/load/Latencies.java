package io.borelog.tools.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The latencies of one rate, ns: a histogram for each stage, under these names. One thread. */
public final class Latencies {
    /** From the moment that a message was due to its PUBACK. */
    public static final String ACK = "ack";
    /** From the append of a hole's last message to that of the joined hole; a force of inbound lies in it. */
    public static final String CORRELATE = "correlate";
    /** From the append of the joined hole to that of its estimate. */
    public static final String INFER = "infer";
    /** The part of infer that the estimator takes. */
    public static final String ESTIMATOR = "estimator";
    /** From the append of the estimate to that of the message that tells it. */
    public static final String PUBLISH = "publish";
    /** From the PUBACK of a hole's last message to the estimate at a subscriber. */
    public static final String AFTER_ACK = "after-ack";
    /** From the moment that the hole was due to the estimate at a subscriber. */
    public static final String END_TO_END = "end-to-end";

    private static final long MAX_NS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Map<String, Histogram> byStage = new LinkedHashMap<>();

    public static Histogram histogram() {
        return new Histogram(MAX_NS, DIGITS);
    }

    /** Two processes read the wall clock a moment apart: what comes out below nothing is nothing. */
    static void record(final Histogram histogram, final long ns) {
        histogram.recordValue(Math.min(MAX_NS, Math.max(0, ns)));
    }

    public void put(final String stage, final Histogram histogram) {
        byStage.put(stage, histogram);
    }

    public Histogram of(final String stage) {
        return byStage.computeIfAbsent(stage, name -> histogram());
    }

    /** In the order of a message's way. */
    public Map<String, Histogram> all() {
        return byStage;
    }
}
