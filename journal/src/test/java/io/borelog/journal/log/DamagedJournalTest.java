package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Turned bits in real files of inbound. In a record: that record is lost, and readers and the next writer go on behind it. In the length
 * around it, or in what tells what came before: nobody goes on.
 */
class DamagedJournalTest {
    private static final int MESSAGES = 10;
    private static final int CONFIG = 1;
    private static final int FIRST_MESSAGE = 2;
    private static final int MIDDLE = 6;
    private static final int TICK = FIRST_MESSAGE + MESSAGES;
    private static final int LAST = TICK + 1;
    private static final int STEP_OF_BITS = 13;
    private static final int COPIED_BYTES = 128 << 10;
    private static final DecidingConfig CONFIG_IN_FORCE =
        DecidingConfig.parse(null).withFile(Settings.load(null, List.of("infer.workers=3")).deciding());

    @TempDir
    private Path temp;
    private Path data;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[4_000]);
    /** Offsets of the records in the file, the documents around them begin four bytes before. */
    private final List<Integer> offsets = new ArrayList<>();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        data = temp.resolve("data");
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            final int length = Texts.put(payload, 0, CONFIG_IN_FORCE.text());
            appender.append(RecordKind.CONFIG, 0, 0, 0, payload, 0, length);
            for (int i = 0; i < MESSAGES; i++) {
                appender.append(RecordKind.MESSAGE, 0, 0, 1 + i, payload, 0, 100 + 7 * i);
            }
            appender.append(RecordKind.TICK, 0, 0, 20, payload, 0, 0);
            appender.append(RecordKind.MESSAGE, 0, 0, 21, payload, 0, 90);
            appender.commit();
        }
        file = CycleFiles.list(data.resolve("inbound")).get(0);
        new CycleScan().scan(file, 0, (buffer, offset, length) -> offsets.add(offset));
        assertEquals(LAST + 1, offsets.size());
    }

    private StageFile stageFile() {
        return StageFile.create(StageFile.path(data, "ingest"), 0);
    }

    private JournalAppender open(final StageFile stageFile) {
        return Journals.append(data, "inbound", 1 << 20, SpaceRules.SMALL, Durability.DISK, stageFile, () -> 1);
    }

    private void turn(final int byteOffset, final int bit) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(byteOffset);
            final int was = raw.read();
            raw.seek(byteOffset);
            raw.write(was ^ 1 << bit);
        }
    }

    /** What a reader sees: indices of good records by their journal time, and of corrupt ones. */
    private void assertOneIsLost(final int record, final String what) {
        try (JournalTailer tailer = Journals.tail(data, "inbound", () -> Long.MAX_VALUE)) {
            for (int i = 0; i <= LAST; i++) {
                if (i == record) {
                    final long index = assertThrows(CorruptRecordException.class, tailer::next, what).index();
                    assertEquals(record, CycleFiles.ROLL_CYCLE.toSequenceNumber(index), what);
                } else {
                    assertTrue(tailer.next(), what);
                    assertEquals(Seq.first(1) + i, tailer.record().seq(), what);
                }
            }
            tailer.requireWhole();
            for (int i = 0; i <= LAST; i++) {
                tailer.seekSeq(Seq.first(1) + i);
                if (i == record) {
                    assertThrows(CorruptRecordException.class, tailer::next, what);
                } else {
                    assertTrue(tailer.next(), what);
                    assertEquals(Seq.first(1) + i, tailer.record().seq(), what);
                }
            }
        }
    }

    /** On a copy, so that the next bit is turned in the same files. */
    private Path copy() throws IOException {
        final Path copy = temp.resolve("copy");
        IoUtil.delete(copy.toFile(), true);
        for (final String room : List.of("inbound", "stages")) {
            Files.createDirectories(copy.resolve(room));
            try (Stream<Path> files = Files.list(data.resolve(room))) {
                for (final Path one : files.toList()) {
                    try (InputStream from = Files.newInputStream(one)) { // of a journal's file the little that is written
                        Files.write(copy.resolve(room).resolve(one.getFileName()), from.readNBytes(COPIED_BYTES));
                    }
                }
            }
        }
        return copy;
    }

    /** @return the OPEN that the next writer writes says that it follows this seq. */
    private long openedAfter(final boolean rebooted) throws IOException {
        final Path copy = copy();
        try (StageFile stages = StageFile.create(StageFile.path(copy, "ingest"), 0)) {
            if (rebooted) {
                stages.forceFailed(); // as a stage file of another boot is
            }
            try (JournalAppender appender = Journals.append(
                copy, "inbound", 1 << 20, SpaceRules.SMALL, Durability.DISK, stages, () -> 1)) {
                appender.commit();
                try (JournalTailer tailer = Journals.tail(copy, "inbound", () -> Long.MAX_VALUE)) {
                    tailer.seekSeq(appender.lastSeq());
                    assertTrue(tailer.next());
                    return new EpochRecord().wrap(tailer.record()).lastSeq();
                }
            }
        }
    }

    @Test
    void shouldLoseOneMessageToAnyTurnedBitOfItAndGoOn() throws IOException {
        for (final int record : new int[] {FIRST_MESSAGE, MIDDLE, LAST}) {
            final int length = RecordHeader.LENGTH + 90;
            for (int bit = 0; bit < length * 8; bit += record == MIDDLE && bit < RecordHeader.LENGTH * 8 ? 1 : STEP_OF_BITS) {
                final String what = "record " + record + " bit " + bit;
                turn(offsets.get(record) + bit / 8, bit % 8);
                assertOneIsLost(record, what);
                turn(offsets.get(record) + bit / 8, bit % 8);
            }
        }
    }

    @Test
    void shouldOpenBehindALostMessageAsIfItWereThere() throws IOException {
        for (final int record : new int[] {FIRST_MESSAGE, MIDDLE, LAST}) {
            for (final int at : new int[] {RecordHeader.KIND_OFFSET, RecordHeader.SEQ_OFFSET, RecordHeader.PAYLOAD_LENGTH_OFFSET,
                RecordHeader.CRC_OFFSET, RecordHeader.LENGTH + 40}) {
                turn(offsets.get(record) + at, 2);
                assertEquals(Seq.first(1) + LAST, openedAfter(false), "record " + record + " byte " + at);
                assertEquals(Seq.first(1) + LAST, openedAfter(true), "record " + record + " byte " + at + ", rebooted");
                turn(offsets.get(record) + at, 2);
            }
        }
    }

    /** Nothing is known of what was forced where the stage file is lost too: then what follows counts as torn, as it always did. */
    @Test
    void shouldNotTakeForTornWhatIsKnownToBeForced() throws IOException {
        turn(offsets.get(MIDDLE) + RecordHeader.LENGTH + 10, 0);
        assertEquals(Seq.first(1) + LAST, openedAfter(true));
        Files.delete(StageFile.path(data, "ingest"));
        assertEquals(Seq.first(1) + MIDDLE - 1, openedAfter(true));
    }

    @Test
    void shouldSayOfALostRecordWhatItWas() throws IOException {
        assertEquals(RecordKind.MESSAGE, kindOfLost(MIDDLE, RecordHeader.KIND_OFFSET, 0));
        assertEquals(RecordKind.MESSAGE, kindOfLost(MIDDLE, RecordHeader.KIND_OFFSET, 2), "a REDRIVE is shorter");
        assertEquals(RecordKind.MESSAGE, kindOfLost(MIDDLE, RecordHeader.KIND_OFFSET, 7), "no kind at all");
        assertEquals(RecordKind.TICK, kindOfLost(TICK, RecordHeader.WALL_TIME_OFFSET, 0));
        assertEquals(RecordKind.CONFIG, kindOfLost(CONFIG, RecordHeader.LENGTH + 5, 0));
        assertEquals(RecordKind.OPEN, kindOfLost(0, RecordHeader.LENGTH + 5, 0));
    }

    private RecordKind kindOfLost(final int record, final int at, final int bit) throws IOException {
        turn(offsets.get(record) + at, bit);
        try (JournalTailer tailer = Journals.tail(data, "inbound", () -> Long.MAX_VALUE)) {
            for (int i = 0; i < record; i++) {
                assertTrue(tailer.next());
            }
            return assertThrows(CorruptRecordException.class, tailer::next).kind();
        } finally {
            turn(offsets.get(record) + at, bit);
        }
    }

    @Test
    void shouldNotGoOnBehindALengthThatIsNotWhatWasWritten() throws IOException {
        for (final int record : new int[] {MIDDLE, TICK, LAST}) {
            for (int bit = 0; bit < Integer.SIZE; bit++) {
                final String what = "record " + record + " bit " + bit;
                turn(offsets.get(record) - Integer.BYTES + bit / 8, bit % 8);
                for (final boolean rebooted : new boolean[] {false, true}) {
                    if (record != LAST || !rebooted) { // the last one, after a reboot: no record, and none before it is missed
                        assertEquals(ExitCode.CORRUPT, assertThrows(StageException.class, () -> openedAfter(rebooted), what).exitCode());
                    }
                }
                assertReaderStops(record, what);
                turn(offsets.get(record) - Integer.BYTES + bit / 8, bit % 8);
            }
        }
    }

    /** At the place, or, where the document has turned into one that readers do not see, with a gap that tells. */
    private void assertReaderStops(final int record, final String what) {
        try (JournalTailer tailer = Journals.tail(data, "inbound", () -> Long.MAX_VALUE)) {
            for (int i = 0; i < record; i++) {
                assertTrue(tailer.next(), what);
            }
            try {
                if (tailer.next()) {
                    assertEquals(Seq.first(1) + record + 1, tailer.record().seq(), what);
                } else if (record != LAST) {
                    assertThrows(BrokenChainException.class, tailer::requireWhole, what);
                    assertThrows(BrokenChainException.class, tailer::next, what);
                }
            } catch (final BrokenChainException ex) {
                assertTrue(ex.getMessage().contains(Seq.text(Seq.first(1) + record - 1)), what + ": " + ex.getMessage());
                assertThrows(BrokenChainException.class, tailer::next, what);
            }
        }
    }

    @Test
    void shouldNotNumberWhatFollowsALostConfigOrOpen() throws IOException {
        for (final int record : new int[] {0, CONFIG}) {
            turn(offsets.get(record) + RecordHeader.LENGTH + 3, 1);
            assertEquals(ExitCode.CORRUPT, assertThrows(StageException.class, () -> openedAfter(false)).exitCode());
            turn(offsets.get(record) + RecordHeader.LENGTH + 3, 1);
        }
    }

    @Test
    void shouldReadTheSettingsInForceFromTheFileBeforeWhereTheHeadIsLost() throws IOException {
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            for (int i = 0; i < 400; i++) { // into the next file
                appender.append(RecordKind.MESSAGE, 0, 0, 30 + i, payload, 0, 4_000);
            }
            appender.commit();
        }
        final List<Path> files = CycleFiles.list(data.resolve("inbound"));
        assertEquals(2, files.size());
        final long last = JournalEnd.find(data.resolve("inbound"), false).lastSeq();
        file = files.get(1);
        offsets.clear();
        new CycleScan().scan(file, 0, (buffer, offset, length) -> offsets.add(offset));
        turn(offsets.get(0) + RecordHeader.LENGTH + 50, 0);
        final JournalEnd end = JournalEnd.find(data.resolve("inbound"), false);
        assertEquals(CONFIG_IN_FORCE.text(), end.config().text());
        assertEquals(last, end.lastSeq());
        assertEquals(ExitCode.CORRUPT,
            assertThrows(StageException.class, () -> JournalEnd.find(data.resolve("inbound"), true)).exitCode(), "computed again");
    }
}
