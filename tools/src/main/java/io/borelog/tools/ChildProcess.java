package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One stage as a child of this JVM: same java, same flags, same class path. Whatever it says goes to our stderr with its name before it.
 * Used by the supervisor's thread; a thread of its own copies the output.
 */
final class ChildProcess {
    private final String name;
    private final Path stageFile;
    private final Process process;
    private final Thread output;

    private ChildProcess(final String name, final Path stageFile, final Process process, final Consumer<String> said) {
        this.name = name;
        this.stageFile = stageFile;
        this.process = process;
        this.output = new Thread(() -> copyOutput(said), "output of " + name);
        output.setDaemon(true);
        output.start();
    }

    static ChildProcess start(final Path data, final String name, final List<String> arguments) {
        return start(data, name, arguments, line -> System.err.println("[" + name + "] " + line));
    }

    /** @param said told of each line of its output, on a thread of its own */
    static ChildProcess start(final Path data, final String name, final List<String> arguments, final Consumer<String> said) {
        try {
            final Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
            return new ChildProcess(name, StageFile.path(data, name), process, said);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.CHECK_FAILED, "cannot start " + name + ": " + ex.getMessage(), ex);
        }
    }

    /** This JVM's java, flags and class path, and our main class, with these arguments. */
    static List<String> command(final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Borelog.class.getName()));
        command.addAll(arguments);
        return command;
    }

    private void copyOutput(final Consumer<String> said) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.accept(line);
            }
        } catch (final IOException ex) {
            // its end of the pipe is gone, and with it what it might have said
        }
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Of a child that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Runs something, on any thread, when the child has ended. */
    void onExit(final Runnable action) {
        process.onExit().thenRun(action);
    }

    /** Recovered and at work, by what this very process says; waiting for a disk or a peer is work too. */
    boolean isReady() {
        try (StageFile file = StageFile.watch(stageFile)) {
            return file != null && file.pid() == process.pid()
                && (file.state() == StageState.READY || file.state() == StageState.WAITING);
        }
    }

    /** What the stage notes: for ingest the address of the endpoint. */
    String note() {
        try (StageFile file = StageFile.watch(stageFile)) {
            return file == null ? "" : file.note();
        }
    }

    /** SIGTERM, then SIGKILL at the limit; returns when it is gone and its last line is out. */
    void stop(final long limitSeconds) {
        try {
            process.toHandle().destroy(); // destroying the process itself would close the pipe with its last words
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                System.err.println("borelog up: " + name + " did not stop within " + limitSeconds + " s and is killed");
                process.destroyForcibly().waitFor();
            }
            awaitOutput();
        } catch (final InterruptedException ex) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** The last words of a child that has ended. */
    void awaitOutput() throws InterruptedException {
        output.join(1_000);
    }
}
