package io.borelog.tools;

import io.borelog.journal.log.Cycle;
import io.borelog.journal.log.Journals;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a command still reads, so that retention leaves it: a file {@code leases/<who>_<pid>_<journal>_<seq, hex>.lease}, locked by the
 * kernel for as long as the process lives, so that a dead one's is void by itself. All is in the name, because opening the file a second
 * time and closing it would drop the lock within the same process. A lease on inbound also holds what was decided from it.
 *
 * <p>{@link Retention} holds the {@link Guard} from its plan to its last removal; a lease is taken under it too, so that a pass sees either
 * the lease, or the reader what the pass has left.
 */
final class Lease implements AutoCloseable {
    private static final String DIRECTORY = "leases";
    private static final Pattern NAME = Pattern.compile("([a-z]+)_(\\d+)_([a-z0-9-]+)_([0-9a-f]+)\\.lease");
    /** Of this process: never to be opened again. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();
    private static final Semaphore ONE_IN_THIS_PROCESS = new Semaphore(1);

    private final FileChannel channel;
    private final Path file;

    private Lease(final FileChannel channel, final Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** @param who the command, in lower case letters */
    record Held(String who, long pid, String journal, long fromSeq) {
        /** Whether the holder reads a file, as far as its place tells. */
        boolean needs(final String of, final Cycle cycle) {
            return journal.equals(of) ? cycle.lastSeq() >= fromSeq
                : journal.equals(Journals.INBOUND) && Journals.isDerived(of) && cycle.lastOriginSeq() >= fromSeq;
        }
    }

    /**
     * Waits while retention is at work. Where nothing can be written, as on a copy that is mounted read-only, it says so and does without.
     *
     * @param fromSeq the oldest that will be read; what of it is there when this returns stays
     */
    static Lease take(final Path data, final String who, final String journal, final long fromSeq) {
        final Path directory = data.resolve(DIRECTORY);
        final long pid = ProcessHandle.current().pid();
        try (Guard guard = Guard.take(data)) {
            final Path unready = directory.resolve(who + "_" + pid + "_" + journal + ".unready");
            final Path file = directory.resolve(who + "_" + pid + "_" + journal + "_" + Long.toHexString(fromSeq) + ".lease");
            final FileChannel channel = FileChannel.open(unready, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            Files.move(unready, file, StandardCopyOption.ATOMIC_MOVE);
            OURS.add(file);
            return new Lease(channel, file);
        } catch (final IOException ex) {
            System.err.println("borelog " + who + ": retention does not know that this is being read, no lease can be written to " + directory
                + ": " + ex.getMessage());
            return new Lease(null, null);
        }
    }

    /** Under the guard. Removes those of dead processes. */
    static List<Held> held(final Path data) throws IOException {
        final List<Held> held = new ArrayList<>();
        final List<Path> files;
        try (Stream<Path> all = Files.list(data.resolve(DIRECTORY))) {
            files = all.toList();
        }
        for (final Path file : files) {
            final Matcher name = NAME.matcher(file.getFileName().toString());
            if (name.matches()) {
                if (OURS.contains(file) || !isVoid(file)) {
                    held.add(new Held(name.group(1), Long.parseLong(name.group(2)), name.group(3), Long.parseUnsignedLong(name.group(4), 16)));
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        return held;
    }

    private static boolean isVoid(final Path file) throws IOException {
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return other.tryLock() != null;
        } catch (final NoSuchFileException ex) {
            return true; // given up just now
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            Files.deleteIfExists(file);
            channel.close();
            OURS.remove(file);
        }
    }

    /** One at a time takes leases or removes files. */
    static final class Guard implements AutoCloseable {
        private final FileChannel channel;

        private Guard(final FileChannel channel) {
            this.channel = channel;
        }

        static Guard take(final Path data) throws IOException {
            ONE_IN_THIS_PROCESS.acquireUninterruptibly();
            try {
                Files.createDirectories(data.resolve(DIRECTORY));
                final FileChannel channel = FileChannel.open(
                    data.resolve(DIRECTORY).resolve("guard.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                channel.lock();
                return new Guard(channel);
            } catch (final IOException | RuntimeException ex) {
                ONE_IN_THIS_PROCESS.release();
                throw ex;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
            ONE_IN_THIS_PROCESS.release();
        }
    }
}
