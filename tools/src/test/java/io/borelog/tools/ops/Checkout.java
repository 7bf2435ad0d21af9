package io.borelog.tools.ops;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Where the checkout is, and what the machine has. */
public final class Checkout {
    private Checkout() {
    }

    /** @param name relative to the root of the checkout */
    public static Path path(final String name) {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").resolve(name).normalize();
    }

    /** A program that may well not be on the machine: skips the test where it is not. */
    static Path program(final String name) {
        final Path found = find(name);
        Assumptions.assumeTrue(found != null, name + " is not on this machine");
        return found;
    }

    /** A program that is tried against ours: skips the test where it is not there, fails it where {@code BORELOG_STRANGERS=required}. */
    static Path stranger(final String name) {
        if ("required".equals(System.getenv("BORELOG_STRANGERS"))) {
            Assertions.assertNotNull(find(name), name + " is not on this machine and BORELOG_STRANGERS=required");
        }
        return program(name);
    }

    private static Path find(final String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
            .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst().orElse(null);
    }
}
