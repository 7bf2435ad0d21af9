package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.SnapshotEndRecord;
import io.borelog.journal.record.Texts;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.IoUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A derived journal that is bad from somewhere on, written anew as far as it is good: what is left out can be computed again. Never in
 * place: the copy is made beside it, the bad one is kept as {@code <journal>.bad-<n>}. The copy begins a later epoch, so that no number is
 * used twice. Before its writer opens it, under the stage's lock; a stage waits for space, a repair does not.
 */
final class Rewrite {
    /** Epochs that may lie unread behind the bad record; each start takes one. */
    private static final long EPOCHS_UNSEEN = 1_000;
    /** What Chronicle and the allocation ahead take of a file beside its records. */
    private static final long FILE_OVERHEAD = 4L << 20;
    private static final long WAIT_NS = 100_000;
    private static final Logger LOGGER = LoggerFactory.getLogger(Rewrite.class);
    private static final DurableLimit NOBODY_READS = new DurableLimit() {
        @Override
        public void publish(final long seq) {
            // no reader knows the copy yet
        }

        @Override
        public void forcing(final boolean inProgress) {
            // an unfinished copy is thrown away
        }

        @Override
        public boolean tailIsSuspect() {
            return false;
        }

        @Override
        public void waiting(final boolean forSpace) {
            // shows in the log only
        }

        @Override
        public void forced(final long seq) {
            // as publish
        }

        @Override
        public long everForced() {
            return Seq.NONE;
        }
    };

    private final SnapshotEndRecord snapshot = new SnapshotEndRecord();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1 << 10);
    private final Path directory;
    private final Path work;
    private final boolean waits;
    private long wallTimeNs;
    private long copied;
    private boolean cut;

    private Rewrite(final Path directory, final boolean waits) {
        this.directory = directory;
        this.waits = waits;
        this.work = directory.resolveSibling(directory.getFileName() + ".rewrite");
    }

    /** Ends what a process that died in it left: the copy is whole once the journal itself has been moved away. */
    static void finish(final Path directory) throws IOException {
        final Path work = new Rewrite(directory, false).work;
        if (Files.exists(work) && !Files.exists(directory)) {
            Files.move(work, directory, StandardCopyOption.ATOMIC_MOVE);
        }
        IoUtil.delete(work.toFile(), true);
    }

    /**
     * @param upToOrigin newest origin that counts, Long.MAX_VALUE for all that can be read
     * @param knownSeq   a seq that is known to have been used, as from the writer's limit
     * @param waits      whether to wait for space
     * @return where the bad one is kept
     * @throws StageException DISK where there is no space and none is waited for
     */
    static Path rewrite(
        final Path directory, final long cycleBytes, final SpaceRules space, final long upToOrigin, final long knownSeq,
        final boolean waits) throws IOException {
        return new Rewrite(directory, waits).run(cycleBytes, space, upToOrigin, knownSeq);
    }

    private Path run(final long cycleBytes, final SpaceRules space, final long upToOrigin, final long knownSeq) throws IOException {
        IoUtil.delete(work.toFile(), true);
        final long epoch = Seq.epoch(Math.max(knownSeq, JournalEnd.newestSeq(directory))) + EPOCHS_UNSEEN;
        try (ChronicleAppender to = new ChronicleAppender(
                work, cycleBytes, space, Durability.DISK, NOBODY_READS, () -> wallTimeNs, epoch)) {
            copy(to, upToOrigin);
            to.force();
        } catch (final IOException | StageException ex) {
            if (!waits) {
                requireRoom(cycleBytes, space, ex);
            }
            throw ex;
        }
        final Path bad = nextBad();
        Files.move(directory, bad, StandardCopyOption.ATOMIC_MOVE);
        Files.move(work, directory, StandardCopyOption.ATOMIC_MOVE);
        forceParent();
        LOGGER.warn("journal {} was bad: its first {} records are kept, the rest is computed again; the old one is kept as {}",
            directory, copied, bad.getFileName());
        return bad;
    }

    /** After a failure: that it was not for want of space. */
    private void requireRoom(final long cycleBytes, final SpaceRules space, final Exception failure) throws IOException {
        IoUtil.delete(work.toFile(), true);
        long used = 0;
        for (final Path file : CycleFiles.list(directory)) {
            used += new CycleScan().scan(file, Seq.NONE, (buffer, offset, length) -> { }).nextOffset();
        }
        final long needed = used + (2 + used / cycleBytes) * FILE_OVERHEAD + space.aheadBytes() + space.stopBytes();
        final long free = Files.getFileStore(directory).getUsableSpace();
        if (free < needed) {
            throw new StageException(ExitCode.DISK, "journal " + directory + ": to write what is good of it anew " + needed
                + " bytes of free space are needed, and nothing of it was changed: only " + free + " bytes are free", failure);
        }
    }

    private void forceParent() throws IOException {
        try (FileChannel parent = FileChannel.open(directory.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            parent.force(true);
        }
    }

    /** From the raw files: after a power cut Chronicle's own structures may be what is bad. */
    private void copy(final JournalAppender to, final long upToOrigin) throws IOException {
        final CycleScan scan = new CycleScan();
        final RecordView record = new RecordView();
        long lastSeq = Seq.NONE;
        for (final Path file : CycleFiles.list(directory)) {
            scan.scan(file, lastSeq, (buffer, offset, length) -> copy(record.wrap(buffer, offset, 0), to, upToOrigin));
            lastSeq = scan.lastSeq();
            if (scan.endsAtBadRecord()) {
                LOGGER.warn("{}: what follows seq {} at offset {} is left out", file, Seq.text(lastSeq), scan.endOffset());
                return;
            }
        }
    }

    private void copy(final RecordView record, final JournalAppender to, final long upToOrigin) {
        final RecordKind kind = record.kind();
        cut |= record.header().originSeq() > upToOrigin
            || kind == RecordKind.SNAPSHOT_END && snapshot.wrap(record).inboundSeq() > upToOrigin;
        if (cut) {
            return;
        }
        wallTimeNs = record.header().wallTimeNs();
        if (!waits) {
            awaitRoom(to, record.payloadLength());
        }
        if (kind != RecordKind.OPEN && kind != RecordKind.HEAD) {
            to.append(kind, record.header().originSeq(), record.header().originOrdinal(), record.header().journalTimeNs(),
                record.payload(), record.payloadOffset(), record.payloadLength());
            copied++;
        } else if (copied == 0) {
            copyConfig(new EpochRecord().wrap(record), record.header().journalTimeNs(), to);
        }
    }

    /** Till it has been allocated ahead, but not where the disk is full. */
    private void awaitRoom(final JournalAppender to, final int payloadLength) {
        while (!to.hasRoom(payloadLength)) {
            if (to.isFull()) {
                throw new StageException(ExitCode.DISK, "journal " + directory + ": no space to write what is good of it anew");
            }
            LockSupport.parkNanos(WAIT_NS);
        }
    }

    /** Where retention has taken the CONFIG record itself, the beginning tells what was in force. */
    private void copyConfig(final EpochRecord begin, final long journalTimeNs, final JournalAppender to) {
        if (begin.config() != null && !begin.config().equals(to.config().text())) {
            to.append(RecordKind.CONFIG, begin.lastOriginSeq(), begin.lastOriginOrdinal(), journalTimeNs,
                scratch, 0, Texts.put(scratch, 0, begin.config()));
        }
    }

    private Path nextBad() {
        int n = 1;
        while (Files.exists(directory.resolveSibling(directory.getFileName() + ".bad-" + n))) {
            n++;
        }
        return directory.resolveSibling(directory.getFileName() + ".bad-" + n);
    }
}
