package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.log.Journals;
import io.borelog.journal.stage.StageLock;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Starts the processes of a pipeline, ingest before the others, says once when all are ready, starts again what dies, and stops them in
 * the order of the data; beside them the shadow, while there is one.
 * All decisions are taken by the thread that calls {@link #run}; ends of children and signals only wake it.
 */
final class Supervisor {
    private static final long READY_POLL_MS = 20;
    private static final long RESTART_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int RESTART_PAUSES_MAX = 3;
    /** How long an ingest on its way up has the processor to itself: senders wait for it, and for no other stage. */
    private static final long INGEST_FIRST_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long STOP_LIMIT_SECONDS = 15;
    private static final long ORPHANS_LIMIT_SECONDS = 25;

    private final List<Watched> watched = new ArrayList<>();
    private final Semaphore wake = new Semaphore(0);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Path data;
    private final List<String> arguments;
    private final ShadowSupervision shadow;
    private volatile String endpoint = Endpoint.OFF;

    /** One process over all its lives. */
    private static final class Watched {
        private final Stages.Process process;
        private ChildProcess child;
        private boolean ready;
        private boolean everReady;
        private int earlyDeaths;
        private long startAtNs;
        private long startedNs;

        private Watched(final Stages.Process process, final long nowNs) {
            this.process = process;
            this.startAtNs = nowNs;
        }
    }

    /** @param arguments the shared options, passed on to every child */
    Supervisor(final Path data, final List<Stages.Process> processes, final List<String> arguments) {
        this.data = data;
        this.arguments = arguments;
        this.shadow = new ShadowSupervision(data, arguments, wake::release);
        final long nowNs = System.nanoTime();
        processes.forEach(process -> watched.add(new Watched(process, nowNs)));
    }

    /**
     * Returns after {@link #stop()}, or where a process cannot come up for a reason that a second try does not mend.
     *
     * @param announce called once with the line of readiness, when every process is ready
     * @return the exit code
     */
    int run(final Consumer<String> announce) {
        int code = ExitCode.OK.code();
        try {
            awaitOrphans();
            mark();
            code = supervise(announce);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
        } finally {
            stopAll();
        }
        return code;
    }

    /** The longest that {@link #run} may take to return after {@link #stop()}. */
    long stopLimitSeconds() {
        return STOP_LIMIT_SECONDS * (watched.size() + 1);
    }

    /** From any thread: ends {@link #run}. */
    void stop() {
        stopping.set(true);
        wake.release();
    }

    /** host:port of the endpoint once announced, else off. */
    String endpoint() {
        return endpoint;
    }

    private int supervise(final Consumer<String> announce) throws InterruptedException {
        boolean announced = false;
        while (!stopping.get()) {
            boolean allReady = true;
            long waitNs = TimeUnit.SECONDS.toNanos(10);
            for (final Watched one : watched) {
                if (one.child != null && !one.child.isAlive()) {
                    final int code = one.child.exitCode();
                    if (!one.everReady && isFinal(code) && !stopping.get()) {
                        one.child.awaitOutput();
                        return code;
                    }
                    died(one, code);
                }
                if (one.child == null) {
                    final long nowNs = System.nanoTime();
                    final long inNs = Math.max(one.startAtNs - nowNs, ingestFirstNs(one, nowNs));
                    if (inNs <= 0) {
                        start(one);
                    } else {
                        waitNs = Math.min(waitNs, inNs);
                    }
                }
                if (!one.ready && one.child != null && one.child.isReady() && knowsEndpoint(one)) {
                    one.ready = true;
                    one.everReady = true;
                }
                if (!one.ready) {
                    allReady = false;
                    waitNs = Math.min(waitNs, TimeUnit.MILLISECONDS.toNanos(READY_POLL_MS));
                }
            }
            if (allReady && !announced) {
                announced = true;
                announce.accept("borelog ready mqtt=" + endpoint + " http=off data=" + data.toAbsolutePath().normalize());
            }
            if (announced) {
                waitNs = Math.min(waitNs, shadow.turn(System.nanoTime()));
            }
            wake.tryAcquire(waitNs, TimeUnit.NANOSECONDS);
            wake.drainPermits();
        }
        return ExitCode.OK.code();
    }

    /** An ingest that waits for space before it listens is alive, and not ready. */
    private boolean knowsEndpoint(final Watched one) {
        if (one.process.stage().equals(StageName.INGEST)) {
            final String address = Endpoint.ofNote(one.child.note());
            if (address.equals(Endpoint.OFF)) {
                return false;
            }
            endpoint = address;
        }
        return true;
    }

    /** What a second try does not mend, as long as the process was never at work. */
    private static boolean isFinal(final int code) {
        return code == ExitCode.USAGE.code() || code == ExitCode.LOCKED.code() || code == ExitCode.CORRUPT.code()
            || code == ExitCode.DISK.code();
    }

    private void died(final Watched one, final int code) {
        one.earlyDeaths = one.ready ? 0 : one.earlyDeaths + 1;
        one.startAtNs = System.nanoTime() + RESTART_PAUSE_NS * Math.min(Math.max(0, one.earlyDeaths - 1), RESTART_PAUSES_MAX);
        if (!stopping.get()) {
            System.err.println("borelog up: " + one.child.name() + " (process " + one.child.pid() + ") ended with " + code
                + (one.ready ? ", starting it again" : " before it was ready, starting it again in a moment"));
        }
        one.child = null;
        one.ready = false;
    }

    /** What is left of ingest's time alone, 0 where there is none: ingest is up, or down, or long on its way. */
    private long ingestFirstNs(final Watched one, final long nowNs) {
        final Watched first = watched.get(0);
        final boolean comesUp = first != one && first.process.stage().equals(StageName.INGEST) && first.child != null && !first.ready;
        return comesUp ? Math.max(0, first.startedNs + INGEST_FIRST_NS - nowNs) : 0;
    }

    private void start(final Watched one) {
        one.startedNs = System.nanoTime();
        final Stages.Process process = one.process;
        final List<String> command = new ArrayList<>(List.of(process.stage()));
        command.addAll(arguments);
        if (process.stage().equals(StageName.INFER)) {
            command.addAll(List.of("--worker", Integer.toString(process.instance())));
        }
        if (process.stage().equals(StageName.INGEST) && one.everReady) {
            command.addAll(List.of("--set", "mqtt.port=" + Endpoint.port(endpoint))); // where clients know it, also if it was a free one
        }
        command.add("--stop-with-stdin");
        one.child = ChildProcess.start(data, process.name(), command);
        one.child.onExit(wake::release);
        Journals.registerExitHooks(); // while the child comes up: a SIGTERM before the shadow is first looked for is a stop like any other
    }

    /** The children of a supervisor that was killed stop by themselves; until they have, their journals are locked. */
    private void awaitOrphans() throws InterruptedException {
        if (!Files.exists(marker())) {
            return;
        }
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHANS_LIMIT_SECONDS);
        for (final Watched one : watched) {
            while (StageLock.isHeld(data, one.process.name()) && System.nanoTime() < deadlineNs && !stopping.get()) {
                wake.tryAcquire(READY_POLL_MS, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Without it, as on a full disk, a start after our death may find the orphans' journals locked. */
    private void mark() {
        try {
            if (!Files.exists(marker())) {
                Files.createFile(marker());
            }
        } catch (final IOException ex) {
            System.err.println("borelog up: cannot make " + marker() + ": " + ex.getMessage());
        }
    }

    private void stopAll() {
        shadow.stop();
        for (final Watched one : watched) {
            if (one.child != null) {
                one.child.stop(STOP_LIMIT_SECONDS);
            }
        }
        try {
            Files.deleteIfExists(marker());
        } catch (final IOException ex) {
            System.err.println("borelog up: cannot remove " + marker() + ": " + ex.getMessage());
        }
    }

    /** There from the start to the end in order: found at a start, the supervisor before was killed. */
    private Path marker() {
        return data.resolve("stages").resolve("up.running");
    }
}
