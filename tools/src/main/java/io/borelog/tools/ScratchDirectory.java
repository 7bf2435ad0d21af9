package io.borelog.tools;

import io.borelog.tools.guest.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of our own, under the system's temporary one unless told otherwise, removed with everything in it. */
final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(final Path path) {
        this.path = path;
    }

    static ScratchDirectory create() throws IOException {
        return new ScratchDirectory(Files.createTempDirectory("borelog-"));
    }

    /** One inside a directory that is made where there is none. */
    static ScratchDirectory in(final Path parent) throws IOException {
        return new ScratchDirectory(Files.createTempDirectory(Files.createDirectories(parent), "borelog-"));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Tree.delete(path);
    }
}
