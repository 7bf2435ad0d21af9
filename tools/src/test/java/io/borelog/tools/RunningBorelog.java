package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The command as a process of its own, with this JVM's flags and class path; its talk goes to a file. */
final class RunningBorelog implements AutoCloseable {
    private static final long LIMIT_SECONDS = 120;

    private final Process process;
    private final BufferedReader stdout;
    private final Path talk;

    private RunningBorelog(final Process process, final Path talk) {
        this.process = process;
        this.stdout = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.talk = talk;
    }

    static RunningBorelog start(final Path talk, final String... arguments) throws IOException {
        return start(talk, List.of(), arguments);
    }

    /** @param flags for the JVM and its children, after this one's */
    static RunningBorelog start(final Path talk, final List<String> flags, final String... arguments) throws IOException {
        return start(talk, flags, Borelog.class, arguments);
    }

    /** @param main another program of the same class path */
    static RunningBorelog start(final Path talk, final List<String> flags, final Class<?> main, final String... arguments)
        throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new RunningBorelog(new ProcessBuilder(command).redirectError(talk.toFile()).start(), talk);
    }

    /** @return the next line of stdout, null at its end. */
    String line() throws IOException {
        return stdout.readLine();
    }

    List<String> talk() throws IOException {
        return Files.readAllLines(talk);
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + LIMIT_SECONDS + " s");
        }
        return process.exitValue();
    }

    int terminate() throws InterruptedException {
        process.toHandle().destroy(); // destroying the process itself would close the pipe with its last words
        return awaitExit();
    }

    static void awaitEnd(final ProcessHandle handle) throws Exception {
        try {
            handle.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (final TimeoutException ex) {
            throw new AssertionError("process " + handle.pid() + " still runs", ex);
        }
    }

    /** For what only a mapped file tells. */
    static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
