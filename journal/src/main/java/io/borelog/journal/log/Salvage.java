package io.borelog.journal.log;

import io.borelog.journal.BootId;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes one chain again of a journal that cannot be computed again and whose files are damaged: every whole record stays, in its order, and
 * an OPEN stands for each gap, because only an OPEN may follow another number than the one before it. It has the last of the lost numbers,
 * so that what comes behind goes on from it; its counter above 0 tells it from the OPEN of a start. A tail that nobody was told of is left
 * out, as the next start would.
 *
 * <p>A {@link CycleRewrite} takes the place of each damaged file, which is kept in the quarantine: of all of them or, where there is not
 * the room for all, of none. Called by {@code verify --repair} under the {@link #lock} of the journal's writer, on its one thread.
 */
public final class Salvage {
    /** Numbers that no record has any more, both included. */
    public record Lost(long fromSeq, long toSeq) {
    }

    /**
     * One file that is, or would be, written anew.
     *
     * @param records whole ones that stay
     * @param torn    whether it ends with what nobody was told of
     */
    public record Repaired(String file, long records, List<Lost> lost, boolean torn) {
    }

    /** @param unreadable seqs of records that stay where they are: the chain is whole around them */
    public record Result(List<Repaired> files, List<Long> unreadable) {
    }

    private static final int FIRST_CYCLE = 1;

    private final CycleScan scan = new CycleScan();
    private final RecordView record = new RecordView();
    private final Path directory;
    private final long toldUpTo;
    private final boolean all;
    private final long stepOverUpTo;
    /** What the records so far say. */
    private JournalEnd end = new JournalEnd();

    private Salvage(final Path directory, final long toldUpTo, final boolean all) {
        this.directory = directory;
        this.toldUpTo = toldUpTo;
        this.all = all;
        // one message that cannot be read is a dead letter; in outbound nobody needs its place
        stepOverUpTo = directory.endsWith(Journals.INBOUND) ? CycleScan.WHOLE_CHAIN : CycleScan.STRICT;
    }

    /** The lock of a journal's writer. @throws StageException LOCKED */
    public static AutoCloseable lock(final Path data, final String journal) {
        try {
            return WriterLock.take(data.resolve(journal));
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write " + data.resolve(journal) + ": " + ex.getMessage(), ex);
        }
    }

    /**
     * @param toldUpTo   newest seq that readers may have seen or that was forced
     * @param all        whether to write also what has whole records: then Chronicle's own structures are bad
     * @param quarantine where damaged files are kept, made when it is needed; null changes nothing
     * @throws StageException DISK where there is no room for what is written anew: then nothing has changed
     */
    public static Result run(
        final Path data, final String journal, final long toldUpTo, final boolean all, final Path quarantine) {
        try {
            return new Salvage(data.resolve(journal), toldUpTo, all).run(quarantine);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write journal " + data.resolve(journal) + " anew: " + ex, ex);
        }
    }

    private Result run(final Path quarantine) throws IOException {
        final List<Path> files = CycleFiles.list(directory);
        final List<Repaired> repaired = new ArrayList<>();
        final List<CycleRewrite> rewrites = new ArrayList<>();
        final List<Long> unreadable = new ArrayList<>();
        long before = Seq.NONE;
        for (int i = 0; i < files.size(); i++) {
            final boolean last = i == files.size() - 1;
            final JournalEnd atBegin = new JournalEnd(end);
            final Walk walk = new Walk(files.get(i), before, last ? toldUpTo : beforeFirst(files.get(i + 1)), last, (b, o, l) -> { });
            walk.run();
            if (walk.isDamaged() || all) {
                repaired.add(new Repaired(files.get(i).getFileName().toString(), walk.records, walk.lost, walk.torn));
                rewrites.add(rewrite(walk, before, atBegin));
            }
            unreadable.addAll(walk.unreadable);
            before = walk.lastSeq;
        }
        if (quarantine != null && !rewrites.isEmpty()) {
            CycleRewrite.clear(directory); // of a repair that was killed
            takeRoom(rewrites, quarantine);
            replace(rewrites, quarantine);
            rebuildMetadata();
            CycleRewrite.clear(directory);
        }
        return new Result(repaired, unreadable);
    }

    /** The same walk again, this time to copy. */
    private CycleRewrite rewrite(final Walk looked, final long before, final JournalEnd atBegin) {
        return new CycleRewrite(looked.file, copy -> {
            end = new JournalEnd(atBegin);
            new Walk(looked.file, before, looked.upTo, looked.last, copy).run();
        }, looked.keptBytes, !looked.last);
    }

    /** What the first record of a file names as the one before it; NONE where it cannot be read, or does not say. */
    private long beforeFirst(final Path file) throws IOException {
        final long[] before = new long[1];
        new CycleScan().scanFirst(file, Seq.NONE, (buffer, offset, length) -> before[0] = before(record.wrap(buffer, offset, 0)));
        return before[0];
    }

    private static long before(final RecordView of) {
        return of.kind() == RecordKind.OPEN ? new EpochRecord().wrap(of).lastSeq() : of.seq() - 1;
    }

    /** One pass over one file: what stays of it, what stands for the gaps, in order. */
    private final class Walk {
        private final List<Lost> lost = new ArrayList<>();
        private final List<Long> unreadable = new ArrayList<>();
        /** Offset and length of what cannot be read behind the last record: it keeps its place if the next one shows that the chain is whole. */
        private final List<int[]> doubtful = new ArrayList<>();
        private final Path file;
        private final long upTo;
        private final boolean last;
        private final CycleScan.Visitor keep;
        private long records;
        /** What the documents take that stay or stand for a gap, headers included. */
        private long keptBytes;
        private long lastSeq;
        private long keptSeq;
        private boolean torn;
        private boolean resumed;
        private boolean ended;

        /** @param upTo seq that the file must lead to, NONE where that is not known */
        Walk(final Path file, final long before, final long upTo, final boolean last, final CycleScan.Visitor keep) {
            this.file = file;
            this.lastSeq = before;
            this.keptSeq = before;
            this.upTo = upTo;
            this.last = last;
            this.keep = keep;
        }

        boolean isDamaged() {
            return torn || resumed || !lost.isEmpty() || !last && !ended;
        }

        void run() throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                final MappedByteBuffer mapped =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(Integer.MAX_VALUE, channel.size()));
                try {
                    final UnsafeBuffer buffer = new UnsafeBuffer(mapped);
                    walk(buffer);
                    if (lastSeq < upTo) {
                        bridge(upTo);
                    } else {
                        keepDoubtful(buffer);
                    }
                } finally {
                    BufferUtil.free(mapped);
                }
            }
        }

        private void walk(final UnsafeBuffer buffer) {
            int at = 0;
            while (at >= 0) {
                scan.scanFrom(buffer, at, lastSeq, stepOverUpTo, new CycleScan.Visitor() {
                    @Override
                    public void onRecord(final UnsafeBuffer from, final int offset, final int length) {
                        keep(from, offset, length);
                    }

                    @Override
                    public void onUnreadable(final UnsafeBuffer from, final int offset, final int length) {
                        doubtful.add(new int[] {offset, length});
                    }
                });
                lastSeq = scan.lastSeq();
                ended = scan.ended() && !scan.endsAtBadRecord();
                at = isAtEnd() ? -1 : resume(buffer);
            }
        }

        private boolean isAtEnd() {
            final boolean leadsOn = lastSeq >= upTo;
            torn = last && leadsOn && scan.endsAtBadRecord();
            return leadsOn && (last || ended);
        }

        /** @return where the scan goes on behind the next record that can be read, -1 where there is none. */
        private int resume(final UnsafeBuffer buffer) {
            final int from = doubtful.isEmpty() ? scan.endOffset() : doubtful.get(0)[0] - Integer.BYTES;
            final int offset = scan.findRecord(buffer, from, keptSeq, upTo == Seq.NONE ? Long.MAX_VALUE : upTo);
            if (offset < 0) {
                return -1;
            }
            resumed = true;
            lastSeq = keptSeq;
            doubtful.clear();
            record.wrap(buffer, offset, 0);
            final int length = record.length();
            final long before = before(record);
            final boolean begins = lastSeq == Seq.NONE && (record.kind() == RecordKind.OPEN || record.kind() == RecordKind.HEAD);
            if (before != lastSeq && !begins) {
                bridge(before);
            }
            keep(buffer, offset, length);
            lastSeq = record.wrap(buffer, offset, 0).seq();
            return CycleScan.next(offset - Integer.BYTES, length);
        }

        private void keepDoubtful(final UnsafeBuffer from) {
            for (final int[] document : doubtful) {
                unreadable.add(++keptSeq);
                keptBytes += CycleScan.next(0, document[1]);
                keep.onUnreadable(from, document[0], document[1]);
            }
            doubtful.clear();
        }

        private void keep(final UnsafeBuffer from, final int offset, final int length) {
            keepDoubtful(from);
            records++;
            end.onRecord(from, offset, length);
            keptSeq = end.lastSeq();
            keptBytes += CycleScan.next(0, length);
            keep.onRecord(from, offset, length);
        }

        /** @param seq the last that is lost */
        private void bridge(final long seq) {
            doubtful.clear();
            lastSeq = keptSeq;
            final boolean fromTheBeginning = lastSeq == Seq.NONE && CycleFiles.cycle(file) == FIRST_CYCLE;
            final long before = lastSeq != Seq.NONE || fromTheBeginning ? lastSeq : seq - 1;
            lost.add(new Lost(before == Seq.NONE ? Seq.first(1) : before + 1, seq));
            final UnsafeBuffer bytes = open(seq, before);
            end.onRecord(bytes, 0, bytes.capacity());
            keptBytes += CycleScan.next(0, bytes.capacity());
            keep.onRecord(bytes, 0, bytes.capacity());
            lastSeq = seq;
            keptSeq = seq;
        }
    }

    /** What came before the gap is in force behind it, as far as anybody can tell. */
    private UnsafeBuffer open(final long seq, final long before) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final String config = end.config().isEmpty() ? null : end.config().text();
        final int length = EpochRecord.encode(buffer, RecordHeader.LENGTH, before, end.originSeq(), end.originOrdinal(),
            (int) ProcessHandle.current().pid(), BootId.high(), BootId.low(), config);
        RecordHeader.write(buffer, 0, RecordKind.OPEN, 0, seq, Seq.NONE, 0, length,
            end.journalTimeNs(), end.wallTimeNs(), end.wallTimeNs());
        buffer.putInt(RecordHeader.CRC_OFFSET, new Checksum().ofRecord(buffer, 0, length), ByteOrder.LITTLE_ENDIAN);
        return new UnsafeBuffer(buffer, 0, RecordHeader.LENGTH + length);
    }

    /** For all or for none: a repair that stops half way would have to be gone on with, and who repairs wants to know before. */
    private void takeRoom(final List<CycleRewrite> rewrites, final Path quarantine) throws IOException {
        try {
            for (final CycleRewrite rewrite : rewrites) {
                rewrite.takeRoom();
            }
            Files.createDirectories(CycleRewrite.work(directory));
            ChronicleFiles.prepareMetadata(CycleRewrite.work(directory));
            Files.createDirectories(quarantine);
        } catch (final IOException ex) {
            CycleRewrite.clear(directory);
            final long bytes = CycleRewrite.BESIDE + rewrites.stream().mapToLong(CycleRewrite::bytes).sum();
            throw new StageException(ExitCode.DISK, "journal " + directory + ": to write its damaged files anew " + bytes
                + " bytes of free space are needed, and nothing of it was changed: " + ex.getMessage(), ex);
        }
    }

    private static void replace(final List<CycleRewrite> rewrites, final Path quarantine) throws IOException {
        for (final CycleRewrite rewrite : rewrites) {
            rewrite.write();
        }
        final Path parent = quarantine.toAbsolutePath().getParent();
        CycleRewrite.force(parent);
        CycleRewrite.force(parent.getParent());
        for (final CycleRewrite rewrite : rewrites) {
            rewrite.keepIn(quarantine);
        }
        for (final CycleRewrite rewrite : rewrites) {
            rewrite.replace();
        }
    }

    /** Chronicle's note of which files there are. */
    private void rebuildMetadata() throws IOException {
        Files.move(CycleRewrite.work(directory).resolve(ChronicleFiles.METADATA), directory.resolve(ChronicleFiles.METADATA),
            StandardCopyOption.ATOMIC_MOVE);
        final List<Path> files = CycleFiles.list(directory);
        if (!files.isEmpty()) {
            ChronicleFiles.open(directory, new CycleFiles.Clock(CycleFiles.cycle(files.get(files.size() - 1))), false).close();
        }
        CycleRewrite.force(directory);
    }
}
