package io.borelog.tools.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * One {@code borelog up} for all tests of a class, on a data directory of its own and a free port. Stopped by SIGTERM: it must end with 0
 * and leave no child behind. What the stages said is printed where a test fails.
 */
final class Pipeline implements BeforeAllCallback, AfterAllCallback, TestWatcher {
    private static final Pattern READY = Pattern.compile("borelog ready mqtt=127\\.0\\.0\\.1:(\\d+) http=(\\S+) data=(.+)");

    private final List<String> settings;
    private final Mailbox<String> stderr = new Mailbox<>();
    private Path data;
    private Process process;
    private Thread errReader;
    private int port;
    private boolean failed;

    private Pipeline(final String... settings) {
        this.settings = List.of(settings);
    }

    /** @param settings {@code key=value} each */
    static Pipeline with(final String... settings) {
        return new Pipeline(settings);
    }

    @Override
    public void beforeAll(final ExtensionContext context) throws Exception {
        data = Program.folder(context.getRequiredTestClass().getSimpleName()).resolve("data");
        try {
            start();
        } catch (final AssertionError | Exception ex) {
            failed = true;
            killAll();
            throw ex;
        }
    }

    @Override
    public void afterAll(final ExtensionContext context) throws Exception {
        try {
            stop();
        } catch (final AssertionError | Exception ex) {
            failed = true;
            throw ex;
        } finally {
            if (failed) {
                printStderr();
            } else {
                Program.delete(data.getParent()); // kept where there is something to find out
            }
        }
    }

    @Override
    public void testFailed(final ExtensionContext context, final Throwable cause) {
        failed = true;
    }

    /** Starts on the same data, also after {@link #stop()}; returns when all stages are ready. */
    void start() throws IOException, InterruptedException {
        final List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString(), "--set", "mqtt.port=0"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        process = Program.builder(arguments).start();
        final CompletableFuture<Matcher> ready = new CompletableFuture<>();
        errReader = Lines.read("pipeline stderr", process.getErrorStream(), stderr::put, () -> { });
        Lines.read("pipeline stdout", process.getInputStream(), line -> {
            final Matcher matcher = READY.matcher(line);
            if (matcher.matches()) {
                ready.complete(matcher);
            } else {
                stderr.put("unexpected on stdout: " + line);
            }
        }, () -> ready.completeExceptionally(new AssertionError("up ended before it was ready")));
        try {
            final Matcher matcher = ready.get(Program.LIMIT_S, TimeUnit.SECONDS);
            port = Integer.parseInt(matcher.group(1));
            assertEquals("off", matcher.group(2));
            assertEquals(data.toString(), matcher.group(3));
        } catch (final ExecutionException | TimeoutException ex) {
            throw new AssertionError("no ready line", ex);
        }
    }

    void stop() throws InterruptedException {
        if (process == null) {
            return;
        }
        final List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        final boolean ended = process.waitFor(Program.LIMIT_S, TimeUnit.SECONDS);
        final List<ProcessHandle> left = children.stream().filter(ProcessHandle::isAlive).toList();
        if (!ended || !left.isEmpty()) {
            killAll();
            left.forEach(ProcessHandle::destroyForcibly);
            throw new AssertionError((ended ? "up ended" : "up did not end") + " at SIGTERM, processes left: " + left);
        }
        errReader.join(TimeUnit.SECONDS.toMillis(Program.LIMIT_S));
        final int exitCode = process.exitValue();
        process = null;
        assertEquals(0, exitCode, "exit code of up after SIGTERM");
    }

    private void killAll() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process = null;
        }
    }

    private void printStderr() {
        stderr.all(line -> true).forEach(line -> System.err.println("    " + line));
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    /** Of {@code up} itself. */
    long pid() {
        return process.pid();
    }

    /** What up and its stages said so far. */
    Mailbox<String> stderr() {
        return stderr;
    }

    /** Runs a reading command on this pipeline's data; it must end well. */
    Program.Finished run(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return Program.run(all.toArray(String[]::new)).orFail();
    }

    /** The records that {@code tail JOURNAL --json} shows. */
    List<JsonNode> tail(final String... arguments) {
        final List<String> all = new ArrayList<>(List.of("tail", "--json"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new)).json();
    }

    JsonNode status() {
        return run("status", "--json").json().get(0);
    }

    JsonNode audit() {
        return run("audit", "--json").json().get(0);
    }

    /** {@code tail JOURNAL --follow} beside the live writer. */
    Follower follow(final String... arguments) throws IOException {
        final List<String> all = new ArrayList<>(List.of("tail", "--json", "--follow", "--data", data.toString()));
        all.addAll(List.of(arguments));
        return new Follower(Program.command(all).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** A running {@code tail --follow}. SIGTERM ends it with 0. */
    static final class Follower implements AutoCloseable {
        private final Process process;
        private final Mailbox<JsonNode> records = new Mailbox<>();

        private Follower(final Process process) {
            this.process = process;
            Lines.read("follower", process.getInputStream(), line -> records.put(Program.parse(line)), () -> { });
        }

        Mailbox<JsonNode> records() {
            return records;
        }

        @Override
        public void close() {
            process.toHandle().destroy(); // destroying the process itself would close the pipe that it may just be writing to
            try {
                assertEquals(true, process.waitFor(Program.LIMIT_S, TimeUnit.SECONDS), "tail --follow ends at SIGTERM");
            } catch (final InterruptedException ex) {
                Thread.currentThread().interrupt();
            } finally {
                process.destroyForcibly();
            }
            assertEquals(0, process.exitValue());
        }
    }
}
