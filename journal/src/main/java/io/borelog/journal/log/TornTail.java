package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out a torn tail after a reboot or a failed force, by rewriting the last cycle and never in place: records appended behind an
 * in-place cut are invisible to a sequential reader. A {@link CycleRewrite} of the good prefix takes the old file's place, which is kept as
 * {@code .bad}.
 *
 * <p>With {@code disk} only the last cycle can be torn, or the one before where the roll itself was cut; with {@code page-cache} any can,
 * so all are looked at and whatever follows the first bad one is set aside.
 *
 * <p>A writer that was killed in a force, on a machine that ran on, has lost nothing: what it wrote is in the page cache. But the force may
 * have failed with nobody to tell, and its pages then count as clean. So the bytes it had not heard of are written again, as they are, and
 * forced; the file stays, and a full disk is no obstacle.
 *
 * <p>What is known to have been forced is no torn tail, even if it is not what was written: a bit has turned. Such a record is kept as it
 * is where the chain around it is whole; where it is broken nothing is left out, for that would take what was acknowledged.
 */
final class TornTail {
    private static final Logger LOGGER = LoggerFactory.getLogger(TornTail.class);
    private static final String BAD = ".bad";

    private static final int COPY_BYTES = 1 << 20;
    private static final long WAIT_NS = 100_000_000;

    private final Path directory;
    private final long forcedSeq;
    private final DurableLimit limit;
    private final CycleScan scan = new CycleScan();
    private final RecordView record = new RecordView();
    private int unforcedFrom;

    private TornTail(final Path directory, final long forcedSeq, final DurableLimit limit) {
        this.directory = directory;
        this.forcedSeq = forcedSeq;
        this.limit = limit;
    }

    /**
     * Under the writer's lock, before Chronicle opens anything.
     *
     * @param limit of the journal: what is known to have been forced, whether it is read just now, and who sees that we wait for space
     * @throws StageException CORRUPT where more than a tail is bad
     */
    static void repair(final Path directory, final Durability durability, final DurableLimit limit) throws IOException {
        final boolean disk = durability == Durability.DISK;
        new TornTail(directory, disk ? limit.everForced() : CycleScan.STRICT, limit).repair(disk ? 2 : Integer.MAX_VALUE);
    }

    private void repair(final int cyclesBack) throws IOException {
        final List<Path> files = CycleFiles.list(directory);
        long before = Seq.NONE;
        for (int i = Math.max(0, files.size() - cyclesBack); i < files.size(); i++) {
            final boolean last = i == files.size() - 1;
            look(scan, files.get(i), before);
            if (!last && scan.ended() && !isUnfinishedRoll(files.get(i + 1), scan.lastSeq())) {
                before = scan.lastSeq();
                continue;
            }
            for (final Path later : files.subList(i + 1, files.size())) {
                setAside(later);
            }
            if (scan.records() == 0) {
                setAside(files.get(i));
            } else if (limit.wasKilledInForce() && last && !scan.ended() && !scan.endsAtBadRecord()) {
                writeAgain(files.get(i));
            } else {
                rewrite(files.get(i), before);
            }
            break;
        }
        if (limit.published() == 0 || !ChronicleFiles.exist(directory)) {
            Files.deleteIfExists(directory.resolve(ChronicleFiles.METADATA)); // stale after a cut; rebuilt from the files at opening
        } // else readers of this boot may be opened at any moment, and it says what is so
        CycleRewrite.force(directory);
    }

    /** A roll counts only when the new cycle has more than its HEAD: till then the old file's end mark may not be on disk. */
    private boolean isUnfinishedRoll(final Path next, final long lastSeq) throws IOException {
        return look(new CycleScan(), next, lastSeq).onlyHead();
    }

    private CycleScan look(final CycleScan with, final Path file, final long before) throws IOException {
        unforcedFrom = Integer.MAX_VALUE;
        with.scan(file, before, forcedSeq, this::onRecord);
        if (with.endsAtBadRecord() && with.lastSeq() < forcedSeq) {
            throw new StageException(ExitCode.CORRUPT, file + ": what follows seq " + Seq.text(with.lastSeq()) + " at offset "
                + with.endOffset() + " is not what was written, though everything up to " + Seq.text(forcedSeq)
                + " was forced: this is no torn tail, and nothing was changed; borelog verify tells more");
        }
        return with;
    }

    private void onRecord(final UnsafeBuffer buffer, final int offset, final int length) {
        if (unforcedFrom == Integer.MAX_VALUE && record.wrap(buffer, offset, 0).seq() > forcedSeq) {
            unforcedFrom = offset;
        }
    }

    /** From the page cache into the page cache, which marks the pages as not written yet. */
    private void writeAgain(final Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = ByteBuffer.allocateDirect(COPY_BYTES);
            long at = unforcedFrom;
            while (at < scan.nextOffset()) {
                bytes.clear().limit((int) Math.min(COPY_BYTES, scan.nextOffset() - at));
                channel.read(bytes, at);
                bytes.flip();
                at += channel.write(bytes, at);
            }
            channel.force(false);
        }
    }

    private void rewrite(final Path file, final long before) throws IOException {
        final CycleRewrite rewrite =
            new CycleRewrite(file, copy -> scan.scan(file, before, forcedSeq, copy), scan.nextOffset(), false);
        awaitRoom(rewrite);
        rewrite.write();
        Files.deleteIfExists(bad(file));
        rewrite.keep(bad(file));
        rewrite.replace();
        CycleRewrite.clear(directory);
        LOGGER.warn("{}: rewritten after a reboot or failed force, {} records up to seq {} are good; the old file is kept as {}",
            file, scan.records(), Seq.text(scan.lastSeq()), bad(file).getFileName());
    }

    /** A start goes on by itself when there is room. */
    private void awaitRoom(final CycleRewrite rewrite) {
        boolean waited = false;
        for (String why = take(rewrite); why != null; why = take(rewrite)) {
            if (!waited) {
                LOGGER.warn("{}: waiting for {} bytes of space, to write the last file anew: {}", directory, rewrite.bytes(), why);
            }
            waited = true;
            limit.waiting(true);
            LockSupport.parkNanos(WAIT_NS + ThreadLocalRandom.current().nextLong(WAIT_NS));
        }
        if (waited) {
            limit.waiting(false);
        }
    }

    /** @return why there is no room, null where it is taken. */
    private static String take(final CycleRewrite rewrite) {
        try {
            rewrite.takeRoom();
            return null;
        } catch (final IOException ex) {
            return ex.getMessage();
        }
    }

    private void setAside(final Path file) throws IOException {
        Files.move(file, bad(file), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        LOGGER.warn("{}: no record of it counts, kept as {}", file, bad(file).getFileName());
    }

    private static Path bad(final Path file) {
        return file.resolveSibling(file.getFileName() + BAD);
    }
}
