package io.borelog.journal.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.CloseHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Space before admission: a full disk loses mapped writes silently before it says anything, or kills the JVM by SIGBUS, and what was
 * gathered for a write has been given a seq by then. So the stretch of file ahead of the appender is allocated first, by a thread of its
 * own, and the appender never goes past what is allocated. Near the end of a cycle the beginning of the next file is made ready in the same
 * way, under another name, because Chronicle writes the header and the index of a file as soon as it makes one: at the roll it finds the
 * file there, all zeros.
 *
 * <p>Allocated is not written: a thread that writes zeros ahead would hold the lock of the file against the appender. What is allocated is
 * also put into the page cache, where there is time for it: to find memory for a page can take longer than to write it. Below the {@code stop} watermark of free space nothing is allocated until there is {@code resume} again; work then
 * goes on by itself.
 *
 * <p>Threads: {@link #begin} and {@link #covers} by the appender's, the rest by its own. The appender waits for the mark, never the other
 * way round.
 */
final class SpaceAhead implements AutoCloseable {
    /** Room that Chronicle takes for itself between two of our records: index pages, the end mark. */
    static final int SLACK = 1 << 20;

    /**
     * Allocated, and touched, by one call: no more than a kernel reads ahead, or it would leave the rest untouched; and on a full disk there
     * may be room for a part, or what an earlier writer has allocated is there already.
     */
    private static final int STEP = 128 << 10;
    private static final int FIRST_NEED = STEP;
    /** What the beginning of a file needs: Chronicle's header and index, and the first records. */
    private static final int BEGINNING = 3 << 20;
    private static final String NEXT = "next-file";

    private static final Logger LOGGER = LoggerFactory.getLogger(SpaceAhead.class);
    private static final int PAGE = 4096;
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CHECK_FREE_EVERY_BYTES = 4 << 20;

    private final Path directory;
    private final SpaceRules rules;
    private final long cycleBytes;
    private final Thread thread;

    /**
     * One file's stretch; replaced as a whole at a roll. It has a descriptor of its own, which nobody closes while the thread may be using
     * its number: the thread itself does, or who has seen its end.
     */
    private static final class Stretch {
        private final FileChannel channel;
        private final int descriptor;
        /** Still to be closed. */
        private Stretch before;
        private volatile long allocatedTo;
        private volatile long wantedTo;
        private volatile boolean replaced;
        private long touchedTo; // by the thread of its own

        Stretch(final FileChannel channel, final long allocatedTo) {
            this.channel = channel;
            this.descriptor = NativeCalls.descriptor(channel);
            this.allocatedTo = allocatedTo;
            this.touchedTo = allocatedTo;
        }
    }

    private volatile Stretch stretch;
    private volatile boolean nextWanted;
    private volatile boolean nextReady;
    private volatile boolean full;
    private volatile boolean closed;

    SpaceAhead(final Path directory, final SpaceRules rules, final long cycleBytes) {
        this.directory = directory;
        this.rules = rules;
        this.cycleBytes = cycleBytes;
        thread = new Thread(this::run, "space-ahead-" + directory.getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A file is begun, or gone on with, at this position; what lies behind it has no record yet. The first piece is allocated by the
     * caller, within the reserve, so that a start or a roll needs no waiting.
     *
     * @throws IOException where not even the reserve has room
     */
    void begin(final Path file, final long position) throws IOException {
        final long from = (position + PAGE - 1) / PAGE * PAGE;
        final Stretch before = stretch;
        if (before != null) {
            before.replaced = true;
        }
        final Stretch next = new Stretch(FileChannel.open(file, StandardOpenOption.WRITE), from);
        next.before = before;
        try {
            allocate(next, from + 2 * SLACK);
        } catch (final IOException ex) {
            if (next.allocatedTo < from + FIRST_NEED) {
                next.channel.close();
                throw ex; // not even an OPEN or HEAD has room
            }
            full = true; // the slack that an earlier writer left takes the OPEN; the rest waits for space
        }
        next.wantedTo = from + rules.aheadBytes();
        stretch = next;
        LockSupport.unpark(thread);
    }

    /** @return whether a record of this length at this position lies in allocated space; asks for more where little is left. */
    boolean covers(final long position, final int length) {
        final Stretch now = stretch;
        if (position + rules.aheadBytes() >= cycleBytes) {
            nextWanted = true;
        }
        final long needed = position + length + SLACK;
        if (now.wantedTo < needed + rules.aheadBytes() / 2) {
            now.wantedTo = needed + rules.aheadBytes();
            LockSupport.unpark(thread);
        }
        return needed <= now.allocatedTo;
    }

    /** Whether the disk has too little room, as far as is known. */
    boolean isFull() {
        return full;
    }

    private void run() {
        while (!closed) {
            final Stretch now = stretch;
            closeBefore(now);
            final boolean ahead = now != null && !now.replaced && now.allocatedTo < now.wantedTo;
            if (!ahead && (!nextWanted || nextReady)) {
                if (!touch(now)) {
                    LockSupport.parkNanos(IDLE_NS);
                }
            } else if (!hasRoom()) {
                setFull(true, "less than " + rules.stopBytes() + " bytes free");
                LockSupport.parkNanos(RETRY_NS);
            } else {
                try {
                    if (ahead) {
                        allocate(now, Math.min(now.wantedTo, now.allocatedTo + CHECK_FREE_EVERY_BYTES));
                    } else {
                        prepareNext();
                    }
                    setFull(false, null);
                } catch (final IOException ex) {
                    setFull(true, ex.getMessage());
                    LockSupport.parkNanos(RETRY_NS);
                }
            }
        }
    }

    private static void closeBefore(final Stretch now) {
        while (now != null && now.before != null) {
            CloseHelper.close(now.before.channel);
            now.before = now.before.before;
        }
    }

    /**
     * Memory for the next piece of what is allocated; nothing that anybody waits for.
     *
     * @return false where there is nothing to do
     */
    private boolean touch(final Stretch on) {
        if (on == null || on.replaced || on.touchedTo >= on.allocatedTo) {
            return false;
        }
        final long from = Math.max(on.touchedTo, on.wantedTo - rules.aheadBytes()); // the appender has been further already
        on.touchedTo = from + STEP;
        if (from < on.allocatedTo) {
            NativeCalls.touch(on.descriptor, from, STEP);
        }
        return true;
    }

    /** Whether a new file can be begun now. Asked where a roll is due. */
    boolean isNextReady() {
        if (!nextReady && !nextWanted) {
            nextWanted = true;
            LockSupport.unpark(thread);
        }
        return nextReady;
    }

    /**
     * Makes the beginning of the next file ready now, whatever the watermarks say: for a journal that has no file yet.
     *
     * @throws IOException where there is no room
     */
    void prepareNext() throws IOException {
        try (FileChannel channel = FileChannel.open(
            next(directory), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            Zeros.write(channel, BEGINNING);
        }
        nextReady = !closed;
    }

    /** Where a file is made ready; what is there already, of whatever writer, is used again. */
    static Path next(final Path directory) {
        return directory.resolve(NEXT);
    }

    /** Puts the file that was made ready in its place. */
    void useNext(final Path file) throws IOException {
        nextReady = false;
        nextWanted = false;
        Files.move(next(directory), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean hasRoom() {
        try {
            final FileStore store = Files.getFileStore(directory);
            return store.getUsableSpace() >= (full ? rules.resumeBytes() : rules.stopBytes());
        } catch (final IOException ex) {
            return false;
        }
    }

    private void setFull(final boolean now, final String why) {
        if (now != full && !closed) {
            full = now;
            if (now) {
                LOGGER.warn("{}: no space is allocated any more: {}", directory, why);
            } else {
                LOGGER.warn("{}: there is space again", directory);
            }
        }
    }

    /** By either thread, on different stretches. */
    private void allocate(final Stretch on, final long to) throws IOException {
        while (on.allocatedTo < to && !closed && !on.replaced) {
            NativeCalls.allocate(on.descriptor, on.allocatedTo, STEP);
            on.allocatedTo += STEP;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException ex) {
                interrupted = true; // never passed on to the thread: an interrupt would close its channel
            }
        }
        closeBefore(stretch);
        if (stretch != null) {
            CloseHelper.close(stretch.channel);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
