package io.borelog.infer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What ONNX Runtime does to a process around its runs: at a SIGTERM, in the temporary directory, at home, on the network. */
@EnabledOnOs(OS.LINUX)
class OrtTest {
    private static final long LIMIT_S = 120;
    /** With these a runtime that reports usage does not, and this test could not see it. */
    private static final Set<String> QUIETER = Set.of("ORT_DISABLE_TELEMETRY", "CI", "GITHUB_ACTIONS", "XDG_CACHE_HOME");

    @TempDir
    Path directory;

    private Path temporary;
    private Path home;

    @BeforeEach
    void write() throws IOException {
        TestModel.write(directory.resolve("model"), 1);
        temporary = Files.createDirectory(directory.resolve("tmp"));
        home = Files.createDirectory(directory.resolve("home"));
    }

    private Process start() throws IOException {
        return start(EndlessRuns.class);
    }

    private Process start(final Class<?> main) throws IOException {
        final ProcessBuilder process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData", "-Djava.io.tmpdir=" + temporary, "-XX:ErrorFile=" + temporary.resolve("crash.log"),
            "-cp", System.getProperty("java.class.path"), main.getName(), directory.resolve("model").toString())
            .redirectError(directory.resolve("stderr").toFile());
        process.environment().keySet().removeAll(QUIETER);
        process.environment().put("HOME", home.toString());
        return process.start();
    }

    private static List<Path> filesIn(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory)).toList();
        }
    }

    @Test
    void shouldGoOnThroughTheShutdownHooksAndLeaveNothing() throws Exception {
        final Process process = start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("0", out.readLine(), "sockets opened");
            process.destroy();
            assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS));
            assertEquals(0, process.exitValue(), () -> stderr());
            assertEquals("", stderr());
            assertEquals(List.of(), filesIn(temporary));
            assertEquals(List.of(), filesIn(home));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldLeaveNothingWhereItIsKilled() throws Exception {
        final Process process = start();
        try (BufferedReader out = process.inputReader()) {
            assertEquals("0", out.readLine(), "sockets opened");
            process.destroyForcibly();
            assertTrue(process.waitFor(LIMIT_S, TimeUnit.SECONDS));
            assertEquals(List.of(), filesIn(temporary));
            assertEquals(List.of(), filesIn(home));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldNotBeLoadedWhereOnlyEdgeAnswers() throws Exception {
        final Process process = start(EdgeOnly.class);
        try (BufferedReader out = process.inputReader()) {
            assertEquals("edge", out.readLine());
            assertEquals("0", out.readLine(), "libraries of ONNX Runtime");
        } finally {
            process.destroyForcibly();
        }
    }

    private String stderr() {
        try {
            return Files.readString(directory.resolve("stderr"));
        } catch (final IOException ex) {
            return ex.toString();
        }
    }
}
