package io.borelog.tools.guest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where this host has the programs and the kernel for a guest; one that lacks any says in one line what to install. */
public final class HostPrograms {
    /** Of ordinary users the path often lacks these, and mke2fs is there. */
    private static final List<String> BESIDE_THE_PATH = List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

    private final Map<HostProgram, Path> paths;
    private final Kernel kernel;

    private HostPrograms(final Map<HostProgram, Path> paths, final Kernel kernel) {
        this.paths = paths;
        this.kernel = kernel;
    }

    /**
     * @param kernelRoot where {@code boot} and {@code lib/modules} of a kernel lie
     * @throws StageException USAGE where something is missing
     */
    public static HostPrograms find(final Path kernelRoot) throws IOException {
        if (!System.getProperty("os.name").equals("Linux") || !System.getProperty("os.arch").equals("amd64")) {
            throw new StageException(ExitCode.USAGE, "a guest runs this host's programs and must be Linux on x86-64: "
                + System.getProperty("os.name") + " on " + System.getProperty("os.arch"));
        }
        return find(directories(), kernelRoot);
    }

    /** Where programs are looked for. */
    public static List<Path> directories() {
        return Stream.concat(
            Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), BESIDE_THE_PATH.stream()).map(Path::of).toList();
    }

    public static Optional<Path> lookUp(final List<Path> directories, final String command) {
        return directories.stream().map(directory -> directory.resolve(command)).filter(Files::isExecutable).findFirst();
    }

    static HostPrograms find(final List<Path> directories, final Path kernelRoot) throws IOException {
        final Map<HostProgram, Path> paths = new EnumMap<>(HostProgram.class);
        final List<String> missing = new ArrayList<>();
        final Set<String> packages = new LinkedHashSet<>();
        for (final HostProgram program : HostProgram.values()) {
            final Optional<Path> path = lookUp(directories, program.command());
            path.ifPresent(found -> paths.put(program, found));
            if (path.isEmpty()) {
                missing.add(program.command());
                packages.add(program.debianPackage());
            }
        }
        final Optional<Kernel> kernel = Kernel.find(kernelRoot);
        if (kernel.isEmpty()) {
            missing.add("a readable vmlinuz in " + kernelRoot.resolve("boot") + " with its modules (or --kernel DIR, where its package was"
                + " unpacked)");
            packages.add("linux-image-amd64");
        }
        if (!missing.isEmpty()) {
            throw new StageException(ExitCode.USAGE, "a guest needs " + String.join(", ", missing)
                + ": apt-get install " + String.join(" ", packages));
        }
        return new HostPrograms(paths, kernel.get());
    }

    Kernel kernel() {
        return kernel;
    }

    Path path(final HostProgram program) {
        return paths.get(program);
    }

    /** @return the command line of a program with these arguments. */
    List<String> command(final HostProgram program, final String... arguments) {
        return Stream.concat(Stream.of(path(program).toString()), Arrays.stream(arguments)).toList();
    }

    /** @return what it said; @throws IOException with what it said where it ends with more than this code */
    public static String run(final ProcessBuilder builder, final int maxExitCode) throws IOException, InterruptedException {
        final Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        final String said = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (process.waitFor() > maxExitCode) {
            throw new IOException(String.join(" ", builder.command()) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    String run(final HostProgram program, final String... arguments) throws IOException, InterruptedException {
        return run(new ProcessBuilder(command(program, arguments)), 0);
    }
}
