package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.borelog.journal.record.RecordKind;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last file cut off at any byte: everything up to the last whole record is there, and work goes on behind it. */
class TruncatedTailTest {
    private static final int CUTS = Integer.getInteger("borelog.truncations", 100);

    @TempDir
    private Path temp;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[8 << 10]);

    private static JournalAppender open(final Path data, final StageFile stageFile) {
        return Journals.append(data, "inbound", 1 << 30, SpaceRules.SMALL, Durability.DISK, stageFile, () -> 0);
    }

    @Test
    void shouldRecoverToTheLastWholeRecord() throws IOException {
        final SplittableRandom random = new SplittableRandom(7);
        final Path whole = temp.resolve("whole");
        try (StageFile stageFile = StageFile.create(StageFile.path(whole, "ingest"), 0); JournalAppender appender = open(whole, stageFile)) {
            for (int i = 0; i < 200; i++) {
                appender.append(RecordKind.MESSAGE, 0, 0, i, payload, 0, 1 + random.nextInt(random.nextInt(3) == 0 ? 8_000 : 300));
            }
            appender.commit();
        }
        final Path file = CycleFiles.list(whole.resolve("inbound")).get(0);
        final List<Integer> ends = new ArrayList<>();
        new CycleScan().scan(file, 0, (buffer, offset, length) -> ends.add(offset + length));
        final byte[] bytes = new byte[ends.get(ends.size() - 1) + 64];
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
            raw.readFully(bytes);
        }
        for (int cut = 0; cut < CUTS; cut++) {
            final int length = ends.get(0) + random.nextInt(bytes.length - ends.get(0));
            final long expected = ends.stream().filter(end -> end <= length).count();
            assertEquals(expected, recordsAfter(file, bytes, length), "cut at byte " + length);
        }
    }

    /** @return records of the first epoch that a start on the truncated file finds. */
    private long recordsAfter(final Path file, final byte[] bytes, final int length) throws IOException {
        final Path data = temp.resolve("cut");
        Files.createDirectories(data.resolve("inbound"));
        Files.write(data.resolve("inbound").resolve(file.getFileName()), java.util.Arrays.copyOf(bytes, length));
        long records = 0;
        try (StageFile stageFile = StageFile.create(StageFile.path(data, "ingest"), 0)) {
            try (JournalAppender appender = open(data, stageFile)) {
                appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, 8);
                appender.commit();
            }
            try (JournalTailer tailer = Journals.tail(data, "inbound", stageFile::limit)) {
                while (tailer.next()) {
                    records++;
                }
            }
        }
        IoUtil.delete(data.toFile(), true);
        return records - 2; // the new epoch's OPEN and its message
    }
}
