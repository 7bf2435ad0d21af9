package io.borelog.tools.torture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.stage.StageFile;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code borelog up} as a child, and whatever it started: to be killed in part or as a whole, and started again. What it says goes into a
 * log file; a stage that ended otherwise than by our SIGKILL is remembered. Only processes that descend from our child are ever signalled.
 */
final class Pipeline implements AutoCloseable {
    private static final Pattern ENDED = Pattern.compile("borelog up: (\\S+) \\(process \\d+\\) ended with (\\d+).*");
    private static final int SIGKILLED = 137;
    private static final long STOP_LIMIT_S = 120;
    private static final long GONE_LIMIT_NS = TimeUnit.SECONDS.toNanos(60);

    private final Launcher launcher;
    private final Path data;
    private final List<String> arguments;
    private final Path log;
    private final ConcurrentLinkedQueue<String> unexpected = new ConcurrentLinkedQueue<>();
    private final List<ProcessHandle> orphans = new ArrayList<>();
    private Process up;
    private Thread output;
    private boolean killed;
    private volatile int expected = SIGKILLED;

    /** @param arguments of {@code up}, all but the data directory */
    Pipeline(final Launcher launcher, final Path data, final List<String> arguments, final Path log) {
        this.launcher = launcher;
        this.data = data;
        this.arguments = arguments;
        this.log = log;
    }

    void start() throws IOException {
        final List<String> all = new ArrayList<>(List.of("up", "--stop-with-stdin", "--data", data.toString()));
        all.addAll(arguments);
        up = new ProcessBuilder(launcher.command(all)).redirectErrorStream(true).start();
        killed = false;
        final Process mine = up;
        output = new Thread(() -> copyOutput(mine), "output of up");
        output.setDaemon(true);
        output.start();
    }

    private void copyOutput(final Process from) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(from.getInputStream(), UTF_8));
            BufferedWriter writer = Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.write(line);
                writer.newLine();
                writer.flush();
                final Matcher ended = ENDED.matcher(line);
                if (ended.matches()) {
                    ended(ended.group(1), Integer.parseInt(ended.group(2)));
                }
            }
        } catch (final IOException ex) {
            // its end of the pipe is gone, and with it what it might have said
        }
    }

    private void ended(final String process, final int code) {
        if (code != SIGKILLED && code != expected) {
            unexpected.add(process + " ended by itself with " + code);
        }
    }

    /** From now on it is no surprise where a stage, or {@code up}, ends by itself with this code. */
    void expect(final int code) {
        expected = code;
    }

    /** From now on nothing may end by itself. */
    void expectNothing() {
        expected = SIGKILLED;
    }

    /** Starts {@code up} again where it is gone, as a service manager would. */
    void keepUp() throws IOException {
        if (!up.isAlive()) {
            if (!killed) {
                ended("up", up.exitValue());
            }
            start();
        }
    }

    /** SIGKILL of one stage. @return its pid, or 0 where it is not running just now */
    long kill(final String process) {
        final Optional<ProcessHandle> stage = stage(process);
        stage.ifPresent(ProcessHandle::destroyForcibly);
        return stage.map(ProcessHandle::pid).orElse(0L);
    }

    private Optional<ProcessHandle> stage(final String process) {
        try (StageFile file = StageFile.watch(StageFile.path(data, process))) {
            final long pid = file == null ? 0 : file.pid();
            return up.toHandle().children().filter(child -> child.pid() == pid).findFirst();
        }
    }

    /** SIGKILL of the supervisor alone: its stages notice and stop in order. */
    void killSupervisor() throws InterruptedException {
        up.toHandle().children().forEach(orphans::add);
        destroyUp();
    }

    /** SIGKILL of everything; returns when nothing of it runs. */
    void killAll() throws InterruptedException {
        final List<ProcessHandle> all = new ArrayList<>(up.toHandle().children().toList());
        destroyUp();
        all.addAll(orphans);
        all.forEach(ProcessHandle::destroyForcibly);
        awaitGone(all);
        orphans.clear();
    }

    private void destroyUp() throws InterruptedException {
        killed = true;
        up.destroyForcibly().waitFor();
    }

    private static void awaitGone(final List<ProcessHandle> all) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + GONE_LIMIT_NS;
        for (final ProcessHandle handle : all) {
            while (runs(handle) && System.nanoTime() < deadlineNs) {
                Thread.sleep(2);
            }
            if (runs(handle)) {
                throw new IllegalStateException("process " + handle.pid() + " does not end after SIGKILL");
            }
        }
    }

    /** A zombie runs no more, whenever whoever inherited it may take notice; some take seconds. */
    private static boolean runs(final ProcessHandle handle) {
        try {
            final String stat = Files.readString(Path.of("/proc", Long.toString(handle.pid()), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z' && handle.isAlive();
        } catch (final IOException ex) {
            return handle.isAlive(); // gone, or no Linux
        }
    }

    /** SIGTERM, and all that belongs to it. @return the exit code */
    int stop() throws InterruptedException {
        killed = true;
        up.destroy();
        if (!up.waitFor(STOP_LIMIT_S, TimeUnit.SECONDS)) {
            unexpected.add("up did not stop within " + STOP_LIMIT_S + " s");
            killAll();
        }
        awaitGone(orphans);
        output.join(1_000);
        return up.exitValue();
    }

    /** @return the exit code of an {@code up} that ends by itself, or -1 where it does not */
    int awaitEnd(final long limitSeconds) throws InterruptedException {
        killed = true;
        return up.waitFor(limitSeconds, TimeUnit.SECONDS) ? up.exitValue() : -1;
    }

    /** What ended though nobody killed it. */
    List<String> unexpected() {
        return List.copyOf(unexpected);
    }

    /** Leaves no process behind. */
    @Override
    public void close() {
        if (up != null && (up.isAlive() || !orphans.isEmpty())) {
            try {
                killAll();
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The log as a whole, for a failing test. */
    String said() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
