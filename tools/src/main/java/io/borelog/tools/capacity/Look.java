package io.borelog.tools.capacity;

import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What one process has done since its start, by its stage file and the kernel.
 *
 * @param running 1 where it runs; of several their number
 * @param units   what its stage is measured by
 * @param busyNs  in duty cycles that found work
 * @param bytes   appended
 * @param cpuNs   of all its threads; 0 where it does not run
 */
record Look(int running, long pid, long startedMs, long units, long busyNs, long bytes, long cpuNs) {
    private static final Look NOTHING = new Look(0, 0, 0, 0, 0, 0, 0);

    static Look at(final Path data, final SizedStage stage, final String process) {
        try (StageFile file = StageFile.watch(StageFile.path(data, process))) {
            if (file == null) {
                return NOTHING;
            }
            final boolean alive = file.isAlive();
            final long cpuNs = alive
                ? ProcessHandle.of(file.pid()).flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO).toNanos() : 0;
            return new Look(alive ? 1 : 0, file.pid(), file.startedMs(), file.get(stage.counter()), file.get(StageCounter.BUSY_NS),
                file.get(StageCounter.BYTES_OUT), cpuNs);
        }
    }

    /** A process that was started again in between has only its own. */
    Look since(final Look before) {
        return pid != before.pid || startedMs != before.startedMs ? this
            : new Look(running, pid, startedMs, units - before.units, busyNs - before.busyNs, bytes - before.bytes, Math.max(0, cpuNs - before.cpuNs));
    }

    Look plus(final Look other) {
        return new Look(running + other.running, 0, 0, units + other.units, busyNs + other.busyNs, bytes + other.bytes, cpuNs + other.cpuNs);
    }
}
