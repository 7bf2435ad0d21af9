package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals of several files on disk: what may go, what is kept, and who keeps it. */
class RetentionTest {
    private static final byte[] BODY = new byte[200 << 10];
    private static final int MESSAGES = 40;

    @TempDir
    private Path data;
    @TempDir
    private Path elsewhere;
    private WrittenJournals journals;
    private final long[] seqs = new long[MESSAGES];

    @BeforeEach
    void write() {
        journals = new WrittenJournals(data);
        for (int i = 0; i < MESSAGES; i++) {
            journals.wallTime(WrittenJournals.WALL_START_NS + TimeUnit.MINUTES.toNanos(i));
            seqs[i] = journals.message("a/b", BODY);
        }
        journals.hole(seqs[1], "tool");
        journals.estimate(0, seqs[1], "tool", "OK", null);
        journals.out(seqs[1], 1, 1, "t", "{}");
        journals.consumed(StageName.CORRELATE, seqs[MESSAGES - 1]);
        journals.force(Journals.INBOUND);
    }

    @AfterEach
    void close() {
        journals.close();
    }

    private List<Retention.Verdict> plan(final String... settings) throws IOException {
        try (Retention retention = retention(settings)) {
            return retention.plan(WrittenJournals.WALL_START_NS + TimeUnit.MINUTES.toNanos(MESSAGES));
        }
    }

    private Retention retention(final String... settings) throws IOException {
        return new Retention(new DataDirectory(data), Settings.load(null, List.of(settings)));
    }

    private void snapshots(final long olderNeedsFrom) {
        journals.snapshot(seqs[20], olderNeedsFrom);
        journals.snapshot(seqs[39], seqs[39]);
        journals.force(Journals.MATCHED);
    }

    private static long removed(final List<Retention.Verdict> plan) {
        return plan.stream().filter(Retention.Verdict::remove).count();
    }

    @Test
    void shouldRemoveNothingWithoutTwoForcedSnapshots() throws IOException {
        assertEquals(0, removed(plan("retention.age=1m")));
        journals.snapshot(seqs[20], seqs[20]);
        journals.force(Journals.MATCHED);
        assertEquals(0, removed(plan("retention.age=1m")), "one is not enough: a corrupt one must not be the only one");
    }

    @Test
    void shouldKeepInboundFromTheOldestRecordThatTheOlderSnapshotRefersTo() throws IOException {
        snapshots(seqs[12]);
        final List<Retention.Verdict> plan = plan("retention.age=1m");
        assertTrue(removed(plan) >= 1);
        for (final Retention.Verdict file : plan) {
            assertEquals(file.journal().equals(Journals.INBOUND) && file.cycle().lastSeq() < seqs[12], file.remove(), file.toString());
        }
    }

    @Test
    void shouldRemoveByAgeBySizeAndByCountOldestFirst() throws IOException {
        snapshots(seqs[39]);
        assertEquals(0, removed(plan("retention.age=2h")));
        final long byAge = removed(plan("retention.age=20m"));
        assertTrue(byAge >= 2 && byAge < removed(plan("retention.age=1m")));
        final long total = new DataDirectory(data).journals().stream().mapToLong(name -> DiskUse.allocatedBytes(data.resolve(name))).sum();
        assertEquals(1, removed(plan("retention.size=" + (total - 1))), "just under the limit and no further");
        assertTrue(removed(plan("retention.records=10")) >= 4);
        assertEquals(0, removed(plan("retention.records=1000")));
    }

    @Test
    void shouldKeepWhatASessionStillHasToRead() throws IOException {
        snapshots(seqs[39]);
        Files.createDirectories(data.resolve("sessions"));
        Files.writeString(data.resolve("sessions").resolve("abc.json"),
            "{\"positions\":[" + seqs[7] + ",0],\"filters\":[{\"filter\":\"#\"}],\"inFlight\":[]}");
        for (final Retention.Verdict file : plan("retention.age=1m")) {
            assertEquals(file.cycle().lastSeq() <= seqs[7] && file.journal().equals(Journals.INBOUND), file.remove(), file.toString());
        }
    }

    /** Under a steady load there is no moment at which every estimate is forced: matched would be kept for ever. */
    @Test
    void shouldGoByWhatAWorkerHasForcedAlsoWhereItsNewestEstimateIsNot() throws IOException {
        snapshots(seqs[0]);
        journals.passed(StageName.process(StageName.INFER, 0), Seq.first(1) + 1);
        journals.estimate(0, seqs[2], "tool", "OK", null);
        try (Needs needs = new Needs(new DataDirectory(data), false)) {
            assertEquals(Seq.first(1) + 1, needs.now().matchedSeq());
        }
    }

    @Test
    void shouldKeepWhatAReaderHasALeaseOnAndSayWho() throws IOException {
        snapshots(seqs[39]);
        try (Lease lease = Lease.take(data, "republish", Journals.INBOUND, seqs[7])) {
            for (final Retention.Verdict file : plan("retention.age=1m")) {
                assertEquals(file.cycle().lastSeq() < seqs[7] && file.journal().equals(Journals.INBOUND), file.remove(), file.toString());
                assertTrue(file.remove() || file.why().contains("a file before it")
                    || file.why().equals("republish (process " + ProcessHandle.current().pid() + ") reads it"), file.toString());
            }
        }
        assertTrue(removed(plan("retention.age=1m")) >= 4, "given up");
    }

    @Test
    void shouldForgetTheLeaseOfAProcessThatWasKilled() throws Exception {
        snapshots(seqs[39]);
        try (RunningBorelog reader = RunningBorelog.start(
            Files.createTempFile(elsewhere, "talk", ".txt"), List.of(), LeaseHolder.class, data.toString())) {
            assertEquals("taken", reader.line());
            assertEquals(0, removed(plan("retention.age=1m")));
            reader.handle().destroyForcibly();
            reader.awaitExit();
        }
        try (Stream<Path> leases = Files.list(data.resolve("leases"))) {
            assertEquals(2, leases.count(), "its file is still there, beside the guard's");
        }
        assertTrue(removed(plan("retention.age=1m")) >= 4);
    }

    @Test
    void shouldTellAReaderThatComesDuringAPassWhatThePassHasRemoved() throws Exception {
        snapshots(seqs[39]);
        final String first;
        try (JournalTailer before = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            first = Long.toString(before.firstIndex());
        }
        final RunningBorelog reader;
        try (Retention retention = retention("retention.age=1m")) {
            final List<Retention.Verdict> plan = retention.plan(WrittenJournals.WALL_START_NS + TimeUnit.MINUTES.toNanos(MESSAGES));
            reader = RunningBorelog.start(Files.createTempFile(elsewhere, "talk", ".txt"),
                "replay", "--data", data.toString(), "--from", first, "--into", elsewhere.resolve("again").toString());
            assertTrue(retention.apply(plan) >= 4);
        }
        try (reader) {
            assertEquals(3, reader.awaitExit());
            assertTrue(reader.talk().get(0).contains("retention has removed inbound up to 1:"), reader.talk().toString());
        }
    }

    @Test
    void shouldLetNobodyTakeALeaseBetweenAPlanAndItsRemovals() throws Exception {
        snapshots(seqs[39]);
        final CountDownLatch started = new CountDownLatch(1);
        final AtomicBoolean taken = new AtomicBoolean();
        final Thread reader = new Thread(() -> {
            started.countDown();
            try (Lease lease = Lease.take(data, "replay", Journals.INBOUND, 0)) {
                taken.set(true);
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        });
        try (Retention retention = retention("retention.age=1m")) {
            final List<Retention.Verdict> plan = retention.plan(WrittenJournals.WALL_START_NS + TimeUnit.MINUTES.toNanos(MESSAGES));
            reader.start();
            started.await();
            assertTrue(retention.apply(plan) >= 4);
            assertFalse(taken.get());
        }
        reader.join();
        assertTrue(taken.get());
    }

    @Test
    void shouldNotJudgeAgesByAClockThatHasMadeAStep() throws IOException {
        snapshots(seqs[39]);
        try (Retention retention = retention("retention.age=1m")) {
            final List<Retention.Verdict> plan = retention.plan(WrittenJournals.WALL_START_NS + TimeUnit.HOURS.toNanos(30));
            assertEquals(0, removed(plan));
            assertTrue(plan.stream().anyMatch(file -> file.why().contains("clock")));
        }
    }

    @Test
    void shouldLeaveAJournalThatReadsOnFromItsOldestRecordAndSaysWhatIsGone() throws IOException {
        snapshots(seqs[39]);
        final long firstIndex;
        try (JournalTailer before = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            firstIndex = before.firstIndex();
        }
        try (Retention retention = retention("retention.age=1m")) {
            assertTrue(retention.apply(retention.plan(WrittenJournals.WALL_START_NS + TimeUnit.MINUTES.toNanos(MESSAGES))) >= 4);
        }
        try (JournalTailer unwarned = new DataDirectory(data).tail(Journals.INBOUND)) {
            assertTrue(unwarned.next(), "a reader that comes now begins at what is left");
            assertEquals(unwarned.firstIndex(), unwarned.record().index());
            assertTrue(unwarned.firstIndex() > firstIndex);
        }
        final long after = journals.message("a/b", BODY);
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, () -> Long.MAX_VALUE)) {
            assertFalse(tailer.seekIndex(firstIndex), "a removed index is not found");
            tailer.toStart();
            long last = 0;
            while (tailer.next()) {
                last = tailer.record().seq();
            }
            assertEquals(after, last);
        }
    }
}
