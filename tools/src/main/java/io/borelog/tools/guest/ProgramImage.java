package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This program, its Java and the libraries of both, as a file system that a guest mounts read-only. Everything lies where it lies on the
 * host, so that the same command line works, and so that the archive of parsed classes, which knows its jars by path and time, is taken.
 */
final class ProgramImage {
    /** Where in the image the guest finds what is not from the host: scripts, busybox, and places to mount on. */
    private static final String GUEST = "guest";
    private static final String ARCHIVE_OPTION = "-XX:SharedArchiveFile=";
    private static final Set<String> NOT_NEEDED = Set.of("jmods", "include", "man", "demo", "legal");
    private static final long MARGIN_BYTES = 64L << 20;
    private static final int BLOCK_BYTES = 4096;

    private ProgramImage() {
    }

    /**
     * @param commands command lines of this program by name, as {@link GuestMachine} takes them
     * @param work     removed by whoever made it
     * @return the image in it
     */
    static Path build(final HostPrograms programs, final Map<String, List<String>> commands, final Path work)
        throws IOException, InterruptedException {
        final Path root = Files.createDirectories(work.resolve("program"));
        for (final String directory : List.of("proc", "dev", "etc", GUEST + "/disk", GUEST + "/tmp")) {
            Files.createDirectories(root.resolve(directory));
        }
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
        final Path busybox = programs.path(HostProgram.BUSYBOX);
        Tree.copyFile(busybox, root.resolve(GUEST + "/busybox"));
        final List<Path> binaries = new ArrayList<>(List.of(busybox));
        final Map<String, String> scripts = new LinkedHashMap<>();
        for (final Map.Entry<String, List<String>> command : commands.entrySet()) {
            scripts.put(command.getKey(), script(command.getValue()));
            copyJava(Path.of(command.getValue().get(0)).getParent().getParent(), root, binaries);
            for (final Path file : files(command.getValue())) {
                if (Files.isDirectory(file)) {
                    Tree.copy(file, Tree.below(root, file), any -> true);
                } else if (Files.exists(file)) {
                    Tree.copyFile(file, Tree.below(root, file));
                }
                copyUnpacked(unpacked(file), root, binaries);
            }
        }
        for (final Path library : SharedLibraries.of(programs, binaries)) {
            Tree.copyFile(library, Tree.below(root, library));
        }
        for (final Map.Entry<String, String> one : scripts.entrySet()) {
            Files.writeString(root.resolve(GUEST).resolve(one.getKey()), one.getValue());
        }
        final Path image = work.resolve("program.img");
        programs.run(HostProgram.MKE2FS, "-q", "-t", "ext4", "-O", "^has_journal", "-m", "0", "-b", Integer.toString(BLOCK_BYTES),
            "-d", root.toString(), image.toString(), Long.toString((bytes(root) + MARGIN_BYTES) / BLOCK_BYTES));
        Tree.delete(root);
        return image;
    }

    /** Where the build unpacked the native libraries of a jar: what the program loads, and links to libraries of the host. */
    static Path unpacked(final Path jar) {
        return jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", "") + "-native");
    }

    private static void copyUnpacked(final Path directory, final Path root, final List<Path> binaries) throws IOException {
        if (Files.isDirectory(directory)) {
            Tree.copy(directory, Tree.below(root, directory), any -> true);
            addLibraries(directory, binaries);
        }
    }

    private static void addLibraries(final Path directory, final List<Path> binaries) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.filter(file -> file.toString().endsWith(".so")).forEach(binaries::add);
        }
    }

    private static void copyJava(final Path home, final Path root, final List<Path> binaries) throws IOException {
        Tree.copy(home, Tree.below(root, home),
            file -> !NOT_NEEDED.contains(home.relativize(file).getName(0).toString()) && !file.endsWith("src.zip"));
        binaries.add(home.resolve("bin/java"));
        addLibraries(home, binaries);
    }

    /** What a command line of this program refers to: its class path, its archive of classes, its configuration. */
    static List<Path> files(final List<String> command) {
        final List<Path> files = new ArrayList<>();
        for (int i = 0; i < command.size(); i++) {
            if (command.get(i).startsWith(ARCHIVE_OPTION)) {
                files.add(Path.of(command.get(i).substring(ARCHIVE_OPTION.length())));
            } else if (command.get(i).equals("--config")) {
                files.add(Path.of(command.get(i + 1)));
            } else if (command.get(i).equals("-cp")) {
                Stream.of(command.get(i + 1).split(":")).filter(entry -> !entry.isEmpty()).map(Path::of).forEach(files::add);
            }
        }
        return files.stream().map(Path::toAbsolutePath).map(Path::normalize).toList();
    }

    /** @return a script that becomes this command, in a place where it can write. */
    static String script(final List<String> command) {
        return "cd /" + GUEST + "/tmp && exec "
            + command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").collect(Collectors.joining(" ")) + "\n";
    }

    private static long bytes(final Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(Path::toFile).mapToLong(file -> file.isFile() ? file.length() + BLOCK_BYTES : BLOCK_BYTES).sum();
        }
    }
}
