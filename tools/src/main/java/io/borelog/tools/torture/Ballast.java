package io.borelog.tools.torture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that takes what is free on a disk, to the last block. Used on the laboratory's thread. */
final class Ballast implements AutoCloseable {
    private static final int LARGE = 1 << 20;
    private static final int BLOCK = 4 << 10;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(LARGE);
    private final Path file;
    private FileChannel channel;

    Ballast(final Path directory) {
        file = directory.resolve("ballast");
    }

    /** All but about so much, so that the rest is quickly taken; or gives as much back as is missing. */
    void leave(final long free) throws IOException, InterruptedException {
        open();
        final long missing = free - Files.getFileStore(file).getUsableSpace();
        if (missing < -LARGE) {
            SmallDisk.run("fallocate", "-l", Long.toString(channel.size() - missing), file.toString());
        } else if (missing > LARGE) {
            give(missing);
        }
    }

    /** All there is. To be called again while it shall stay full: the disk's own bookkeeping gives blocks back later. */
    void fill() throws IOException {
        open();
        while (write(LARGE)) {
            // as fast as it goes
        }
        while (write(BLOCK)) {
            // to the last block
        }
    }

    /** Gives so much of it back. */
    void give(final long free) throws IOException {
        channel.truncate(Math.max(0, channel.size() - free));
        channel.force(true);
    }

    private void open() throws IOException {
        if (channel == null) {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }
    }

    /** @return false where there is no room for all of it */
    private boolean write(final int length) throws IOException {
        bytes.clear().limit(length);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes, channel.size());
            }
            return true;
        } catch (final IOException ex) {
            if (ex.getMessage() == null || !ex.getMessage().contains("No space")) {
                throw ex;
            }
            return false;
        }
    }

    /** Gives all of it back. */
    void free() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
