package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most one appender per journal: a kernel lock on a side file, which the kernel releases at death, whatever the pid.
 * The pid goes into another file, because opening and closing a second channel on the locked one would drop the lock.
 */
final class WriterLock implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(WriterLock.class);

    private final FileChannel channel;

    private WriterLock(final FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StageException LOCKED, naming the holder's pid where it is known. */
    static WriterLock take(final Path directory) throws IOException {
        final Path pidFile = directory.resolve("writer.pid");
        final FileChannel channel =
            FileChannel.open(directory.resolve("writer.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (final OverlappingFileLockException ex) {
            // held by this very process: same answer
        }
        if (lock == null) {
            channel.close();
            final String pid = Files.exists(pidFile) ? Files.readString(pidFile).strip() : "";
            throw new StageException(ExitCode.LOCKED,
                "journal " + directory + " is already being written by process " + (pid.isEmpty() ? "unknown" : pid));
        }
        tell(pidFile);
        return new WriterLock(channel);
    }

    /** For the words of a refused second start only: on a full disk it does without. */
    private static void tell(final Path pidFile) {
        try {
            Files.writeString(pidFile, Long.toString(ProcessHandle.current().pid()));
        } catch (final IOException ex) {
            LOGGER.warn("cannot write {}: {}", pidFile, ex.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (final IOException ex) {
            throw new java.io.UncheckedIOException(ex);
        }
    }
}
