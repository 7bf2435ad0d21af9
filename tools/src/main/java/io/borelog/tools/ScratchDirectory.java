package io.borelog.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory of our own under the system's temporary one, removed with everything in it. */
final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(final Path path) {
        this.path = path;
    }

    static ScratchDirectory create() throws IOException {
        return new ScratchDirectory(Files.createTempDirectory("borelog-"));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        final List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
