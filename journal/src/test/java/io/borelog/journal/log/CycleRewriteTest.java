package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files written anew by a repair and by a start: what stays of a journal, and what a death in the middle of it leaves. */
class CycleRewriteTest {
    private static final int MESSAGES = 120;
    private static final int PAYLOAD = 24 << 10;
    private static final int USED = 2 << 20;
    private static final String JOURNAL = "inbound";

    @TempDir
    private Path data;
    private Path journal;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[PAYLOAD]);
    private long told;

    @BeforeEach
    void write() throws IOException {
        journal = data.resolve(JOURNAL);
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            for (int i = 0; i < MESSAGES; i++) {
                payload.putLong(0, i);
                appender.append(RecordKind.MESSAGE, 0, 0, i, payload, 0, PAYLOAD);
            }
            appender.commit();
            told = appender.lastSeq();
        }
        assertEquals(3, files().size());
    }

    private StageFile stageFile() {
        return StageFile.create(StageFile.path(data, "ingest"), 0);
    }

    private JournalAppender open(final StageFile stageFile) {
        return Journals.append(data, JOURNAL, 1 << 20, SpaceRules.SMALL, Durability.DISK, stageFile, () -> 1);
    }

    private List<Path> files() throws IOException {
        return CycleFiles.list(journal);
    }

    private static byte[] begin(final Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(USED);
        }
    }

    /** @param at where bits are turned, counted from the record's beginning */
    private static void turn(final Path file, final int record, final int... at) throws IOException {
        final List<Integer> offsets = new ArrayList<>();
        new CycleScan().scan(file, Seq.NONE, (buffer, offset, length) -> offsets.add(offset));
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            for (final int one : at) {
                raw.seek(offsets.get(record) + one);
                final int was = raw.read();
                raw.seek(offsets.get(record) + one);
                raw.write(was ^ 4);
            }
        }
    }

    /** Seqs by their indices. */
    private Map<Long, Long> seqs() {
        final Map<Long, Long> seqs = new TreeMap<>();
        try (JournalTailer tailer = Journals.tail(data, JOURNAL, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                seqs.put(tailer.record().index(), tailer.record().seq());
            }
            tailer.requireWhole();
        }
        return seqs;
    }

    private Salvage.Result repair(final String quarantine) {
        return Salvage.run(data, JOURNAL, told, false, data.resolve("quarantine").resolve(quarantine));
    }

    private void assertNothingIsLeftOver() throws IOException {
        try (Stream<Path> left = Files.list(journal)) {
            assertEquals(List.of(), left.filter(Files::isDirectory).toList());
        }
    }

    /** What a repair leaves that dies when the old file has its second name and the new one has not come in its place. */
    private void dieBetweenLinkAndRename(final Path file, final Path kept) throws IOException {
        final CycleRewrite rewrite = new CycleRewrite(file, copy -> new CycleScan().scan(file, Seq.NONE, copy), USED, true);
        rewrite.takeRoom();
        rewrite.write();
        Files.createDirectories(kept.getParent());
        rewrite.keep(kept);
    }

    @Test
    void shouldKeepAllIndicesWhereOnlyLengthsAreWrong() throws IOException {
        final Map<Long, Long> before = seqs();
        final Map<Path, byte[]> damaged = new TreeMap<>();
        for (final Path file : files()) {
            turn(file, 5, -Integer.BYTES);
            damaged.put(file, begin(file));
        }
        final Salvage.Result result = repair("first");
        assertEquals(3, result.files().size());
        assertTrue(result.files().stream().allMatch(one -> one.lost().isEmpty()), result::toString);
        assertEquals(before, seqs());
        for (final Path file : damaged.keySet()) {
            assertArrayEquals(damaged.get(file), begin(data.resolve("quarantine/first").resolve(file.getFileName())));
        }
        assertNothingIsLeftOver();
        assertTrue(Salvage.run(data, JOURNAL, told, false, null).files().isEmpty(), "one repair is enough");
    }

    @Test
    void shouldKeepTheIndicesAroundARecordThatIsLost() throws IOException {
        final Map<Long, Long> before = seqs();
        final Path second = files().get(1);
        turn(second, 7, -Integer.BYTES, RecordHeader.LENGTH + 100);
        assertEquals(1, repair("first").files().get(0).lost().size());
        assertEquals(before, seqs(), "an OPEN has the number and the place of what is lost");
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            appender.commit();
            assertEquals(Seq.epoch(told) + 1, Seq.epoch(appender.lastSeq()));
        }
    }

    @Test
    void shouldRepairAgainAfterADeathBetweenLinkAndRename() throws IOException {
        final Map<Long, Long> before = seqs();
        final Path first = files().get(0);
        turn(first, 5, -Integer.BYTES);
        final byte[] damaged = begin(first);
        dieBetweenLinkAndRename(first, data.resolve("quarantine/killed").resolve(first.getFileName()));
        assertArrayEquals(damaged, begin(first), "in its place");

        assertEquals(1, repair("again").files().size());
        assertEquals(before, seqs());
        for (final String quarantine : List.of("killed", "again")) {
            assertArrayEquals(damaged, begin(data.resolve("quarantine").resolve(quarantine).resolve(first.getFileName())));
        }
        assertNothingIsLeftOver();
    }

    @Test
    void shouldStartAgainAfterADeathBetweenLinkAndRename() throws IOException {
        final Path last = files().get(2);
        final Path bad = last.resolveSibling(last.getFileName() + ".bad");
        final Map<Long, Long> before = seqs();
        try (StageFile stageFile = stageFile()) {
            dieBetweenLinkAndRename(last, bad);
            stageFile.forceFailed();
            try (JournalAppender appender = open(stageFile)) {
                appender.commit();
            }
        }
        assertTrue(seqs().entrySet().containsAll(before.entrySet()));
        assertFalse(Files.isSameFile(bad, last));
        assertNothingIsLeftOver();
    }

    @Test
    void shouldRemoveAtAnyStartWhatARepairHasLeft() throws IOException {
        final Map<Long, Long> before = seqs();
        final Path first = files().get(0);
        dieBetweenLinkAndRename(first, data.resolve("quarantine/killed").resolve(first.getFileName()));
        try (StageFile stageFile = stageFile(); JournalAppender appender = open(stageFile)) {
            appender.commit();
        }
        assertNothingIsLeftOver();
        assertTrue(seqs().entrySet().containsAll(before.entrySet()));
    }

    /** Dead between two renames. */
    @Test
    void shouldGoOnWithTheFilesThatAKilledRepairHasNotComeTo() throws IOException {
        final Map<Long, Long> before = seqs();
        for (final Path file : files()) {
            turn(file, 5, -Integer.BYTES);
        }
        repair("killed");
        for (final Path file : files().subList(1, 3)) { // as if these had not been replaced yet
            Files.move(data.resolve("quarantine/killed").resolve(file.getFileName()), file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertEquals(2, repair("again").files().size());
        assertEquals(before, seqs());
    }

    @Test
    void shouldHaveRoomForTheIndexOfTheMostRecordsThatAFileCanHold() {
        final long records = Integer.MAX_VALUE / (Integer.BYTES + RecordHeader.LENGTH);
        final long pageLength = Long.BYTES * (CycleFiles.ROLL_CYCLE.defaultIndexCount() + 8L);
        final long pages = 2 + records / CycleFiles.ROLL_CYCLE.defaultIndexCount() / CycleFiles.ROLL_CYCLE.defaultIndexSpacing();
        final Path file = journal.resolve("19700102F.cq4");
        final long beside = new CycleRewrite(file, copy -> { }, 1, false).bytes() - CycleRewrite.BESIDE;
        assertTrue(pages * pageLength < beside / 2, pages + " pages of " + pageLength);
    }
}
