package io.borelog.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Files that Chronicle is to write through a mapping: every page is written first, by calls that can fail. Whether there is room cannot
 * be asked beforehand, for whoever else writes asks too. Writer's thread.
 */
final class Zeros {
    private static final int PIECE = 64 << 10;

    private Zeros() {
    }

    /** A new file of this length; where there is no room there is no file afterwards either. */
    static void create(final Path file, final long length) throws IOException {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (channel) {
            write(channel, length);
        } catch (final IOException ex) {
            Files.delete(file);
            throw ex;
        }
    }

    /** From the beginning of the file. */
    static void write(final FileChannel channel, final long length) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
        for (long at = 0; at < length;) {
            at += channel.write(zeros.clear().limit((int) Math.min(PIECE, length - at)), at);
        }
    }
}
