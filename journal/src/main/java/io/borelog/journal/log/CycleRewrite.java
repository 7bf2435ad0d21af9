package io.borelog.journal.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One cycle file written anew, never in place: its documents go through the ordinary appender into a fresh directory with the same cycle,
 * so that indices stay what they were. The steps, each by its caller and in this order:
 * <pre>
 *   takeRoom   all that the steps write is allocated by calls that can fail; nothing of the journal has changed
 *   write      the copy, forced
 *   keep       the old file gets a second name, forced
 *   replace    the copy takes the first name, forced
 * </pre>
 * Whoever dies before the last of them leaves the old file in its place, and a work directory that {@link #clear} removes. Used by
 * {@link TornTail} at a start, which waits for the room, and by {@link Salvage}, which does not; under the writer's lock, on its thread.
 */
final class CycleRewrite {
    /** What is copied: document by document, in order. */
    interface Content {
        void copyTo(CycleScan.Visitor copy) throws IOException;
    }

    /** Room for a queue's metadata, and for some directories. */
    static final long BESIDE = 128 << 10;

    private static final String WORK = "rewrite";
    private static final String ROOM = "room";
    private static final String ROOM_BEHIND = "room-behind";
    /**
     * What a file takes beside its documents: Chronicle's header, its end mark, and its index, 1 MiB for the most records that 2 GiB can
     * hold; also what a start allocates behind the last record.
     */
    private static final long FILE_OVERHEAD = 4L << 20;
    /** Header, index and one document. */
    private static final long BEHIND = 1L << 20;

    private final Path directory;
    private final Path file;
    private final Path work;
    private final Path rewritten;
    private final Content content;
    private final long documentBytes;
    private final boolean sealed;

    /**
     * @param documentBytes what the content's documents take, headers included, at most; with 0 nothing is copied, and the file goes
     * @param sealed        whether another file follows, so that this one needs its end mark
     */
    CycleRewrite(final Path file, final Content content, final long documentBytes, final boolean sealed) {
        this.file = file;
        this.content = content;
        this.documentBytes = documentBytes;
        this.sealed = sealed;
        directory = file.getParent();
        work = work(directory).resolve(Integer.toString(CycleFiles.cycle(file)));
        rewritten = work.resolve(file.getFileName());
    }

    /** Where a journal's files are written anew. */
    static Path work(final Path directory) {
        return directory.resolve(WORK);
    }

    /** Removes what a rewrite has left, finished or not. */
    static void clear(final Path directory) {
        IoUtil.delete(work(directory).toFile(), true);
    }

    /** Free space that is needed. */
    long bytes() {
        return documentBytes == 0 ? 0 : documentBytes + FILE_OVERHEAD + (sealed ? BEHIND : 0) + BESIDE;
    }

    /**
     * Several may be after the same room: whoever does not get all of it gives all back.
     *
     * @throws IOException where there is not enough
     */
    void takeRoom() throws IOException {
        if (documentBytes == 0) {
            return;
        }
        final long free = Files.getFileStore(directory).getUsableSpace();
        if (free < bytes()) {
            throw new IOException("only " + free + " bytes are free");
        }
        try {
            Files.createDirectories(work); // a directory takes a block too
            ChronicleFiles.prepareMetadata(work);
            Zeros.create(work.resolve(ROOM), documentBytes + FILE_OVERHEAD);
            if (sealed) {
                Zeros.create(work.resolve(ROOM_BEHIND), BEHIND);
            }
        } catch (final IOException ex) {
            IoUtil.delete(work.toFile(), true);
            throw ex;
        }
    }

    /** Into the room, found by Chronicle as at a roll. */
    void write() throws IOException {
        if (documentBytes == 0) {
            return;
        }
        final CycleFiles.Clock clock = new CycleFiles.Clock(CycleFiles.cycle(file));
        try (SingleChronicleQueue queue = ChronicleFiles.open(work, clock, false); ExcerptAppender appender = queue.createAppender()) {
            Files.move(work.resolve(ROOM), rewritten, StandardCopyOption.ATOMIC_MOVE);
            final Copy copy = new Copy(appender);
            content.copyTo(copy);
            if (sealed) { // a document in the next file makes Chronicle end this one
                clock.cycle(clock.cycle() + 1);
                Files.move(work.resolve(ROOM_BEHIND), CycleFiles.file(work, clock.cycle()), StandardCopyOption.ATOMIC_MOVE);
                copy.onRecord(new UnsafeBuffer(new byte[Long.BYTES]), 0, Long.BYTES);
            }
        }
        force(rewritten);
    }

    /** @param as the old file's second name; its bytes are found there, whatever comes */
    void keep(final Path as) throws IOException {
        Files.createLink(as, file);
        force(as.getParent());
    }

    /** Under its own name, elsewhere. */
    void keepIn(final Path other) throws IOException {
        keep(other.resolve(file.getFileName()));
    }

    void replace() throws IOException {
        if (documentBytes == 0) {
            Files.delete(file);
        } else {
            Files.move(rewritten, file, StandardCopyOption.ATOMIC_MOVE);
        }
        force(directory);
    }

    static void force(final Path path) throws IOException {
        try (FileChannel channel = Files.isDirectory(path)
            ? FileChannel.open(path, StandardOpenOption.READ)
            : FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Document by document, so that indices stay what they were; one that is not what was written keeps its place and its bytes. */
    private static final class Copy implements CycleScan.Visitor {
        private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
        private final ExcerptAppender appender;

        Copy(final ExcerptAppender appender) {
            this.appender = appender;
        }

        @Override
        public void onRecord(final UnsafeBuffer source, final int offset, final int length) {
            try (DocumentContext document = appender.writingDocument()) {
                final Bytes<?> bytes = document.wire().bytes();
                final long start = bytes.writePosition();
                bytes.writeSkip(length);
                target.wrap(bytes.addressForWrite(start), length);
                target.putBytes(0, source, offset, length);
            }
        }

        @Override
        public void onUnreadable(final UnsafeBuffer source, final int offset, final int length) {
            onRecord(source, offset, length);
        }
    }
}
