package io.borelog.tools.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of ops/systemd, as systemd itself reads them: copies whose ExecStart names a program that is there. */
class UnitsTest {
    private static final String INSTALLED = "/usr/bin/borelog";
    /** systemd's score for how much of the host a unit may touch, 0 to 100, lower is better: what has been reached may not be lost. */
    private static final int MAX_EXPOSURE = 12;

    @TempDir
    private Path folder;

    @Test
    void shouldSatisfySystemdWithoutAWord() throws Exception {
        final Path analyze = Checkout.program("systemd-analyze");
        final List<String> command = new ArrayList<>(List.of(analyze.toString(), "verify", "--man=no"));
        try (Stream<Path> units = Files.list(copyUnits())) {
            units.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(command::add);
        }
        assertEquals(9, command.size(), command.toString());
        final Outcome outcome = run(command);
        assertEquals("", outcome.output);
        assertEquals(0, outcome.exitCode);
    }

    @Test
    void shouldAcceptTheExampleOfPinning() throws Exception {
        final Path analyze = Checkout.program("systemd-analyze");
        final Path units = copyUnits();
        final Path example = units.resolve("borelog-infer@.service.d").resolve("10-cpu.conf.example");
        Files.move(example, example.resolveSibling("10-cpu.conf"));
        final Outcome outcome = run(List.of(analyze.toString(), "verify", "--man=no", units.resolve("borelog-infer@.service").toString()));
        assertEquals("", outcome.output);
        assertEquals(0, outcome.exitCode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest", "correlate", "infer@", "infer-shadow", "publish"})
    void shouldExposeLittleOfTheHost(final String stage) throws Exception {
        final Path analyze = Checkout.program("systemd-analyze");
        final Path unit = copyUnits().resolve("borelog-" + stage + ".service");
        final Outcome outcome = run(List.of(analyze.toString(), "security", "--no-pager", "--offline=true",
            "--threshold=" + MAX_EXPOSURE, unit.toString()));
        assertEquals(0, outcome.exitCode, outcome.output);
    }

    @Test
    void shouldNotRestartWhereAPersonIsNeeded() throws IOException {
        final String common = Files.readString(Checkout.path("ops/systemd/borelog-.service.d/10-common.conf"));
        final String codes = "%d %d %d".formatted(ExitCode.USAGE.code(), ExitCode.CORRUPT.code(), ExitCode.LOCKED.code());
        assertTrue(common.contains("\nRestartPreventExitStatus=" + codes + "\n"), codes);
    }

    /** @return the folder with the copies. */
    private Path copyUnits() throws IOException {
        final Path program = folder.resolve("borelog");
        Files.writeString(program, "#!/bin/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        final Path from = Checkout.path("ops/systemd");
        final Path to = folder.resolve("systemd");
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                final Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.writeString(copy, Files.readString(file).replace(INSTALLED, program.toString()));
                }
            }
        }
        return to;
    }

    private record Outcome(int exitCode, String output) {
    }

    private static Outcome run(final List<String> command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
