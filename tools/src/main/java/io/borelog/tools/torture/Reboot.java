package io.borelog.tools.torture;

import io.borelog.tools.guest.Tree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/** The machine has not been started again, so the stage files must be made to look as if it had. Only while no stage runs. */
final class Reboot {
    private static final int BOOT_ID = 8; // drawn above StageFile

    private Reboot() {
    }

    /** They are gone, as from a disk in memory, or they name another boot. */
    static void pretend(final Path stages, final Random random) throws IOException {
        if (!Files.isDirectory(stages)) {
            return;
        }
        if (random.nextBoolean()) {
            Tree.delete(stages);
        } else {
            anotherBoot(stages, random);
        }
    }

    static void anotherBoot(final Path stages, final Random random) throws IOException {
        try (Stream<Path> files = Files.list(stages)) {
            for (final Path file : files.filter(one -> one.toString().endsWith(".stage")).toList()) {
                try (RandomAccessFile stage = new RandomAccessFile(file.toFile(), "rw")) {
                    stage.seek(BOOT_ID);
                    stage.writeLong(random.nextLong());
                    stage.writeLong(random.nextLong());
                }
            }
        }
    }
}
