package io.borelog.tools.torture;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code borelog} with its output in files, from the class path of this test: a build inside a build would meet itself. */
public final class BorelogProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private BorelogProcess(final Process process, final Path out, final Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    public static BorelogProcess start(final Path directory, final String name, final List<String> arguments) throws IOException {
        return start(directory, name, arguments, Map.of());
    }

    /** @param environment added to ours */
    public static BorelogProcess start(
        final Path directory, final String name, final List<String> arguments, final Map<String, String> environment)
        throws IOException {
        final Path out = directory.resolve(name + ".out");
        final Path err = directory.resolve(name + ".err");
        final ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new BorelogProcess(builder.start(), out, err);
    }

    static List<String> command(final List<String> arguments) {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.borelog.tools.Borelog"));
        command.addAll(arguments);
        return command;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** @return the exit code */
    public int awaitExit(final long seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + seconds + " s: " + process.info().commandLine().orElse(""));
        }
        return process.exitValue();
    }

    /** SIGTERM. */
    public void stop() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    public String said() throws IOException {
        return Files.readString(out) + Files.readString(err);
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
