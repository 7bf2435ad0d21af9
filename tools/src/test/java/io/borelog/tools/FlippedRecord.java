package io.borelog.tools;

import io.borelog.journal.record.RecordHeader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** Damages one record of a journal, found by its seq. */
final class FlippedRecord {
    private FlippedRecord() {
    }

    /** Turns a bit of its payload. */
    static void inPayload(final Path journal, final long seq) throws IOException {
        turn(journal, seq, RecordHeader.LENGTH + 4);
    }

    /** Turns a bit of the length of the document around it. */
    static void inLength(final Path journal, final long seq) throws IOException {
        turn(journal, seq, -Integer.BYTES);
    }

    /** @param at where, counted from the record's beginning */
    static void turn(final Path journal, final long seq, final int at) throws IOException {
        change(journal, seq, (buffer, offset) -> buffer.putByte(offset + at, (byte) (buffer.getByte(offset + at) ^ 4)));
    }

    /** Zeros from its beginning on: a block that the device has lost. @return the file. */
    static Path zero(final Path journal, final long seq, final int length) throws IOException {
        return change(journal, seq, (buffer, offset) -> buffer.setMemory(offset, length, (byte) 0));
    }

    private interface Change {
        void at(UnsafeBuffer buffer, int offset);
    }

    private static Path change(final Path journal, final long seq, final Change change) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(journal)) {
            files = all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
        final RecordHeader header = new RecordHeader();
        for (final Path path : files) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                final UnsafeBuffer buffer = new UnsafeBuffer(file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, file.length()));
                for (int offset = 0; offset < buffer.capacity() - RecordHeader.LENGTH; offset += 4) {
                    if (header.wrap(buffer, offset).magic() == RecordHeader.MAGIC && header.seq() == seq) {
                        change.at(buffer, offset);
                        return path;
                    }
                }
            }
        }
        throw new IllegalStateException("no record " + seq + " in " + journal);
    }
}
