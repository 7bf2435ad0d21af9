package io.borelog.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a directory takes on disk. Journal files are sparse, and Java cannot ask for allocated blocks, so {@code du} is asked. */
final class DiskUse {
    private DiskUse() {
    }

    /** @return allocated bytes; the sum of the file sizes where there is no du; -1 where it cannot be read. */
    static long allocatedBytes(final Path directory) {
        try {
            final Process du = new ProcessBuilder("du", "-s", "-B1", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            final String said = new String(du.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (said.matches("(?s)\\d+\\s.*")) {
                return Long.parseLong(said.split("\\s", 2)[0]);
            }
        } catch (final IOException ex) {
            // no du on this machine
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (final IOException ex) {
            return -1;
        }
    }
}
