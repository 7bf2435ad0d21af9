package io.borelog.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Which boot of the machine this is: what a stage file says holds within one boot only. */
public final class BootId {
    private static final UUID ID = read();

    private BootId() {
    }

    public static long high() {
        return ID.getMostSignificantBits();
    }

    public static long low() {
        return ID.getLeastSignificantBits();
    }

    private static UUID read() {
        try {
            return UUID.fromString(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
