package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written beside Chronicle is to Chronicle what it has written itself: it reads it, finds its way in it and goes on behind it. */
class DocumentBatchTest {
    private static final int LONGEST = 700 << 10;

    @TempDir
    private Path data;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[LONGEST]);
    private StageFile stageFile;

    @BeforeEach
    void createStageFile() {
        stageFile = StageFile.create(StageFile.path(data, "ingest"), 0);
    }

    @AfterEach
    void closeStageFile() {
        stageFile.close();
    }

    private JournalAppender appender() {
        return Journals.append(data, "inbound", 256 << 20, SpaceRules.SMALL, Durability.PAGE_CACHE, stageFile, () -> 1);
    }

    private long append(final JournalAppender appender, final int length) {
        payload.putLong(0, appender.lastSeq() + 1);
        payload.putLong(length - Long.BYTES, appender.lastSeq() + 1);
        return appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, length);
    }

    private SingleChronicleQueue chronicle() {
        return ChronicleFiles.open(data.resolve("inbound"), new CycleFiles.Clock(1), false);
    }

    private Path file() throws IOException {
        return CycleFiles.list(data.resolve("inbound")).get(0);
    }

    private byte[] beginning() throws IOException {
        try (InputStream bytes = Files.newInputStream(file())) {
            return bytes.readNBytes(32 << 10);
        }
    }

    private static long seq(final DocumentContext document) {
        final var bytes = document.wire().bytes();
        final int length = (int) bytes.readRemaining();
        final UnsafeBuffer record = new UnsafeBuffer(bytes.addressForRead(bytes.readPosition()), length);
        final long seq = new RecordHeader().wrap(record, 0).seq();
        if (record.getByte(RecordHeader.KIND_OFFSET) == RecordKind.MESSAGE.code()) {
            assertEquals(seq, record.getLong(RecordHeader.LENGTH));
            assertEquals(seq, record.getLong(length - Long.BYTES));
        }
        return seq;
    }

    private static List<Long> seqs(final SingleChronicleQueue queue) {
        final List<Long> seqs = new ArrayList<>();
        final ExcerptTailer tailer = queue.createTailer();
        for (boolean more = true; more;) {
            try (DocumentContext document = tailer.readingDocument()) {
                more = document.isPresent();
                if (more) {
                    seqs.add(seq(document));
                }
            }
        }
        return seqs;
    }

    @Test
    void shouldBeReadFoundAndGoneOnWithByChronicle() {
        final SplittableRandom random = new SplittableRandom(1);
        final List<Long> indices = new ArrayList<>();
        final long first;
        try (JournalAppender appender = appender()) {
            first = appender.lastSeq();
            indices.add(appender.lastIndex());
            for (int i = 0; i < 2_000; i++) {
                append(appender, 16 + random.nextInt(random.nextInt(50) == 0 ? LONGEST - 16 : 1_000));
                indices.add(appender.lastIndex());
                if (random.nextInt(30) == 0) {
                    appender.commit();
                }
            }
            appender.commit();
        }
        try (SingleChronicleQueue queue = chronicle()) {
            final List<Long> seqs = seqs(queue);
            assertEquals(indices.size(), seqs.size());
            assertEquals(indices.get(indices.size() - 1), queue.lastIndex());
            final ExcerptTailer tailer = queue.createTailer();
            for (int i = 0; i < indices.size(); i++) {
                assertEquals(first + i, seqs.get(i));
                assertTrue(tailer.moveToIndex(indices.get(i)));
                try (DocumentContext document = tailer.readingDocument()) {
                    assertEquals(first + i, seq(document));
                }
            }
            try (ExcerptAppender plain = queue.createAppender(); DocumentContext document = plain.writingDocument()) {
                assertEquals(indices.get(indices.size() - 1) + 1, document.index());
                document.rollbackOnClose();
            }
        }
    }

    @Test
    void shouldGoOnBehindThePagesOfAnIndex() {
        final int records = (CycleFiles.ROLL_CYCLE.defaultIndexCount() + 2) * CycleFiles.ROLL_CYCLE.defaultIndexSpacing();
        final long first;
        try (JournalAppender appender = appender()) {
            first = appender.lastSeq();
            for (int i = 1; i < records; i++) {
                append(appender, 16);
                if (i % 10_000 == 0) {
                    appender.commit();
                }
            }
            appender.commit();
        }
        try (SingleChronicleQueue queue = chronicle()) {
            final ExcerptTailer tailer = queue.createTailer();
            for (int i = records - 1_000; i < records; i++) {
                assertTrue(tailer.moveToIndex(CycleFiles.ROLL_CYCLE.toIndex(1, i)));
                try (DocumentContext document = tailer.readingDocument()) {
                    assertEquals(first + i, seq(document));
                }
            }
            assertEquals(records, seqs(queue).size());
        }
    }

    @Test
    void shouldBeThereAsAWholeOrNotAtAll() {
        try (JournalAppender appender = appender(); SingleChronicleQueue queue = chronicle()) {
            append(appender, 100);
            append(appender, LONGEST); // more than is gathered at once
            append(appender, LONGEST);
            assertEquals(1, seqs(queue).size(), "the OPEN alone");
            appender.publish();
            assertEquals(4, seqs(queue).size());
        }
    }

    /** The state between the two writes of a batch; a state behind each step of taking it away. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldGoOnInThePlaceOfABatchWhoseWriterWasKilled(final int stepsTaken) throws IOException {
        final byte[] before;
        try (JournalAppender appender = appender()) {
            append(appender, 100);
            appender.commit();
            before = beginning(); // what Chronicle knows of the file is in its first pages
            append(appender, 200);
            append(appender, 300);
            append(appender, 400);
            appender.commit();
        }
        final Path file = file();
        final List<Integer> offsets = new ArrayList<>();
        new CycleScan().scan(file, 0, (buffer, offset, length) -> offsets.add(offset));
        assertEquals(5, offsets.size());
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.write(before);
            raw.seek(offsets.get(2) - Integer.BYTES);
            raw.writeInt(stepsTaken == 2 ? 0 : Integer.reverseBytes(0x8000_0000));
            raw.write(new byte[stepsTaken > 0 ? RecordHeader.LENGTH : 0]);
        }
        assertFalse(new CycleScan().scan(file, 0, (buffer, offset, length) -> { }).endsAtBadRecord());
        try (JournalAppender appender = appender()) {
            append(appender, 150);
            appender.commit();
        }
        try (SingleChronicleQueue queue = chronicle()) {
            assertEquals(List.of(Seq.first(1), Seq.first(1) + 1, Seq.first(2), Seq.first(2) + 1), seqs(queue));
        }
    }

    @Test
    void shouldGoOnOverWhatADeadWriterHasLeft() {
        try (JournalAppender appender = appender()) {
            append(appender, 100);
            appender.commit();
            append(appender, LONGEST);
            append(appender, LONGEST);
        }
        final long lastSeq;
        try (JournalAppender appender = appender()) {
            assertEquals(Seq.first(2), appender.lastSeq());
            append(appender, 1_000);
            appender.commit();
            append(appender, 500);
            appender.commit();
            lastSeq = appender.lastSeq();
        }
        try (SingleChronicleQueue queue = chronicle()) {
            assertEquals(List.of(Seq.first(1), Seq.first(1) + 1, Seq.first(2), Seq.first(2) + 1, lastSeq), seqs(queue));
        }
        try (JournalTailer tailer = Journals.tail(data, "inbound", stageFile::limit)) {
            int count = 0;
            while (tailer.next()) {
                count++;
            }
            assertEquals(5, count);
            assertFalse(tailer.next());
        }
    }
}
