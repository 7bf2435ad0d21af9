package io.borelog.tools.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packaged program, started as the launcher does: flags of ops/jvm.options, jars of target/, archive of parsed classes. */
final class Program {
    static final ObjectMapper JSON = new ObjectMapper();
    /** Nothing that a command or a stage does takes longer, also on a busy host. */
    static final long LIMIT_S = 60;

    private static final Path BASE = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
    private static final Path WORK = BASE.resolve("target/e2e");
    private static final int FIRST_JDK_THAT_WARNS = 24;
    private static final List<String> START = prepare();

    /** What a command said and how it ended. */
    record Finished(int exitCode, List<String> out, List<String> err) {
        List<JsonNode> json() {
            return out.stream().map(Program::parse).toList();
        }

        Finished orFail() {
            assertTrue(exitCode == 0, () -> "exit code " + exitCode + ": " + String.join("\n", err));
            return this;
        }
    }

    private Program() {
    }

    /** An empty folder below target/, of this name. */
    static Path folder(final String name) {
        final Path folder = WORK.resolve(name);
        delete(folder);
        try {
            return Files.createDirectories(folder);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static void delete(final Path folder) {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }

    static ProcessBuilder builder(final List<String> arguments) {
        final List<String> command = new ArrayList<>(START);
        command.add("io.borelog.tools.Borelog");
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** A command that reads and ends: half the CPU without the second compiler. */
    static ProcessBuilder command(final List<String> arguments) {
        final ProcessBuilder builder = builder(arguments);
        builder.command().add(1, "-XX:TieredStopAtLevel=1");
        return builder;
    }

    /** Runs a command to its end. */
    static Finished run(final String... arguments) {
        try {
            final Path out = Files.createTempFile(WORK, "out", ".txt");
            final Path err = Files.createTempFile(WORK, "err", ".txt");
            final Process process = command(List.of(arguments)).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
            if (!process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end of borelog " + String.join(" ", arguments) + ": " + Files.readString(err));
            }
            final Finished finished = new Finished(process.exitValue(), Files.readAllLines(out, UTF_8), Files.readAllLines(err, UTF_8));
            Files.delete(out);
            Files.delete(err);
            return finished;
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    static JsonNode parse(final String json) {
        try {
            return JSON.readTree(json);
        } catch (final IOException ex) {
            throw new AssertionError("no JSON: " + json, ex);
        }
    }

    private static List<String> prepare() {
        try {
            Files.createDirectories(WORK);
            final List<String> start = new ArrayList<>();
            start.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            start.add("@" + BASE.getParent().resolve("ops/jvm.options"));
            if (Runtime.version().feature() >= FIRST_JDK_THAT_WARNS) {
                start.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
            }
            final List<String> dump = new ArrayList<>(start);
            final Path archive = WORK.resolve("classes.jsa");
            Files.deleteIfExists(archive);
            dump.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath(), "io.borelog.tools.Borelog", "warm-up"));
            new ProcessBuilder(dump).redirectErrorStream(true).redirectOutput(WORK.resolve("warm-up.log").toFile()).start()
                .waitFor(LIMIT_S, TimeUnit.SECONDS);
            if (Files.exists(archive)) {
                start.add("-XX:SharedArchiveFile=" + archive);
            }
            start.addAll(List.of("-cp", classPath()));
            return List.copyOf(start);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        } catch (final InterruptedException ex) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ex);
        }
    }

    private static String classPath() throws IOException {
        final Path target = BASE.resolve("target");
        try (Stream<Path> own = Files.list(target); Stream<Path> lib = Files.list(target.resolve("lib"))) {
            final String jars = Stream.concat(own, lib).map(Path::toString).filter(name -> name.endsWith(".jar")).sorted()
                .collect(Collectors.joining(File.pathSeparator));
            assertTrue(jars.contains("borelog-tools"), "the program is not packaged yet: failsafe runs these tests in mvn verify");
            return jars;
        }
    }
}
