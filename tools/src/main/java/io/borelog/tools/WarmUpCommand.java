package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.config.Settings;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageRunner;
import io.borelog.journal.stage.StageState;
import io.borelog.tools.simulate.LoadGenerator;
import io.borelog.tools.simulate.LoadSettings;
import io.borelog.tools.simulate.SizeProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import picocli.CommandLine.Command;

/**
 * Runs all stages in this one process, on empty journals with a few holes and again on what that left: what is loaded by that goes into
 * the archive of classes that the build leaves, and a start need not parse it again. Before that each
 * stage may unpack what it needs beside its jar. Run by {@code ./borelog} and by an installation.
 */
@Command(hidden = true, description = "Loads the classes of a start.")
final class WarmUpCommand implements Callable<Integer> {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int POLL_MS = 10;
    private static final int HOLES_PER_SECOND = 20;
    /** What a process of one stage, or {@code up}, loads in the place of what is here, where all are in one. */
    private static final String INSTEAD = "io.borelog.tools.ExitOnSignal";

    @Override
    public Integer call() throws Exception {
        final Settings settings = Settings.load(null, List.of("mqtt.port=0", "correlate.heads-wait=0s"));
        Class.forName(INSTEAD);
        final boolean warm;
        try (ScratchDirectory scratch = ScratchDirectory.create()) {
            for (final Stages.Process process : Stages.processes(scratch.path(), 1)) {
                Stages.module(process.stage()).prepare();
            }
            supervisor(scratch.path());
            warm = life(scratch.path(), settings, true) && life(scratch.path(), settings, false);
        }
        return warm ? ExitCode.OK.code() : ExitCode.CHECK_FAILED.code();
    }

    /** What {@code up} loads before it starts its first child; the child would write an archive of its own. */
    private static void supervisor(final Path data) throws Exception {
        new ProcessBuilder("true").start().waitFor();
        ChildProcess.command(List.of());
        QuickStart.of(new String[] {"up", "--data", data.toString()}, new Borelog(System.out));
        RetentionTimer.start(data, Settings.defaults()).close();
        new Supervisor(data, Stages.processes(data, 1), List.of()).stop();
    }

    /** @return whether all came up, answered and ended in order */
    private static boolean life(final Path data, final Settings settings, final boolean withHoles) throws Exception {
        final List<Stages.Process> processes = Stages.processes(data, 1);
        final AtomicBoolean running = new AtomicBoolean(true);
        final ExecutorService threads = Executors.newFixedThreadPool(processes.size());
        try {
            final List<Future<Integer>> ends = new ArrayList<>();
            for (final Stages.Process process : processes) {
                ends.add(threads.submit(
                    () -> StageRunner.run(Stages.module(process.stage()), data, settings, process.instance(), running)));
            }
            boolean warm = true;
            for (final Stages.Process process : processes) {
                warm &= await(data, process.name(), file -> file.state() == StageState.READY);
            }
            if (warm && withHoles) {
                sendHoles(data);
                warm = await(data, StageName.PUBLISH, file -> file.get(StageCounter.RECORDS_OUT) > 0);
            }
            running.set(false);
            for (final Future<Integer> end : ends) {
                warm &= end.get() == ExitCode.OK.code();
            }
            return warm;
        } finally {
            running.set(false);
            threads.shutdown();
        }
    }

    private static boolean await(final Path data, final String process, final Predicate<StageFile> condition)
        throws InterruptedException {
        final long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (System.nanoTime() < deadlineNs) {
            try (StageFile file = StageFile.watch(StageFile.path(data, process))) {
                if (file != null && condition.test(file)) {
                    return true;
                }
            }
            Thread.sleep(POLL_MS);
        }
        return false;
    }

    private static void sendHoles(final Path data) throws Exception {
        final LoadSettings load = new LoadSettings();
        try (StageFile ingest = StageFile.watch(StageFile.path(data, StageName.INGEST))) {
            load.port = Endpoint.port(Endpoint.ofNote(ingest.note()));
        }
        load.size = SizeProfile.SMALL;
        load.tools = 1;
        load.publishers = 1;
        load.holesPerSecond = HOLES_PER_SECOND;
        load.durationNs = TimeUnit.SECONDS.toNanos(1) / HOLES_PER_SECOND * 2;
        new LoadGenerator(load, SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, report -> { }).run();
    }
}
