package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any single bit of any record, turned over: verify finds it and names the record. {@code -Dborelog.flips=10000} for many,
 * {@code -Dborelog.flips.seed=N} for others.
 */
class FlippedBitsTest {
    private static final int FLIPS = Integer.getInteger("borelog.flips", 300);
    private static final long SEED = Long.getLong("borelog.flips.seed", 1);

    @TempDir
    private Path data;

    /** Where a record lies in the journal's only file. */
    private record Place(long index, long offset, int length) {
    }

    @Test
    void shouldFindEveryFlippedBit() throws IOException {
        final SplittableRandom random = new SplittableRandom(SEED);
        try (WrittenJournals journals = new WrittenJournals(data)) {
            for (int i = 0; i < 60; i++) {
                journals.message("box/tool/" + i, "x".repeat(random.nextInt(random.nextInt(4) == 0 ? 9_000 : 60)) + i);
            }
        }
        final Path file;
        try (Stream<Path> files = Files.list(data.resolve(Journals.INBOUND))) {
            file = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
        }
        final List<Place> places = places(file);
        assertEquals(61, places.size(), "OPEN and all messages");
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (int flip = 0; flip < FLIPS; flip++) {
                final Place place = places.get(random.nextInt(places.size()));
                final long at = place.offset + random.nextInt(place.length);
                final int bit = 1 << random.nextInt(8);
                turn(raw, at, bit);
                final Verification found = Verification.of(new DataDirectory(data), Journals.INBOUND);
                final String what = "bit " + bit + " of byte " + at + " in the record at " + place;
                assertFalse(found.problems().isEmpty(), what);
                assertEquals(place.index, found.problems().get(0).index(), what);
                turn(raw, at, bit);
            }
        }
        assertEquals(0, Verification.of(new DataDirectory(data), Journals.INBOUND).problemCount());
    }

    private static void turn(final RandomAccessFile raw, final long at, final int bit) throws IOException {
        raw.seek(at);
        final int before = raw.read();
        raw.seek(at);
        raw.write(before ^ bit);
    }

    private List<Place> places(final Path file) throws IOException {
        final byte[] bytes = new byte[2 << 20];
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
            raw.readFully(bytes, 0, (int) Math.min(bytes.length, raw.length()));
        }
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final List<Place> places = new ArrayList<>();
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            int at = 0;
            while (tailer.next()) {
                final RecordView record = tailer.record();
                while (buffer.getShort(at) != RecordHeader.MAGIC || buffer.getLong(at + RecordHeader.SEQ_OFFSET) != record.seq()) {
                    at += 4;
                }
                places.add(new Place(record.index(), at, record.length()));
                at += record.length() / 4 * 4;
            }
        }
        return places;
    }
}
