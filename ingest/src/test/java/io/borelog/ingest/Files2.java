package io.borelog.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Directories of small files, copied and put back. */
final class Files2 {
    private Files2() {
    }

    static Path copyOf(final Path from, final Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (final Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    static void replace(final Path from, final Path into) throws IOException {
        try (Stream<Path> files = Files.list(into)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        copyOf(from, into);
    }
}
