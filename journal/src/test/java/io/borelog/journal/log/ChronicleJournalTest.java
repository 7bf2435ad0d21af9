package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal on real files: one writer, readers that respect its limit, rolls, searches, corruption. */
class ChronicleJournalTest {
    private static final long CYCLE_BYTES = 1 << 20;

    @TempDir
    private Path data;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[64 << 10]);
    private StageFile stageFile;
    private long wallNs = 1_000;

    @BeforeEach
    void createStageFile() {
        stageFile = StageFile.create(StageFile.path(data, "ingest"), 0);
    }

    @AfterEach
    void closeStageFile() {
        stageFile.close();
    }

    private JournalAppender appender() {
        return Journals.append(data, "inbound", CYCLE_BYTES, SpaceRules.SMALL, Durability.DISK, stageFile, () -> wallNs);
    }

    private JournalTailer tailer() {
        return Journals.tail(data, "inbound", stageFile::limit);
    }

    private long append(final JournalAppender appender, final long value, final int length) {
        payload.putLong(0, value);
        return appender.append(RecordKind.MESSAGE, 0, 0, value, payload, 0, length);
    }

    private static List<RecordKind> kinds(final JournalTailer tailer) {
        final List<RecordKind> kinds = new ArrayList<>();
        while (tailer.next()) {
            kinds.add(tailer.record().kind());
        }
        return kinds;
    }

    @Test
    void shouldShowReadersOnlyWhatWasCommitted() {
        try (JournalTailer tailer = tailer(); JournalAppender appender = appender()) {
            assertFalse(tailer.next());
            append(appender, 7, 100);
            assertFalse(tailer.next());
            appender.commit();
            assertEquals(List.of(RecordKind.OPEN, RecordKind.MESSAGE), kinds(tailer));
            append(appender, 8, 100);
            assertFalse(tailer.next());
            appender.commit();
            assertTrue(tailer.next());
            assertEquals(8, tailer.record().payload().getLong(tailer.record().payloadOffset()));
            assertEquals(stageFile.forced(), appender.lastSeq());
        }
    }

    @Test
    void shouldRaiseTheEpochAtEveryOpeningAndCarryTimesOn() {
        long last;
        try (JournalAppender appender = appender()) {
            wallNs = 5_000;
            last = append(appender, 42, 8);
            appender.commit();
        }
        wallNs = 10; // the clock was set back
        try (JournalAppender appender = appender(); JournalTailer tailer = tailer()) {
            assertEquals(Seq.epoch(last) + 1, Seq.epoch(appender.lastSeq()));
            assertEquals(42, appender.lastJournalTimeNs());
            assertEquals(5_000, appender.lastWallTimeNs());
            append(appender, 43, 8);
            appender.commit();
            assertEquals(List.of(RecordKind.OPEN, RecordKind.MESSAGE, RecordKind.OPEN, RecordKind.MESSAGE), kinds(tailer));
        }
    }

    /** A writer whose force has failed leaves its tail suspect; the next one puts a rewritten file in its place. */
    @Test
    void shouldGoOnInTheFileThatAWriterHasRewrittenUnderAReader() {
        try (JournalTailer reader = tailer(); JournalTailer seeker = tailer()) {
            final long index;
            try (JournalAppender appender = appender()) {
                append(appender, 1, 100);
                appender.commit();
                assertEquals(List.of(RecordKind.OPEN, RecordKind.MESSAGE), kinds(reader));
                index = appender.lastIndex();
                assertTrue(seeker.seekIndex(index)); // at its place, and nothing read yet
            }
            stageFile.forceFailed();
            try (JournalAppender appender = appender()) {
                append(appender, 2, 100);
                appender.commit();
                assertEquals(1, badFiles());
                assertEquals(List.of(RecordKind.OPEN, RecordKind.MESSAGE), kinds(reader));
                assertEquals(List.of(RecordKind.MESSAGE, RecordKind.OPEN, RecordKind.MESSAGE), kinds(seeker));
            }
        }
    }

    /** After a power cut metadata is empty and the tail is torn: a reader that is there before the writer waits, and then finds its place. */
    @Test
    void shouldOpenNothingBeforeTheWritersFirstWordAfterAReboot() throws IOException {
        final long wanted;
        try (JournalAppender appender = appender()) {
            append(appender, 1, 100);
            wanted = append(appender, 2, 100);
            append(appender, 3, 100);
            appender.commit();
        }
        Files.write(data.resolve("inbound").resolve(ChronicleFiles.METADATA), new byte[0]);
        stageFile.close();
        Files.delete(StageFile.path(data, "ingest"));
        createStageFile();
        try (JournalTailer reader = tailer()) {
            reader.seekSeq(wanted);
            assertFalse(reader.next());
            assertEquals(wanted + 1, Journals.newestOnDisk(data, "inbound"));
            try (JournalAppender appender = appender()) {
                append(appender, 4, 100);
                appender.commit();
                assertTrue(reader.next());
                assertEquals(wanted, reader.record().seq());
                assertEquals(List.of(RecordKind.MESSAGE, RecordKind.OPEN, RecordKind.MESSAGE), kinds(reader));
            }
        }
    }

    private long badFiles() {
        try (Stream<Path> files = Files.list(data.resolve("inbound"))) {
            return files.filter(file -> file.toString().endsWith(".bad")).count();
        } catch (final IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }

    @Test
    void shouldRollByBytesAndBeginEachCycleWithAHead() throws IOException {
        try (JournalAppender appender = appender(); JournalTailer tailer = tailer()) {
            for (int i = 0; i < 100; i++) {
                append(appender, i, 32 << 10);
                appender.commit();
            }
            int expected = 0;
            int heads = 0;
            long previous = 0;
            while (tailer.next()) {
                final RecordView record = tailer.record();
                assertTrue(record.seq() == previous + 1 || previous == 0);
                previous = record.seq();
                if (record.kind() == RecordKind.MESSAGE) {
                    assertEquals(expected++, record.payload().getLong(record.payloadOffset()));
                } else if (record.kind() == RecordKind.HEAD) {
                    heads++;
                }
            }
            assertEquals(100, expected);
            assertEquals(3, heads);
            assertEquals(4, cycleFiles().size());
        }
        try (JournalAppender appender = appender()) {
            assertEquals(99, appender.lastJournalTimeNs());
        }
    }

    @Test
    void shouldFindBySeqByIndexAndByWallTimeAcrossRolls() {
        try (JournalAppender appender = appender(); JournalTailer tailer = tailer()) {
            final long[] seqs = new long[200];
            final long[] indices = new long[200];
            for (int i = 0; i < 200; i++) {
                wallNs = 10_000 + (i / 3) * 10; // three records share each wall time
                seqs[i] = append(appender, i, 32 << 10);
                indices[i] = appender.lastIndex();
            }
            appender.commit();
            for (int i = 0; i < 200; i += 7) {
                tailer.seekSeq(seqs[i]);
                assertTrue(tailer.next());
                assertEquals(seqs[i], tailer.record().seq());
                assertTrue(tailer.seekIndex(indices[i]));
                assertTrue(tailer.next());
                assertEquals(seqs[i], tailer.record().seq());
                assertEquals(indices[i], tailer.record().index());
                tailer.seekWallTime(10_000 + (i / 3) * 10);
                assertTrue(tailer.next());
                while (tailer.record().kind() == RecordKind.HEAD) {
                    assertTrue(tailer.next());
                }
                assertEquals(seqs[i / 3 * 3], tailer.record().seq());
            }
            tailer.seekWallTime(Long.MAX_VALUE);
            assertFalse(tailer.next());
            tailer.seekSeq(1);
            assertTrue(tailer.next());
            assertEquals(RecordKind.OPEN, tailer.record().kind());
            tailer.toEnd();
            assertFalse(tailer.next());
            append(appender, 1_000, 8);
            appender.commit();
            assertTrue(tailer.next());
            assertEquals(1_000, tailer.record().header().journalTimeNs());
            assertEquals(2, tailer.countFrom(indices[199]));
        }
    }

    @Test
    void shouldRefuseASecondWriter() {
        try (JournalAppender first = appender()) {
            final StageException refused = assertThrows(StageException.class, this::appender);
            assertEquals(ExitCode.LOCKED, refused.exitCode());
            assertTrue(refused.getMessage().contains(Long.toString(ProcessHandle.current().pid())), refused.getMessage());
            append(first, 1, 8);
        }
    }

    @Test
    void shouldNameTheIndexOfAFlippedBit() throws IOException {
        long index;
        try (JournalAppender appender = appender()) {
            append(appender, 1, 1_000);
            index = appender.lastIndex();
            append(appender, 2, 1_000);
            appender.commit();
        }
        final Path file = cycleFiles().get(0);
        final byte[] bytes = Files.readAllBytes(file);
        final int at = findRecord(bytes, 1) + 500;
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(bytes[at] ^ 0x10);
        }
        try (JournalTailer tailer = Journals.tail(data, "inbound", () -> Long.MAX_VALUE)) {
            assertTrue(tailer.next());
            final CorruptRecordException corrupt = assertThrows(CorruptRecordException.class, tailer::next);
            assertEquals(index, corrupt.index());
            assertTrue(corrupt.reason().startsWith("CRC"), corrupt.reason());
            assertTrue(tailer.next(), "the reader stands behind the bad record");
            assertEquals(2, tailer.record().header().journalTimeNs());
        }
    }

    /** Offset in the file of the payload whose first eight bytes, native order, are the value. */
    private static int findRecord(final byte[] bytes, final long value) {
        final UnsafeBuffer file = new UnsafeBuffer(bytes);
        for (int at = 0; at < bytes.length - 1_000; at += 4) {
            if (file.getShort(at) == (short) 0xB07E && file.getByte(at + 3) == RecordKind.MESSAGE.code()
                && file.getLong(at + 64) == value) {
                return at + 64;
            }
        }
        throw new AssertionError("record not found");
    }

    private List<Path> cycleFiles() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("inbound"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
    }

    @Test
    void shouldBeginAnOriginAtItsCycleSoThatNothingOfItIsMissed() {
        try (JournalAppender appender = appender(); JournalTailer tailer = tailer()) {
            for (int origin = 1; origin <= 100; origin++) {
                appender.append(RecordKind.DISPOSITION, origin, 0, 0, payload, 0, 32 << 10);
                appender.append(RecordKind.DISPOSITION, origin, 1, 0, payload, 0, 32 << 10);
                appender.append(RecordKind.DELIVERED, Math.max(1, origin - 50), 0, 0, payload, 0, 2); // lags behind, counts for nothing
            }
            appender.commit();
            for (int origin = 1; origin <= 100; origin++) {
                tailer.seekBeforeOrigin(origin);
                assertTrue(tailer.next());
                assertTrue(tailer.record().kind() == RecordKind.HEAD || tailer.record().seq() == Seq.first(1));
                int before = 0;
                while (tailer.record().kind() != RecordKind.DISPOSITION || tailer.record().header().originSeq() < origin) {
                    assertTrue(tailer.next());
                    before++;
                }
                assertEquals(origin, tailer.record().header().originSeq());
                assertEquals(0, tailer.record().header().originOrdinal());
                assertTrue(before < 60, "read " + before + " records of one cycle");
            }
            tailer.seekBeforeOrigin(101);
            assertTrue(tailer.next());
            assertEquals(RecordKind.HEAD, tailer.record().kind());
            tailer.seekBeforeOrigin(Seq.NONE);
            assertTrue(tailer.next());
            assertEquals(Seq.first(1), tailer.record().seq());
        }
    }
}
