package io.borelog.infer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that infers and changes its model for long holds what it held: memory, files, threads. The long form is a million inferences,
 * {@code -Dborelog.soak.runs=1000000}.
 */
@EnabledOnOs(OS.LINUX)
class SoakTest {
    private static final int RUNS = Integer.getInteger("borelog.soak.runs", 50_000);
    private static final int CHANGES = 100;
    private static final long GROWTH_KIB_MAX = 8 << 10;
    private static final long LIMIT_MINUTES = 60;
    /** Compilers that the JVM starts and ends as it likes. */
    private static final int JVM_THREADS = 2;

    @TempDir
    Path directory;

    @Test
    void shouldHoldWhatItHeldAfterInferencesAndModelChanges() throws Exception {
        TestModel.write(directory.resolve("model"), 1);
        final Path temporary = Files.createDirectory(directory.resolve("tmp"));
        final Path out = directory.resolve("out");
        // the heap is touched at the start and of one size: what grows is somewhere else
        final Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:-UsePerfData", "-XX:+UseSerialGC", "-Xms48m", "-Xmx48m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), SoakRuns.class.getName(),
            directory.resolve("model").toString(), Integer.toString(RUNS), Integer.toString(CHANGES))
            .redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertTrue(process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES));
        } finally {
            process.destroyForcibly();
        }
        assertEquals(0, process.exitValue(), () -> text(out));
        final List<long[]> held = text(out).lines().map(SoakTest::numbers).toList();
        System.err.println("after a tenth and all of " + RUNS + " inferences, 20 and " + (20 + CHANGES)
            + " model changes: resident KiB, open files, threads: " + text(out).strip().replace("\n", ", "));
        assertTrue(held.get(1)[0] - held.get(0)[0] < GROWTH_KIB_MAX, "inferences grow");
        assertTrue(held.get(3)[0] - held.get(2)[0] < GROWTH_KIB_MAX, "model changes grow");
        assertEquals(held.get(2)[1], held.get(3)[1], "files");
        assertTrue(held.get(3)[2] <= held.get(2)[2] + JVM_THREADS, () -> "threads: " + text(out));
        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static long[] numbers(final String line) {
        return Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static String text(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException ex) {
            return ex.toString();
        }
    }
}
