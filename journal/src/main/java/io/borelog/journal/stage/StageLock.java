package io.borelog.journal.stage;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process per stage and data directory: held before the stage file is touched, so that a second start harms nothing. */
public final class StageLock implements AutoCloseable {
    private final FileChannel channel;

    private StageLock(final FileChannel channel) {
        this.channel = channel;
    }

    /** @throws StageException LOCKED or DISK */
    public static StageLock take(final Path data, final String process) {
        final Path directory = data.resolve("stages");
        try {
            Files.createDirectories(directory);
            final FileChannel channel = FileChannel.open(
                directory.resolve(process + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = null;
            try {
                lock = channel.tryLock();
            } catch (final OverlappingFileLockException ex) {
                // held by this very process: same answer
            }
            if (lock == null) {
                channel.close();
                final StageFile holder = StageFile.watch(StageFile.path(data, process));
                throw new StageException(ExitCode.LOCKED, process + " already runs on " + data
                    + (holder == null ? "" : " as process " + holder.pid()));
            }
            return new StageLock(channel);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "data directory " + data + " is not writable: " + ex.getMessage(), ex);
        }
    }

    /** Whether a process holds it. The kernel knows; a pid may be another's, or that of a process that ended and was not asked for yet. */
    public static boolean isHeld(final Path data, final String process) {
        if (!Files.exists(data.resolve("stages").resolve(process + ".lock"))) {
            return false;
        }
        try (StageLock lock = take(data, process)) {
            return false;
        } catch (final StageException ex) {
            if (ex.exitCode() == ExitCode.LOCKED) {
                return true;
            }
            throw ex;
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
