package io.borelog.journal.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;

/** Cycle numbers, their synthetic time and their file names: one place that knows how Chronicle names files. */
final class CycleFiles {
    /** A "day" per cycle: 2^32 records each, an index entry every 256 records. */
    static final RollCycle ROLL_CYCLE = RollCycles.FAST_DAILY;
    static final String SUFFIX = ".cq4";

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);

    private CycleFiles() {
    }

    /** Whether Chronicle has an entry for this record in the index of its file. */
    static boolean isIndexed(final long index) {
        return ROLL_CYCLE.toSequenceNumber(index) % ROLL_CYCLE.defaultIndexSpacing() == 0;
    }

    static Path file(final Path directory, final int cycle) {
        return directory.resolve(NAME.format(LocalDate.ofEpochDay(cycle)) + "F" + SUFFIX);
    }

    /** All cycle files, oldest first. */
    static List<Path> list(final Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted(Comparator.comparingInt(CycleFiles::cycle)).toList();
        }
    }

    /** Whether Chronicle has written anything into a file that was put in its place; its writer may have died before. */
    static boolean isBegun(final Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            final byte[] header = bytes.readNBytes(Integer.BYTES);
            return !Arrays.equals(header, new byte[header.length]);
        }
    }

    static int cycle(final Path file) {
        final String name = file.getFileName().toString();
        return (int) LocalDate.parse(name.substring(0, name.indexOf('F')), NAME).toEpochDay();
    }

    /** A clock that stands in the middle of the cycle until it is told to go on. */
    static final class Clock implements TimeProvider {
        private volatile int cycle;

        Clock(final int cycle) {
            this.cycle = cycle;
        }

        void cycle(final int newCycle) {
            cycle = newCycle;
        }

        int cycle() {
            return cycle;
        }

        @Override
        public long currentTimeMillis() {
            return (long) cycle * ROLL_CYCLE.lengthInMillis() + ROLL_CYCLE.lengthInMillis() / 2;
        }
    }
}
