package io.borelog.tools.peers;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** mqload against one server, one child at a time and a subscriber. The command's thread. */
final class MqLoad {
    /** Beyond the load: opening connections, and waiting for the last acks. */
    private static final long LIMIT_S = 90;
    /** Processes whose CPU mqload adds up, at most. */
    private static final int PROCESSES_MAX = 8;
    private static final int USAGE = 2;

    private final Path program;
    private final Server.Running server;
    private final Path work;

    /** @param work for its files */
    MqLoad(final Path program, final Server.Running server, final Path work) {
        this.program = program;
        this.server = server;
        this.work = work;
    }

    /** @throws StageException CHECK_FAILED where it could not connect, or did not end */
    LoadFigures publish(final List<String> load, final double seconds) throws IOException, InterruptedException {
        final Path hist = work.resolve("mqload.hist");
        final List<String> arguments = new ArrayList<>(load);
        arguments.addAll(List.of("--hist", hist.toString()));
        busiest(server.pids()).forEach(pid -> arguments.addAll(List.of("--pid", pid.toString())));
        Files.deleteIfExists(hist);
        final String said = run("pub", arguments, seconds);
        return LoadFigures.parse(said, Files.readAllLines(hist));
    }

    /** A subscriber whose session outlives it, so that there is something to keep; it receives until this is closed. */
    AutoCloseable subscribe() throws IOException, InterruptedException {
        run("sub", List.of("--setup"), 0); // returns when it is subscribed
        final Process subscriber = new ProcessBuilder(command("sub", List.of("--no-subscribe")))
            .redirectErrorStream(true).redirectOutput(work.resolve("subscriber.log").toFile()).start();
        return () -> stop(subscriber);
    }

    private static List<Long> busiest(final List<Long> pids) {
        return pids.stream().sorted(Comparator.comparing(MqLoad::cpuTime).reversed()).limit(PROCESSES_MAX).toList();
    }

    private static Duration cpuTime(final long pid) {
        return ProcessHandle.of(pid).flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    private List<String> command(final String mode, final List<String> arguments) {
        final List<String> command = new ArrayList<>(List.of(program.toString(), mode, "--port", Integer.toString(server.port())));
        command.addAll(arguments);
        return command;
    }

    private String run(final String mode, final List<String> arguments, final double seconds) throws IOException, InterruptedException {
        final File out = work.resolve("mqload.json").toFile();
        final File err = work.resolve("mqload.log").toFile();
        final Process process;
        try {
            process = new ProcessBuilder(command(mode, arguments)).redirectOutput(out).redirectError(err).start();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.USAGE, "--tools: " + ex.getMessage(), ex); // not for this machine
        }
        try {
            if (!process.waitFor(LIMIT_S + Math.round(seconds), TimeUnit.SECONDS)) {
                throw new StageException(ExitCode.CHECK_FAILED, "mqload did not end");
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() >= USAGE) {
            throw new StageException(ExitCode.CHECK_FAILED, "mqload ended with " + process.exitValue() + ": "
                + Files.readString(err.toPath()).strip());
        }
        return Files.readString(out.toPath());
    }

    private static void stop(final Process process) throws InterruptedException {
        process.destroy();
        try {
            process.waitFor(LIMIT_S, TimeUnit.SECONDS);
        } finally {
            process.destroyForcibly();
        }
    }
}
