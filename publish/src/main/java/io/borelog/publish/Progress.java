package io.borelog.publish;

import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageState;
import org.HdrHistogram.Histogram;

/** What publish says about itself in its stage file; a simulation has none and passes null. Publish's thread. */
public final class Progress {
    private static final long LATENCY_MAX_US = 3_600_000_000L;
    private static final long SHOW_INTERVAL_NS = 1_000_000_000L;

    private final Histogram latenciesUs = new Histogram(LATENCY_MAX_US, 2);
    private final StageFile stageFile;
    private long nextShowNs;
    private boolean changed = true;
    private boolean started;
    private boolean waiting;

    /** @param stageFile may be null */
    public Progress(final StageFile stageFile) {
        this.stageFile = stageFile;
    }

    void add(final StageCounter counter, final long delta) {
        if (stageFile != null) {
            stageFile.add(counter, delta);
        }
    }

    void set(final StageCounter counter, final long value) {
        if (stageFile != null) {
            stageFile.set(counter, value);
        }
    }

    /** From the hole's last message being journaled to its OUT; two processes' clocks, hence the bounds. */
    void latency(final long fromWallNs, final long toWallNs) {
        if (fromWallNs > 0) {
            latenciesUs.recordValue(Math.max(0, Math.min(LATENCY_MAX_US, (toWallNs - fromWallNs) / 1_000)));
            changed = true;
        }
    }

    /** Once a second: a histogram is some kilobytes to write. */
    void show(final long nowNs) {
        if (stageFile != null && changed && (!started || nowNs - nextShowNs >= 0)) {
            started = true;
            changed = false;
            nextShowNs = nowNs + SHOW_INTERVAL_NS;
            stageFile.latencies(latenciesUs);
        }
    }

    /** The peer is gone: a state with a reason, while the work on outbound goes on. */
    void waitsFor(final String what) {
        if (stageFile != null) {
            waiting = true;
            stageFile.note(what);
            stageFile.state(StageState.WAITING);
        }
    }

    void waitsNoMore() {
        if (stageFile != null && waiting) {
            waiting = false;
            stageFile.note("");
            stageFile.state(StageState.READY);
        }
    }
}
