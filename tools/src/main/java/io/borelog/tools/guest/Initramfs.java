package io.borelog.tools.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The first file system of a guest: busybox, the drivers that the kernel has as modules, and the script {@code init} beside this class. */
final class Initramfs {
    private Initramfs() {
    }

    /** @param work removed by whoever made it; @return the archive in it */
    static Path build(final HostPrograms programs, final Path work) throws IOException, InterruptedException {
        final Path root = Files.createDirectories(work.resolve("initramfs"));
        for (final String directory : List.of("bin", "modules", "proc", "sys", "dev", "program")) {
            Files.createDirectories(root.resolve(directory));
        }
        final Path busybox = programs.path(HostProgram.BUSYBOX);
        Tree.copyFile(busybox, root.resolve("bin/busybox"));
        for (final Path library : SharedLibraries.of(programs, List.of(busybox))) {
            Tree.copyFile(library, Tree.below(root, library));
        }
        final Map<String, byte[]> modules = KernelModules.of(programs);
        for (final Map.Entry<String, byte[]> module : modules.entrySet()) {
            Files.write(root.resolve("modules").resolve(module.getKey()), module.getValue());
        }
        Files.write(root.resolve("modules/order"), modules.keySet());
        final Path init = root.resolve("init");
        try (InputStream script = Initramfs.class.getResourceAsStream("init")) {
            Files.copy(script, init);
        }
        Files.setPosixFilePermissions(init, PosixFilePermissions.fromString("rwxr-xr-x"));
        return pack(programs, root, work);
    }

    private static Path pack(final HostPrograms programs, final Path root, final Path work) throws IOException, InterruptedException {
        final Path names = work.resolve("initramfs.names");
        try (Stream<Path> files = Files.walk(root)) {
            Files.write(names, files.skip(1).map(file -> root.relativize(file).toString()).toList());
        }
        final Path archive = work.resolve("initramfs.cpio");
        final Process process = new ProcessBuilder(programs.command(HostProgram.BUSYBOX, "cpio", "-o", "-H", "newc"))
            .directory(root.toFile()).redirectInput(names.toFile()).redirectOutput(archive.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor() != 0) {
            throw new IOException("busybox cpio ended with " + process.exitValue());
        }
        return archive;
    }
}
