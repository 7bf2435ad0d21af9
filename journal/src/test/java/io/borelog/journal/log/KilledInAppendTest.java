package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chronicle writes a document and then its header: killed in between, the writer leaves a whole record that is not there. */
class KilledInAppendTest {
    private static final int RECORDS = 20;

    @TempDir
    private Path data;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[100]);

    private JournalAppender open(final StageFile stageFile) {
        return Journals.append(data, "inbound", 1 << 20, SpaceRules.SMALL, Durability.DISK, stageFile, () -> 1);
    }

    private StageFile stageFile() {
        return StageFile.create(StageFile.path(data, "ingest"), 0);
    }

    /** A life that ends in the midst of its last append, of this length, behind these many that were told. */
    private void live(final int committed, final int length) throws IOException {
        final long last;
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            append(appender, committed);
            appender.commit();
            last = appender.lastSeq();
        }
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[RecordHeader.LENGTH + length]);
        RecordHeader.write(bytes, 0, RecordKind.MESSAGE, 0, last + 1, Seq.NONE, 0, length, 0, 1, 1);
        bytes.putInt(RecordHeader.CRC_OFFSET, new Checksum().ofRecord(bytes, 0, length), ByteOrder.LITTLE_ENDIAN);
        final int at = new CycleScan().scan(file(), 0, (buffer, offset, ignored) -> { }).nextOffset();
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek(at + Integer.BYTES);
            raw.write(bytes.byteArray());
        }
    }

    private void append(final JournalAppender appender, final int count) {
        for (int i = 0; i < count; i++) {
            appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, 100);
        }
    }

    private void hide(final int index) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek(offsets().get(index) - Integer.BYTES);
            raw.writeInt(0);
        }
    }

    private Path file() throws IOException {
        return CycleFiles.list(data.resolve("inbound")).get(0);
    }

    private List<Integer> offsets() throws IOException {
        final List<Integer> offsets = new ArrayList<>();
        new CycleScan().scan(file(), 0, (buffer, offset, length) -> offsets.add(offset));
        return offsets;
    }

    @Test
    void shouldGoOnInThePlaceOfTheRecord() throws IOException {
        live(RECORDS, 3_000);
        live(0, 200); // what the first death left lies behind this one's
        live(1, 100);
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            appender.commit();
        }
        final List<Long> seqs = new ArrayList<>();
        try (JournalTailer tailer = Journals.tail(data, "inbound", () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                seqs.add(tailer.record().seq());
            }
        }
        assertEquals(RECORDS + 5, seqs.size(), seqs.toString());
        assertEquals(List.of(Seq.first(2), Seq.first(3), Seq.first(3) + 1, Seq.first(4)), seqs.subList(RECORDS + 1, RECORDS + 5));
    }

    @Test
    void shouldMissARecordThatWasForced() throws IOException {
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            append(appender, RECORDS);
            appender.commit();
        }
        hide(RECORDS);
        assertCorrupt();
    }

    @Test
    void shouldMissARecordThatHasOthersBehindIt() throws IOException {
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            append(appender, RECORDS);
            appender.publish();
        }
        hide(RECORDS - 1);
        assertCorrupt();
    }

    private void assertCorrupt() {
        try (StageFile stageFile = stageFile()) {
            final StageException ex = assertThrows(StageException.class, () -> open(stageFile));
            assertEquals(ExitCode.CORRUPT, ex.exitCode(), ex.getMessage());
            assertTrue(ex.getMessage().contains("inbound"), ex.getMessage());
        }
    }
}
