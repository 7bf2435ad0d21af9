package io.borelog.journal.stage;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.NanoClock;

/** Latencies of a stage since its start, copied into the stage file once a second. Stage's thread only. */
public final class StageLatencies {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_US = TimeUnit.MINUTES.toMicros(10);
    private static final int SIGNIFICANT_DIGITS = 2;

    private final Histogram histogramUs = new Histogram(MAX_US, SIGNIFICANT_DIGITS);
    private final StageFile stageFile;
    private final NanoClock nanoClock;
    private long nextNs;
    private boolean changed;

    /** @param stageFile null where nobody watches: the simulation */
    public StageLatencies(final StageFile stageFile, final NanoClock nanoClock) {
        this.stageFile = stageFile;
        this.nanoClock = nanoClock;
        this.nextNs = nanoClock.nanoTime();
    }

    public void recordNs(final long latencyNs) {
        histogramUs.recordValue(Math.min(MAX_US, Math.max(0, latencyNs / 1_000)));
        changed = true;
    }

    /** Call once per duty cycle. */
    public void publish() {
        final long nowNs = nanoClock.nanoTime();
        if (changed && stageFile != null && nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            changed = false;
            stageFile.latencies(histogramUs);
        }
    }
}
