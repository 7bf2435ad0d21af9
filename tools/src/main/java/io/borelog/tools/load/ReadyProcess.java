package io.borelog.tools.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A child that tells in one line of its output that it is ready, as any server does; ready when this is made, and it ends with this, with
 * all that it started. Used by one thread; a thread of its own reads what the child says.
 */
public final class ReadyProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final long stopLimitS;
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private volatile String lastLine = "nothing";

    private ReadyProcess(final String name, final Process process, final long stopLimitS) {
        this.name = name;
        this.process = process;
        this.stopLimitS = stopLimitS;
    }

    /**
     * @param ready       that line, as a whole
     * @param readyLimitS how long it may take until then
     * @param stopLimitS  how long it may take to end after SIGTERM
     * @param said        told of every other line, on the thread that reads
     * @throws StageException CHECK_FAILED where it does not become ready
     */
    public static ReadyProcess start(final String name, final ProcessBuilder builder, final Pattern ready, final long readyLimitS,
        final long stopLimitS, final Consumer<String> said) throws InterruptedException {
        final ReadyProcess child;
        try {
            child = new ReadyProcess(name, builder.redirectErrorStream(true).start(), stopLimitS);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "cannot start " + name + ": " + ex.getMessage(), ex);
        }
        final Thread output = new Thread(() -> child.read(ready, said), "output of " + name);
        output.setDaemon(true);
        output.start();
        try {
            child.ready.get(readyLimitS, TimeUnit.SECONDS);
            return child;
        } catch (final ExecutionException | TimeoutException ex) {
            child.close();
            throw new StageException(ExitCode.CHECK_FAILED, name + " did not become ready, it said last: " + child.lastLine, ex);
        } catch (final InterruptedException ex) {
            child.close();
            throw ex;
        }
    }

    private void read(final Pattern pattern, final Consumer<String> said) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                final Matcher matcher = pattern.matcher(line);
                if (matcher.matches()) {
                    ready.complete(matcher);
                } else {
                    lastLine = line.isBlank() ? lastLine : line.strip();
                    said.accept(line);
                }
            }
        } catch (final IOException ex) {
            // its end of the pipe is gone, and with it what it might have said
        }
        ready.completeExceptionally(new IllegalStateException(name + " ended before it was ready"));
    }

    /** A group of the line that said it. */
    public String ready(final int group) {
        return ready.join().group(group);
    }

    long pid() {
        return process.pid();
    }

    /** Those that it started itself. */
    Stream<ProcessHandle> children() {
        return process.children();
    }

    /** Its own and those of whatever it started. */
    public List<Long> pids() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).map(ProcessHandle::pid).toList();
    }

    @Override
    public void close() {
        final List<ProcessHandle> started = process.descendants().toList();
        process.toHandle().destroy(); // SIGTERM; destroying the process itself would close the pipe with its last words
        try {
            if (!process.waitFor(stopLimitS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (final InterruptedException ex) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        started.forEach(ProcessHandle::destroyForcibly); // what is left of them
    }
}
