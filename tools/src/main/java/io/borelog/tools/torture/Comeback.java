package io.borelog.tools.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pipeline on what a cut left: it must be ready in time, answer all that was acknowledged, end in order, and hold before the checks.
 * What does not hold becomes a trouble, in words. Used by the laboratories, on their thread.
 */
final class Comeback {
    private static final long LIMIT_S = 120;
    private static final long TICK_MS = 3;

    /** Cycles so small that cuts fall into rolls; watermarks that a small disk never comes near; windows that end soon. */
    private static final List<String> SETTINGS = List.of("durability=disk", "journal.cycle=1MiB", "journal.ahead=1MiB",
        "disk.stop=32MiB", "disk.resume=48MiB", "correlate.window=1s", "correlate.grace=0s");

    private final Launcher launcher;
    private final Inspection inspection;
    private final List<String> processes;
    private final List<String> arguments;
    private final CountDownLatch stopped;
    private final List<String> troubles = new ArrayList<>();

    /**
     * @param processes names of the stages' processes
     * @param given     {@code --config} and {@code --set} options of the pipeline; stronger than our own
     * @param stopped   counted down by whoever wants an early end
     */
    Comeback(final Launcher launcher, final Inspection inspection, final List<String> processes, final List<String> given,
        final CountDownLatch stopped) {
        this.launcher = launcher;
        this.inspection = inspection;
        this.processes = processes;
        arguments = new ArrayList<>();
        SETTINGS.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(given);
        this.stopped = stopped;
    }

    Pipeline pipeline(final Path data, final int port, final Path log) {
        return new Pipeline(launcher, data, arguments("127.0.0.1", port), log);
    }

    /** @return the options of the pipeline that is to come back, also where it is cut: all but the data directory. */
    List<String> arguments(final String host, final int port) {
        final List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of("--set", "mqtt.host=" + host, "--set", "mqtt.port=" + port));
        return all;
    }

    /** What happens to a pipeline that is starting. */
    interface Meanwhile {
        void run() throws IOException, InterruptedException;
    }

    /** Starts it. */
    void awaitReady(final Pipeline pipeline, final Path data) throws IOException, InterruptedException {
        awaitReady(pipeline, data, () -> { });
    }

    void awaitReady(final Pipeline pipeline, final Path data, final Meanwhile meanwhile) throws IOException, InterruptedException {
        try (StageWatch watch = new StageWatch(data, processes, null)) {
            watch.allDown(null, System.nanoTime());
            pipeline.start();
            meanwhile.run();
            while (goesOn() && !watch.allReady()) {
                pipeline.keepUp();
                watch.poll(System.nanoTime());
                final String down = watch.downFor(LIMIT_S, System.nanoTime());
                if (!down.isEmpty()) {
                    troubles.add("not ready within " + LIMIT_S + " s: " + down);
                }
                stopped.await(TICK_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Nobody sends any more: waits until all is answered, and stops the pipeline. */
    void drainAndStop(final Pipeline pipeline, final Path data) throws InterruptedException {
        if (goesOn() && !Drain.await(data, inspection, LIMIT_S, stopped) && stopped.getCount() > 0) {
            troubles.add("not drained within " + LIMIT_S + " s");
        }
        final int code = pipeline.stop();
        troubles.addAll(pipeline.unexpected());
        if (code != 0) {
            troubles.add("up ended with " + code);
        }
    }

    /** Of a pipeline that was stopped. @param kept what to look into where something does not hold */
    Checks check(final Path data, final List<Path> ackedLogs, final Path kept) throws IOException {
        final Checks checks = Checks.of(data, ackedLogs, inspection);
        if (!checks.hold() && stopped.getCount() > 0) { // one that was stopped has not drained
            troubles.addAll(checks.lines());
        }
        if (!troubles.isEmpty()) {
            troubles.add("kept: " + kept);
        }
        return checks;
    }

    boolean goesOn() {
        return troubles.isEmpty() && stopped.getCount() > 0;
    }

    /** For what else its user finds amiss. */
    void trouble(final String what) {
        troubles.add(what);
    }

    List<String> troubles() {
        return troubles;
    }
}
