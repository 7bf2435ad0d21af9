package io.borelog.tools;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How a pipeline is at one moment, read from stage files and journals from outside.
 *
 * @param takenNs monotonic clock
 */
record PipelineStatus(long takenNs, List<Stage> stages, List<Journal> journals, long diskFreeBytes) {
    private static final long HUNG_MS = 5_000;

    /**
     * @param pid       0 where it never ran
     * @param lag       records of the journal before it that it has not consumed
     * @param latencyUs null where the stage publishes none
     * @param hung      alive without a heartbeat
     */
    record Stage(
        String name, long pid, StageState state, long in, long out, long lag, long errors, Histogram latencyUs, String note, boolean hung) {
        boolean isRunning() {
            return (state == StageState.READY || state == StageState.STARTING || state == StageState.WAITING) && !hung;
        }
    }

    /** @param bytes allocated on disk: the files are sparse */
    record Journal(String name, long firstIndex, long lastIndex, long records, long bytes) {
    }

    static PipelineStatus take(final DataDirectory data) {
        final List<Journal> journals = new ArrayList<>();
        for (final String name : data.journals()) {
            try (JournalTailer tailer = data.tail(name)) {
                final long first = tailer.firstIndex();
                journals.add(new Journal(name, first, tailer.lastIndex(), first < 0 ? 0 : tailer.countFrom(first),
                    DiskUse.allocatedBytes(data.path().resolve(name))));
            }
        }
        return new PipelineStatus(System.nanoTime(), stages(data), journals, freeBytes(data.path()));
    }

    static List<Stage> stages(final DataDirectory data) {
        return processes(data).stream().map(process -> stage(data, process)).toList();
    }

    /** One of each stage, as many workers as ever ran here, and the shadow while it runs. */
    static List<String> processes(final DataDirectory data) {
        final List<String> processes = new ArrayList<>();
        for (final String stage : Stages.ORDER) {
            processes.add(StageName.process(stage, 0));
            if (stage.equals(StageName.INFER)) {
                for (int worker = 1; Files.exists(StageFile.path(data.path(), StageName.process(stage, worker))); worker++) {
                    processes.add(StageName.process(stage, worker));
                }
            }
        }
        if (data.isAlive(Stages.SHADOW.name())) {
            processes.add(Stages.SHADOW.name()); // else its file tells of a shadow that is over
        }
        return processes;
    }

    private static Stage stage(final DataDirectory data, final String process) {
        try (StageFile file = data.stageFile(process)) {
            if (file == null) {
                return new Stage(process, 0, StageState.DOWN, 0, 0, 0, 0, null, "", false);
            }
            final boolean alive = file.isAlive();
            final StageState said = file.state();
            final boolean ended = said == StageState.STOPPED || said == StageState.FAILED;
            return new Stage(process, file.pid(), alive || ended ? said : StageState.DOWN,
                file.get(StageCounter.RECORDS_IN), file.get(StageCounter.RECORDS_OUT), lag(data, process, file.get(StageCounter.IN_INDEX)),
                file.get(StageCounter.ERRORS), file.latencies(), file.note(),
                alive && !ended && System.currentTimeMillis() - file.heartbeatMs() > HUNG_MS);
        }
    }

    private static long lag(final DataDirectory data, final String process, final long inIndex) {
        if (process.equals(StageName.INGEST)) {
            return 0;
        }
        try (JournalTailer tailer = data.tail(process.equals(StageName.CORRELATE) ? Journals.INBOUND : Journals.MATCHED)) {
            final long first = tailer.firstIndex();
            return first < 0 ? 0 : inIndex < first ? tailer.countFrom(first) : tailer.countFrom(inIndex) - 1;
        }
    }

    /** @return -1 where the file system does not say. */
    static long freeBytes(final Path path) {
        try {
            return Files.exists(path) ? Files.getFileStore(path).getUsableSpace() : -1;
        } catch (final IOException ex) {
            return -1;
        }
    }

    /** Messages per second that ingest accepted since an earlier status. */
    double throughput(final PipelineStatus before) {
        final long seconds = takenNs - before.takenNs;
        final long messages = stages.get(0).out - before.stages.get(0).out; // negative where it was started again in between
        return seconds <= 0 || messages < 0 ? 0 : messages * 1e9 / seconds;
    }

    /** In the words that operators know. A stage without work is healthy; one that says WAITING is held up and takes nothing on. */
    String health(final PipelineStatus before) {
        boolean behind = false;
        for (final Stage stage : stages) {
            if (stage.name.equals(Stages.SHADOW.name())) {
                continue; // it may fall behind, no answer waits for it
            }
            final Stage earlier = before.stages.stream().filter(one -> one.name.equals(stage.name)).findFirst().orElse(stage);
            final boolean stands = stage.lag > 0 && stage.lag >= earlier.lag && stage.in == earlier.in && stage.pid == earlier.pid
                && earlier.lag > 0;
            if (!stage.isRunning() || stage.state == StageState.WAITING || stands) {
                return "STALLED";
            }
            behind |= stage.lag > earlier.lag && earlier.lag > 0;
        }
        return behind ? "FALLING_BEHIND" : "HEALTHY";
    }
}
