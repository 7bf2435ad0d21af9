package io.borelog.tools.bench;

import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.load.UpProcess;
import io.borelog.tools.torture.RestartTimes;
import io.borelog.tools.torture.StageWatch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What a running pipeline does with the history that it has: works it off, and comes back to its place in it. Stage files only. */
final class Past {
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long READY_LIMIT_S = 120;

    private final Path data;
    private final List<String> processes;

    /** @param processes names of the stages' processes */
    Past(final Path data, final List<String> processes) {
        this.data = data;
        this.processes = processes;
    }

    /** @return whether everything up to a record of inbound has been told before the limit */
    boolean workOff(final long lastSeq, final long limitSeconds) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        if (!await(StageName.CORRELATE, lastSeq, deadlineNs)) {
            return false;
        }
        final long lastMatched;
        try (StageFile correlate = StageFile.watch(StageFile.path(data, StageName.CORRELATE))) {
            lastMatched = correlate.limit();
        }
        return await(StageName.PUBLISH, lastMatched, deadlineNs);
    }

    private boolean await(final String stage, final long seq, final long deadlineNs) throws InterruptedException {
        try (StageFile file = StageFile.watch(StageFile.path(data, stage))) {
            while (file.get(StageCounter.IN_SEQ) < seq) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (System.nanoTime() > deadlineNs) {
                    return false;
                }
                LockSupport.parkNanos(POLL_NS);
            }
            return true;
        }
    }

    /** Kills one stage after the other, again and again. @return the median of ms to ready, by process */
    Map<String, Double> restart(final UpProcess up, final int times) throws InterruptedException {
        final RestartTimes restarts = new RestartTimes();
        try (StageWatch watch = new StageWatch(data, processes, restarts)) {
            for (int time = 0; time < times; time++) {
                for (final String process : processes) {
                    restart(up, watch, process);
                }
            }
        }
        final Map<String, Double> medians = new LinkedHashMap<>();
        processes.forEach(process -> medians.put(process, restarts.percentile(process, RestartTimes.ALONE, 50)));
        return medians;
    }

    private static void restart(final UpProcess up, final StageWatch watch, final String process) throws InterruptedException {
        final long killedNs = System.nanoTime();
        final long pid = up.kill(process);
        if (pid == 0) {
            throw new IllegalStateException(process + " does not run");
        }
        watch.killed(process, pid, RestartTimes.ALONE, killedNs);
        for (long nowNs = killedNs; !watch.allReady(); nowNs = System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (nowNs - killedNs > TimeUnit.SECONDS.toNanos(READY_LIMIT_S)) {
                throw new IllegalStateException(process + " was not ready again within " + READY_LIMIT_S + " s");
            }
            watch.poll(nowNs);
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
