package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.MappedByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** Damages a journal as a bad disk would. */
final class FlippedBit {
    private static final int SEARCHED_BYTES = 8 << 20;

    private FlippedBit() {
    }

    /** Flips the lowest bit of the first byte of a text that some record of the journal's first file holds. */
    static void in(final Path journal, final String text) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(journal)) {
            files = all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
        try (RandomAccessFile file = new RandomAccessFile(files.get(0).toFile(), "rw")) {
            final MappedByteBuffer mapped =
                file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, Math.min(file.length(), SEARCHED_BYTES));
            final byte[] wanted = text.getBytes(UTF_8);
            for (int at = 0; at < mapped.capacity() - wanted.length; at++) {
                if (mapped.slice(at, wanted.length).equals(java.nio.ByteBuffer.wrap(wanted))) {
                    mapped.put(at, (byte) (mapped.get(at) ^ 1));
                    return;
                }
            }
        }
        throw new IllegalStateException("no " + text + " in " + files.get(0));
    }
}
