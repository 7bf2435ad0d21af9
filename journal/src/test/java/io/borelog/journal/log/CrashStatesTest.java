package io.borelog.journal.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power cut can leave of real Chronicle files: what was forced - a whole file at a start and at a roll, in between the stretch
 * that was appended - plus any subset of the other dirty 4 KiB pages: header, index, end mark, data. Reopen, append, read everything: nothing forced is missing, no seq is used twice, no reader
 * stops. Many states: {@code -Dborelog.crash.states=100000}; one of them again: {@code -Dborelog.crash.seed=N -Dborelog.crash.states=1}.
 */
class CrashStatesTest {
    private static final int PAGE = 4096;
    private static final int STATES = Integer.getInteger("borelog.crash.states", 1_000);
    private static final long FIRST_SEED = Long.getLong("borelog.crash.seed", 1);
    private static final int STATES_PER_RUN = 10;
    private static final long CYCLE_BYTES = 1 << 20;

    @TempDir
    private Path temp;
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[300 << 10]);
    private long wallNs;

    /** Files by name: bytes up to the last that is not zero. */
    private record Image(Map<String, byte[]> files) {
        static Image of(final Path directory) throws IOException {
            final Map<String, byte[]> files = new TreeMap<>();
            try (Stream<Path> list = Files.list(directory)) {
                for (final Path file : list.filter(path -> path.toString().endsWith(".cq4")).toList()) {
                    files.put(file.getFileName().toString(), used(file));
                }
            }
            return new Image(files);
        }

        /** After a force of the stretch that the newer image has more in the last file: what changed further up may not be there. */
        Image withStretchSince(final Image newer) {
            final Map<String, byte[]> forced = new TreeMap<>(files);
            final String last = new ArrayList<>(newer.files.keySet()).get(newer.files.size() - 1);
            final byte[] before = files.get(last);
            final byte[] after = newer.files.get(last).clone();
            System.arraycopy(before, 0, after, 0, Math.max(0, Math.min(before.length, after.length) - PAGE));
            forced.put(last, after);
            return new Image(forced);
        }

        private static byte[] used(final Path file) throws IOException {
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
                final byte[] bytes = new byte[(int) Math.min(raw.length(), 2 * CYCLE_BYTES + (1 << 20))];
                raw.readFully(bytes);
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] == 0) {
                    end--;
                }
                return Arrays.copyOf(bytes, (end + PAGE - 1) / PAGE * PAGE);
            }
        }
    }

    @Test
    void shouldKeepEverythingForcedWhateverPagesReachedTheDevice() throws IOException {
        for (int run = 0; run * STATES_PER_RUN < STATES; run++) {
            final long seed = FIRST_SEED + run;
            if (run > 0 && run * STATES_PER_RUN % 10_000 < STATES_PER_RUN) {
                System.err.println(run * STATES_PER_RUN + " crash states, none lost anything");
            }
            try {
                oneRun(seed, Math.min(STATES_PER_RUN, STATES - run * STATES_PER_RUN));
            } catch (final Exception | AssertionError ex) {
                throw new AssertionError("crash states of seed " + seed + ": " + ex, ex);
            }
        }
    }

    /** One journal with forces and rolls in it; then several subsets of what a cut around each of some forces may have left. */
    private void oneRun(final long seed, final int states) throws IOException {
        final SplittableRandom random = new SplittableRandom(seed);
        final Path data = temp.resolve("run");
        final List<Cut> cuts;
        try (StageFile stageFile = StageFile.create(StageFile.path(data, "ingest"), 0)) {
            final CutRecorder recorder = new CutRecorder(stageFile, data.resolve("inbound"), random.split());
            try (JournalAppender appender = open(data, recorder)) {
                final int forces = 1 + random.nextInt(6);
                for (int i = 0; i < forces; i++) {
                    final int appends = random.nextInt(random.nextInt(4) == 0 ? 60 : 8);
                    for (int k = 0; k < appends; k++) {
                        append(appender, random);
                    }
                    appender.force();
                }
            }
            cuts = recorder.cuts;
        }
        for (int i = 0; i < states; i++) {
            final Path crashed = temp.resolve("crashed");
            final Cut cut = cuts.get(random.nextInt(cuts.size()));
            write(crashed.resolve("inbound"), cut.durable, cut.dirty, random.split());
            reopen(crashed, cut.durableSeq);
            IoUtil.delete(crashed.toFile(), true);
        }
        IoUtil.delete(data.toFile(), true);
    }

    /** What was on the device for certain, what was in memory on top of it, and the newest seq that must be found again (0 = none). */
    private record Cut(Image durable, Image dirty, long durableSeq) {
    }

    /**
     * Takes images around every force: between two forces, and inside a roll, where the old file is forced before the new one is made.
     */
    private static final class CutRecorder implements DurableLimit {
        private static final int MAX_CUTS = 8;

        private final List<Cut> cuts = new ArrayList<>();
        private final StageFile stageFile;
        private final Path directory;
        private final SplittableRandom random;
        private Image forcedImage = new Image(Map.of());
        private Image atForcing;
        private long forcedSeq;

        CutRecorder(final StageFile stageFile, final Path directory, final SplittableRandom random) {
            this.stageFile = stageFile;
            this.directory = directory;
            this.random = random;
        }

        @Override
        public void forcing(final boolean inProgress) {
            stageFile.forcing(inProgress);
            if (inProgress) {
                atForcing = image();
                add(new Cut(forcedImage, atForcing, forcedSeq));
            }
        }

        @Override
        public void forced(final long seq) {
            stageFile.forced(seq);
            final Image now = image();
            final boolean sameFile = now.files.size() == forcedImage.files.size();
            forcedImage = sameFile ? forcedImage.withStretchSince(now) : now; // else a start or a roll, which force the whole file
            forcedSeq = seq;
            if (forcedImage.files.size() > atForcing.files.size() && !atForcing.files.isEmpty()) {
                forcedSeq = seq - 1; // a roll: the HEAD decides nothing, and a cycle with nothing else may be left out
                add(new Cut(atForcing, forcedImage, forcedSeq)); // the old file was forced before the new one was made
            }
        }

        private void add(final Cut cut) {
            if (cuts.size() < MAX_CUTS) {
                cuts.add(cut);
            } else {
                cuts.set(random.nextInt(MAX_CUTS), cut);
            }
        }

        private Image image() {
            try {
                return Image.of(directory);
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        @Override
        public void publish(final long seq) {
            stageFile.publish(seq);
        }

        @Override
        public void waiting(final boolean forSpace) {
            stageFile.waiting(forSpace);
        }

        @Override
        public long everForced() {
            return stageFile.everForced();
        }

        @Override
        public boolean tailIsSuspect() {
            return stageFile.tailIsSuspect();
        }
    }

    private JournalAppender open(final Path data, final DurableLimit limit) {
        return Journals.append(data, "inbound", CYCLE_BYTES, SpaceRules.SMALL, Durability.DISK, limit, () -> ++wallNs);
    }

    private void append(final JournalAppender appender, final SplittableRandom random) {
        final int length = random.nextInt(8) == 0 ? 16 + random.nextInt(200 << 10) : 16 + random.nextInt(2_000);
        payload.putLong(0, appender.lastSeq() + 1);
        payload.putInt(length - 4, random.nextInt());
        appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, length);
    }

    private static void write(final Path directory, final Image forced, final Image dirty, final SplittableRandom random)
        throws IOException {
        Files.createDirectories(directory);
        final int share = random.nextInt(101);
        for (final Map.Entry<String, byte[]> file : dirty.files.entrySet()) {
            final byte[] before = forced.files.getOrDefault(file.getKey(), new byte[0]);
            final byte[] after = file.getValue();
            final byte[] left = Arrays.copyOf(before, Math.max(before.length, after.length));
            for (int at = 0; at < after.length; at += PAGE) {
                if (random.nextInt(100) < share) {
                    System.arraycopy(after, at, left, at, Math.min(PAGE, after.length - at));
                }
            }
            Files.write(directory.resolve(file.getKey()), left);
        }
    }

    private void reopen(final Path data, final long forcedSeq) {
        try (StageFile stageFile = StageFile.create(StageFile.path(data, "ingest"), 0)) {
            final long appendedSeq;
            try (JournalAppender appender = open(data, stageFile)) {
                assertTrue(Seq.epoch(appender.lastSeq()) > Seq.epoch(forcedSeq), "a new epoch");
                payload.putLong(0, appender.lastSeq() + 1);
                appendedSeq = appender.append(RecordKind.MESSAGE, 0, 0, 0, payload, 0, 100);
                appender.commit();
            }
            assertFalse(stageFile.tailIsSuspect());
            long previous = 0;
            boolean sawForced = forcedSeq == 0;
            try (JournalTailer tailer = Journals.tail(data, "inbound", stageFile::limit)) {
                while (tailer.next()) {
                    final RecordView record = tailer.record();
                    assertTrue(record.seq() == previous + 1 || record.kind() == RecordKind.OPEN, "gap after " + Seq.text(previous));
                    previous = record.seq();
                    sawForced |= previous == forcedSeq;
                    if (record.kind() == RecordKind.MESSAGE) {
                        final long written = record.payload().getLong(record.payloadOffset());
                        assertTrue(written == record.seq() || written == record.seq() - 1, "content of " + Seq.text(record.seq()));
                    }
                }
            }
            assertTrue(sawForced, "forced " + Seq.text(forcedSeq) + " is missing");
            assertEquals(appendedSeq, previous);
        }
    }
}
