package io.borelog.tools.guest;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Directories that are copied and removed as a whole. */
public final class Tree {
    private Tree() {
    }

    /** @return the place of an absolute path of the host in a root of its own. */
    static Path below(final Path root, final Path absolute) {
        return root.resolve(absolute.getRoot().relativize(absolute));
    }

    /** Follows links, keeps times and modes; times, because the archive of parsed classes knows its jars by them. */
    static void copyFile(final Path from, final Path to) throws IOException {
        if (!Files.exists(to)) {
            Files.createDirectories(to.getParent());
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** The same for all files below a directory, but for what is left out and links that lead nowhere. */
    static void copy(final Path from, final Path to, final Predicate<Path> wanted) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.walk(from, FileVisitOption.FOLLOW_LINKS)) {
            files = all.filter(Files::isRegularFile).filter(wanted).toList();
        }
        for (final Path file : files) {
            copyFile(file, to.resolve(from.relativize(file)));
        }
    }

    /** With everything in it. */
    public static void delete(final Path directory) throws IOException {
        final List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(directory)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
