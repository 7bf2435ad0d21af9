package io.borelog.tools.ops;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the checkout is, and what the machine has; for the tests of this room. */
final class Checkout {
    private Checkout() {
    }

    /** @param name relative to the root of the checkout */
    static Path path(final String name) {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").resolve(name).normalize();
    }

    /** A program of the machine. Skips the test where it is not there, and fails it where {@code BORELOG_STRANGERS=required}. */
    static Path program(final String name) {
        final Path found = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
            .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst().orElse(null);
        if (found == null && "required".equals(System.getenv("BORELOG_STRANGERS"))) {
            Assertions.fail(name + " is not on this machine and BORELOG_STRANGERS=required");
        }
        Assumptions.assumeTrue(found != null, name + " is not on this machine");
        return found;
    }
}
