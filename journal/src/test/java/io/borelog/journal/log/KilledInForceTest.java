package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer that was killed in a force on a machine that ran on: its file stays, unless more is wrong with it than that. */
class KilledInForceTest {
    private static final int FORCED = 40;
    private static final int LATER = 60;
    private static final int PAYLOAD = 1_000;

    @TempDir
    private Path data;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private Path file;

    @BeforeEach
    void beKilledInAForce() throws IOException {
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            append(appender, FORCED);
            appender.commit();
            append(appender, LATER);
            appender.publish(); // the call that a force begins with
            stageFile.forcing(true);
        }
        file = CycleFiles.list(data.resolve("inbound")).get(0);
    }

    private StageFile stageFile() {
        return StageFile.create(StageFile.path(data, "ingest"), 0);
    }

    private JournalAppender open(final StageFile stageFile) {
        return Journals.append(data, "inbound", 1 << 20, SpaceRules.SMALL, Durability.DISK, stageFile, () -> 1);
    }

    private void append(final JournalAppender appender, final int count) {
        for (int i = 0; i < count; i++) {
            payload.putLong(0, appender.lastSeq());
            appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, PAYLOAD);
        }
    }

    private List<Integer> offsets() throws IOException {
        final List<Integer> offsets = new ArrayList<>();
        new CycleScan().scan(file, 0, (buffer, offset, length) -> offsets.add(offset));
        return offsets;
    }

    private long badFiles() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("inbound"))) {
            return files.filter(one -> one.toString().endsWith(".bad")).count();
        }
    }

    private List<Long> seqs() {
        final List<Long> seqs = new ArrayList<>();
        try (JournalTailer tailer = Journals.tail(data, "inbound", () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                seqs.add(tailer.record().seq());
            }
        }
        return seqs;
    }

    private void overwrite(final int from, final int to, final int with) throws IOException {
        final byte[] bytes = new byte[to - from];
        Arrays.fill(bytes, (byte) with);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(from);
            raw.write(bytes);
        }
    }

    @Test
    void shouldKeepTheFileAndAllThatIsInIt() throws IOException {
        final List<Integer> before = offsets();
        try (StageFile stageFile = stageFile()) {
            assertTrue(stageFile.wasKilledInForce());
            try (JournalAppender appender = open(stageFile)) {
                appender.commit();
            }
            assertEquals(0, badFiles());
            assertEquals(before, offsets().subList(0, before.size()));
            assertEquals(1 + FORCED + LATER + 1, seqs().size());
        }
    }

    @Test
    void shouldLeaveOutATailThatIsTornAllTheSame() throws IOException {
        overwrite(offsets().get(FORCED + 20) + 100, offsets().get(FORCED + 20) + 200, 1);
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            appender.commit();
            assertEquals(1, badFiles());
            assertEquals(FORCED + 20 + 1, seqs().size());
        }
    }

    @Test
    void shouldAppendNothingThatNoReaderWouldSee() throws IOException {
        final List<Integer> offsets = offsets();
        overwrite(offsets.get(FORCED + 10) - Integer.BYTES, offsets.get(FORCED + 15) - Integer.BYTES, 0); // as if pages had been lost
        try (StageFile stageFile = stageFile()) {
            assertEquals(ExitCode.CHECK_FAILED, assertThrows(StageException.class, () -> open(stageFile)).exitCode());
        }
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            append(appender, 1);
            appender.commit();
            assertEquals(1, badFiles());
            final List<Long> seqs = seqs();
            assertEquals(FORCED + 10 + 2, seqs.size());
            assertEquals(Seq.first(1) + FORCED + 9, seqs.get(FORCED + 9));
            assertEquals(appender.lastSeq(), seqs.get(seqs.size() - 1));
        }
    }
}
