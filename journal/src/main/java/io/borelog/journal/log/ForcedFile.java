package io.borelog.journal.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;

/**
 * One cycle file's descriptor for forcing: opened before its first record that counts and held to the end, so that no error of its
 * writeback is missed. A force of the whole file would also write the zeros that lie ahead of the appender, once more than needed and
 * in the way of an acknowledgement; so what is forced in between is only the stretch since the last force. That is all a scan from the
 * file's beginning needs: documents are written in order, and what Chronicle changes further up (its index, its write position) is
 * rebuilt after a power cut. Appender's thread.
 */
final class ForcedFile implements AutoCloseable {
    /** The stretch is forced through a window of the file, because there is no other call for a part of one. */
    private static final long WINDOW = 64L << 20;

    private final FileChannel channel;
    private MappedByteBuffer window;
    private long windowStart;
    private long forcedTo;

    private ForcedFile(final FileChannel channel) {
        this.channel = channel;
    }

    static ForcedFile open(final Path file) throws IOException {
        return new ForcedFile(FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    FileChannel channel() {
        return channel;
    }

    /** What was appended since the last force of either kind, up to here. The first call forces from the beginning. */
    void forceTo(final long position) throws IOException {
        for (long at = forcedTo; at < position; at = Math.min(position, windowStart + WINDOW)) {
            moveWindow(at / WINDOW * WINDOW);
            final int from = (int) (at - windowStart);
            force(from, (int) Math.min(WINDOW, position - windowStart) - from);
        }
        forcedTo = position;
    }

    private void force(final int from, final int length) throws IOException {
        try {
            window.force(from, length);
        } catch (final UncheckedIOException ex) {
            throw ex.getCause();
        }
    }

    private void moveWindow(final long start) throws IOException {
        if (window == null || windowStart != start) {
            BufferUtil.free(window);
            window = null;
            window = channel.map(FileChannel.MapMode.READ_WRITE, start, WINDOW);
            windowStart = start;
        }
    }

    /** Everything, up to the file's end mark. */
    void forceAll(final long position) throws IOException {
        channel.force(false);
        forcedTo = position;
    }

    @Override
    public void close() {
        BufferUtil.free(window);
        window = null;
        CloseHelper.close(channel);
    }
}
