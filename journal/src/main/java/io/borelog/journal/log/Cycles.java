package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The sealed files of a journal: all but the newest, which is being written or will be gone on with. */
public final class Cycles {
    private Cycles() {
    }

    /**
     * Oldest first. What a file holds is told by the HEAD of the next one, so nothing but first records is read; the newest of the listed
     * files is the one before the file that is written.
     */
    public static List<Cycle> sealed(final Path journal) throws IOException {
        final List<Path> files = CycleFiles.list(journal);
        final List<Cycle> cycles = new ArrayList<>();
        for (int i = 0; i + 1 < files.size(); i++) {
            final First first = First.of(files.get(i));
            final First next = First.of(files.get(i + 1));
            if (first == null || next == null) {
                break; // a file whose writer died while creating it
            }
            cycles.add(new Cycle(files.get(i), CycleFiles.cycle(files.get(i)), first.seq, next.lastSeqBefore,
                next.lastOriginSeq, next.lastOriginOrdinal, next.wallTimeNs));
        }
        return cycles;
    }

    /**
     * What retention has removed.
     *
     * @param upToSeq     newest seq that is there no more
     * @param firstSeq    oldest that is
     * @param firstWallNs its wall time, ns since 1970
     */
    public record Removed(long upToSeq, long firstSeq, long firstWallNs) {
    }

    /** @return null where the journal is there from its first record on. */
    public static Removed removed(final Path journal) {
        try {
            final List<Path> files = Files.isDirectory(journal) ? CycleFiles.list(journal) : List.of();
            final First first = files.isEmpty() ? null : First.of(files.get(0));
            return first == null || first.lastSeqBefore == Seq.NONE ? null
                : new Removed(first.lastSeqBefore, first.seq, first.wallTimeNs);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read journal " + journal + ": " + ex, ex);
        }
    }

    /** Removes one file for good: the name is gone from the device before this returns. */
    public static void remove(final Cycle cycle) throws IOException {
        Files.delete(cycle.file());
        try (FileChannel directory = FileChannel.open(cycle.file().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private record First(long seq, long lastSeqBefore, long lastOriginSeq, int lastOriginOrdinal, long wallTimeNs) {
        static First of(final Path file) throws IOException {
            final First[] found = new First[1];
            final RecordView record = new RecordView();
            final EpochRecord epoch = new EpochRecord();
            new CycleScan().scanFirst(file, Seq.NONE, (buffer, offset, length) -> {
                record.wrap(buffer, offset, 0);
                epoch.wrap(record);
                found[0] = new First(record.seq(), epoch.lastSeq(), epoch.lastOriginSeq(), epoch.lastOriginOrdinal(),
                    record.header().wallTimeNs());
            });
            return found[0];
        }
    }
}
