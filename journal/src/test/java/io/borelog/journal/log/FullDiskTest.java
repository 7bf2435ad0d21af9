package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageState;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A really full file system: a small tmpfs, where the machine lets us mount one. */
class FullDiskTest {
    private static final long DISK_BYTES = 64L << 20;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path temp;
    private Path disk;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[32 << 10]);

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        disk = Files.createDirectory(temp.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString()) == 0,
            "skipped: a tmpfs cannot be mounted here");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", "-l", disk.toString());
    }

    private static int run(final String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    }

    private JournalAppender open(final StageFile stageFile) {
        return Journals.append(disk, "inbound", 8 << 20, new SpaceRules(4 << 20, 8 << 20, 12 << 20), Durability.DISK, stageFile, () -> 0);
    }

    @Test
    void shouldRefuseInTimeLoseNothingAndGoOnWhenThereIsSpace() throws IOException {
        int appended = 0;
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0); JournalAppender appender = open(stageFile)) {
            appended = fill(appender, appended);
            assertTrue(appended > 100, "some were taken: " + appended);
            assertFalse(appender.hasRoom(payload.capacity()));
            appender.commit();
            assertReadable(stageFile, appended);
            for (final Path file : CycleFiles.list(disk.resolve("inbound")).subList(0, 2)) {
                Files.delete(file); // as retention does
            }
            assertTrue(fill(appender, appended) > appended, "work goes on by itself");
            appender.commit();
        }
    }

    @Test
    void shouldStartOnAFullDiskWithWhatWasAllocatedBefore() throws IOException {
        int appended = 0;
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0); JournalAppender appender = open(stageFile)) {
            appended = fill(appender, appended);
            appender.commit();
        }
        final Path filler = disk.resolve("filler");
        fillCompletely(filler);
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0); JournalAppender appender = open(stageFile)) {
            appended = fill(appender, appended);
            assertFalse(appender.hasRoom(payload.capacity()));
            appender.commit();
            assertReadable(stageFile, appended);
            Files.delete(filler);
            for (final Path file : CycleFiles.list(disk.resolve("inbound")).subList(0, 2)) {
                Files.delete(file);
            }
            assertTrue(fill(appender, appended) > appended);
            appender.commit();
        }
    }

    @Test
    void shouldStartOnAFullDiskThoughTheWriterWasKilledInAForce() throws IOException {
        try (StageFile stageFile = StageFile.create(StageFile.path(disk, "ingest"), 0)) {
            final int appended;
            try (JournalAppender appender = open(stageFile)) {
                appended = fill(appender, 0);
                appender.commit();
            }
            fillCompletely(disk.resolve("filler"));
            stageFile.forcing(true);
            try (StageFile next = StageFile.create(StageFile.path(disk, "ingest"), 0); JournalAppender appender = open(next)) {
                appender.commit();
                assertReadable(next, appended);
            }
        }
    }

    /** After a reboot every journal's last file is written anew, and all may be after the same little room. */
    @Test
    @Timeout(60)
    void shouldWaitForTheRoomToWriteTheLastFilesAnew() throws Exception {
        final List<String> journals = List.of("inbound", "matched", "outbound");
        final SpaceRules rules = new SpaceRules(1 << 20, 0, 0);
        for (final String journal : journals) {
            try (StageFile stageFile = StageFile.create(StageFile.path(temp, journal), 0); JournalAppender appender = Journals.append(
                disk, journal, 8 << 20, rules, Durability.DISK, stageFile, () -> 0)) {
                append(appender, 0, 150);
                appender.commit();
                stageFile.forceFailed();
            }
        }
        final Path filler = disk.resolve("filler");
        fillCompletely(filler);
        final ExecutorService writers = Executors.newFixedThreadPool(journals.size());
        try {
            final List<Future<Integer>> opened = new ArrayList<>();
            for (final String journal : journals) {
                opened.add(writers.submit(() -> openAndAppendOne(journal, rules)));
            }
            for (final String journal : journals) {
                awaitWaiting(journal);
            }
            truncate(filler, 9 << 20); // enough for one of them
            while (opened.stream().noneMatch(Future::isDone)) {
                LockSupport.parkNanos(1_000_000);
            }
            Files.delete(filler);
            for (final Future<Integer> one : opened) {
                assertEquals(151, one.get(DEADLINE_NS, TimeUnit.NANOSECONDS));
            }
        } finally {
            writers.shutdownNow();
        }
    }

    /** What was forced and has turned keeps its place and takes its room, though the scan ends before it. */
    @Test
    void shouldHaveRoomForWhatIsKeptThoughItCannotBeRead() throws IOException {
        final Path directory = disk.resolve("inbound");
        final long forced;
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0); JournalAppender appender = Journals.append(
            disk, "inbound", 16 << 20, new SpaceRules(1 << 20, 0, 0), Durability.DISK, stageFile, () -> 0)) {
            append(appender, 0, 300);
            appender.commit();
            forced = appender.lastSeq();
        }
        final Path file = CycleFiles.list(directory).get(0);
        final List<Integer> before = offsets(file);
        for (final int offset : before.subList(2, before.size())) {
            overwrite(file, offset + 1_000, 1);
        }
        final Path filler = disk.resolve("filler");
        fillCompletely(filler);
        truncate(filler, 6 << 20); // for the records that can be read, not for the 9 MiB that stay
        final FillerAway limit = new FillerAway(filler, forced);
        TornTail.repair(directory, Durability.DISK, limit);
        assertTrue(limit.hasWaited);
        final List<Integer> unreadable = new ArrayList<>();
        new CycleScan().scan(file, Seq.NONE, forced, new CycleScan.Visitor() {
            @Override
            public void onRecord(final UnsafeBuffer buffer, final int offset, final int length) {
                // these are read
            }

            @Override
            public void onUnreadable(final UnsafeBuffer buffer, final int offset, final int length) {
                unreadable.add(offset);
            }
        });
        assertEquals(before.subList(2, before.size()), unreadable);
    }

    /** Makes room as soon as somebody waits for it. */
    private static final class FillerAway implements DurableLimit {
        private final Path filler;
        private final long forced;
        private boolean hasWaited;

        FillerAway(final Path filler, final long forced) {
            this.filler = filler;
            this.forced = forced;
        }

        @Override
        public void waiting(final boolean forSpace) {
            hasWaited = true;
            try {
                Files.deleteIfExists(filler);
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        @Override
        public long everForced() {
            return forced;
        }

        @Override
        public boolean tailIsSuspect() {
            return true;
        }

        @Override
        public void publish(final long seq) {
            // nothing is appended
        }

        @Override
        public void forcing(final boolean inProgress) {
            // as publish
        }

        @Override
        public void forced(final long seq) {
            // as publish
        }
    }

    /** A repair does not wait: whoever repairs makes room and tries again. */
    @Test
    void shouldSayHowMuchSpaceARepairNeedsAndChangeNothing() throws IOException {
        final int appended;
        final long told;
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0); JournalAppender appender = Journals.append(
            disk, "inbound", 2 << 20, new SpaceRules(1 << 20, 0, 0), Durability.DISK, stageFile, () -> 0)) {
            appended = append(appender, 0, 280);
            appender.commit();
            told = appender.lastSeq();
        }
        final List<Path> files = CycleFiles.list(disk.resolve("inbound"));
        assertTrue(files.size() > 3);
        for (final Path file : List.of(files.get(0), files.get(1), files.get(files.size() - 1))) {
            overwrite(file, offsets(file).get(3) - Integer.BYTES, 77);
        }
        final List<byte[]> before = begins(files);
        final Path quarantine = disk.resolve("quarantine/inbound-1");
        final Path filler = disk.resolve("filler");
        fillCompletely(filler);

        final long needed = refused(told, quarantine);
        assertTrue(needed > 3L << 20, "names " + needed);
        truncate(filler, needed / 2);
        assertEquals(needed, refused(told, quarantine), "with room for some of them");
        final List<byte[]> after = begins(CycleFiles.list(disk.resolve("inbound")));
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), after.get(i), files.get(i).toString());
        }
        assertFalse(Files.exists(disk.resolve("quarantine")));
        assertFalse(Files.exists(disk.resolve("inbound/rewrite")));

        truncate(filler, needed - Files.getFileStore(disk).getUsableSpace());
        assertEquals(3, Salvage.run(disk, "inbound", told, false, quarantine).files().size());
        try (StageFile stageFile = StageFile.watch(StageFile.path(temp, "ingest"))) {
            assertReadable(stageFile, appended);
        }
    }

    /** Neither does it wait where what is good of a derived journal is copied. */
    @Test
    @Timeout(60)
    void shouldSayHowMuchSpaceItNeedsToCopyADerivedJournal() throws IOException {
        final SpaceRules rules = new SpaceRules(1 << 20, 2 << 20, 3 << 20);
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "correlate"), 0); JournalAppender appender = Journals.append(
            disk, "matched", 2 << 20, rules, Durability.DISK, stageFile, () -> 0)) {
            append(appender, 0, 200);
            appender.commit();
        }
        final List<Path> files = CycleFiles.list(disk.resolve("matched"));
        final List<byte[]> before = begins(files);
        final Path filler = disk.resolve("filler");
        fillCompletely(filler);
        final Executable copy = () -> Journals.rewrite(disk, "matched", 2 << 20, rules, Long.MAX_VALUE, Seq.NONE, false);
        final long needed = refused(copy);
        assertTrue(needed > 200L * payload.capacity(), "names " + needed);
        truncate(filler, 6 << 20); // enough to begin with
        assertEquals(needed, refused(copy));
        assertEquals(files, CycleFiles.list(disk.resolve("matched")));
        for (int i = 0; i < before.size(); i++) {
            assertArrayEquals(before.get(i), begins(files).get(i), files.get(i).toString());
        }
        assertFalse(Files.exists(disk.resolve("matched.rewrite")));

        truncate(filler, needed - Files.getFileStore(disk).getUsableSpace());
        assertTrue(Files.isDirectory(Journals.rewrite(disk, "matched", 2 << 20, rules, Long.MAX_VALUE, Seq.NONE, false)));
        assertEquals(200, messages("matched"));
    }

    private long refused(final long told, final Path quarantine) {
        return refused(() -> Salvage.run(disk, "inbound", told, false, quarantine));
    }

    /** @return the bytes that are needed, as said. */
    private static long refused(final Executable repair) {
        final StageException refused = assertThrows(StageException.class, repair);
        assertEquals(ExitCode.DISK, refused.exitCode(), refused.getMessage());
        final Matcher bytes = Pattern.compile("anew (\\d+) bytes of free space are needed").matcher(refused.getMessage());
        assertTrue(bytes.find(), refused.getMessage());
        return Long.parseLong(bytes.group(1));
    }

    private static List<byte[]> begins(final List<Path> files) throws IOException {
        final List<byte[]> begins = new ArrayList<>();
        for (final Path file : files) {
            try (InputStream bytes = Files.newInputStream(file)) {
                begins.add(bytes.readNBytes(3 << 20));
            }
        }
        return begins;
    }

    private static List<Integer> offsets(final Path file) throws IOException {
        final List<Integer> offsets = new ArrayList<>();
        new CycleScan().scan(file, Seq.NONE, (buffer, offset, length) -> offsets.add(offset));
        return offsets;
    }

    private static void overwrite(final Path file, final int offset, final int with) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(offset);
            raw.write(with);
        }
    }

    /** @return messages that are in it then */
    private int openAndAppendOne(final String journal, final SpaceRules rules) {
        final UnsafeBuffer one = new UnsafeBuffer(new byte[100]);
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, journal), 0); JournalAppender appender = Journals.append(
            disk, journal, 8 << 20, rules, Durability.DISK, stageFile, () -> 0)) {
            appender.append(RecordKind.MESSAGE, 0, 0, 150, one, 0, one.capacity());
            appender.commit();
        }
        return messages(journal);
    }

    private int messages(final String journal) {
        int messages = 0;
        try (JournalTailer tailer = Journals.tail(disk, journal, () -> Long.MAX_VALUE)) {
            while (tailer.next()) {
                messages += tailer.record().kind() == RecordKind.MESSAGE ? 1 : 0;
            }
        }
        return messages;
    }

    private void awaitWaiting(final String journal) {
        try (StageFile stageFile = StageFile.watch(StageFile.path(temp, journal))) {
            while (stageFile.state() != StageState.WAITING) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private static void truncate(final Path file, final long by) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - by);
        }
    }

    @Test
    void shouldLoseNothingWhereverInAFileTheDiskIsFull() throws IOException {
        final Path filler = disk.resolve("filler");
        final SplittableRandom random = new SplittableRandom(11);
        try (StageFile stageFile = StageFile.create(StageFile.path(temp, "ingest"), 0); JournalAppender appender = Journals.append(
            disk, "inbound", 1 << 20, new SpaceRules(1 << 20, 1 << 20, 2 << 20), Durability.DISK, stageFile, () -> 0)) {
            int appended = 0;
            for (int i = 0; i < 12; i++) {
                appended = append(appender, appended, 1 + random.nextInt(40));
                fillCompletely(filler);
                appended = fill(appender, appended);
                assertFalse(appender.hasRoom(payload.capacity()));
                appender.commit();
                Files.delete(filler);
                for (final Path file : CycleFiles.list(disk.resolve("inbound")).subList(0, Math.max(0, cycles() - 6))) {
                    Files.delete(file); // as retention does
                }
            }
            appended = append(appender, appended, 1);
            appender.commit();
            assertTrue(cycles() > 3);
            assertReadable(stageFile, appended);
        }
    }

    private int cycles() throws IOException {
        return CycleFiles.list(disk.resolve("inbound")).size();
    }

    /** Waits for room where there is none, as a derived stage does. */
    private int append(final JournalAppender appender, final int from, final int count) {
        for (int number = from; number < from + count; number++) {
            payload.putLong(0, number);
            appender.append(RecordKind.MESSAGE, 0, 0, number, payload, 0, payload.capacity());
        }
        return from + count;
    }

    /** Appends until there is no room, and none comes for a while. @return the next number. */
    private int fill(final JournalAppender appender, final int from) {
        int number = from;
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() - deadlineNs < 0) {
            if (appender.hasRoom(payload.capacity())) {
                payload.putLong(0, number);
                appender.append(RecordKind.MESSAGE, 0, 0, number++, payload, 0, payload.capacity());
                deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            } else {
                Thread.onSpinWait();
            }
        }
        return number;
    }

    private static void fillCompletely(final Path file) throws IOException {
        final byte[] block = new byte[64 << 10];
        Arrays.fill(block, (byte) 1);
        try (var out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (final IOException full) {
            assertTrue(full.getMessage().contains("No space"), full.getMessage());
        }
    }

    private void assertReadable(final StageFile stageFile, final int appended) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        long last = -1;
        try (JournalTailer tailer = Journals.tail(disk, "inbound", stageFile::limit)) {
            while (last < appended - 1 && System.nanoTime() - deadlineNs < 0) {
                if (tailer.next() && tailer.record().kind() == RecordKind.MESSAGE) {
                    final long number = tailer.record().payload().getLong(tailer.record().payloadOffset());
                    assertTrue(last == -1 || number == last + 1, "after " + last + " comes " + number);
                    last = number;
                }
            }
        }
        assertEquals(appended - 1, last);
    }
}
