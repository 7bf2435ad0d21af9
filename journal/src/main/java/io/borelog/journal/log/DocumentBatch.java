package io.borelog.journal.log;

import io.borelog.journal.record.RecordHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.wire.Wires;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Documents on their way into a cycle file, laid out as Chronicle lays them out, gathered, and written by one call for many of them.
 * Through a mapping each page would cost a fault when it is written to, and at each force an interrupt of the other processors that run
 * this process, to take the right to write away again. The copy that the call costs instead is of memory that is still in the cache.
 *
 * <p>A reader goes from header to header. The first header of a batch says "not complete" until all behind it is in the file: to a reader,
 * and after a kill, a batch is there as a whole or not at all. A header of 0 would not do: with whole records behind it, it is one that was
 * lost. The place of the header behind a batch is cleared, whatever an earlier writer has left there. Appender's thread.
 */
final class DocumentBatch implements AutoCloseable {
    private static final int HEADER_LENGTH = Wires.SPB_HEADER_SIZE;
    private static final int CAPACITY = 256 << 10;
    /** The next header, and what may be missing to its place. */
    private static final int CLEARED = 2 * HEADER_LENGTH;
    private static final int NONE = 0;
    private static final int NOT_COMPLETE = Wires.NOT_COMPLETE_UNKNOWN_LENGTH;

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(CAPACITY + CLEARED);
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final ByteBuffer header = ByteBuffer.allocateDirect(HEADER_LENGTH).order(ByteOrder.nativeOrder());
    private FileChannel file;
    /** Where in the file the buffer begins. */
    private long start;
    private int length;
    /** Withheld, and where it belongs. */
    private int firstHeader = NONE;
    private long firstAt;
    private long lastDocument;

    /**
     * At a start: what a writer has left here that was killed before its batch was complete is taken away, its first record before the word
     * that says so. Whoever is killed in here leaves the one or the other.
     */
    static void clear(final Path cycleFile, final long position) throws IOException {
        try (FileChannel file = FileChannel.open(cycleFile, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer word = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.nativeOrder());
            if (file.read(word, position) == HEADER_LENGTH && word.getInt(0) == NOT_COMPLETE) {
                write(file, ByteBuffer.allocate(RecordHeader.LENGTH), position + HEADER_LENGTH);
                write(file, ByteBuffer.allocate(HEADER_LENGTH), position);
            }
        }
    }

    /** The next document is the first behind this position of this file, and behind what else has been written there. */
    void begin(final FileChannel newFile, final long position) throws IOException {
        file = newFile;
        start = position;
        length = 0;
        for (int next = readHeader(); next != NONE; next = readHeader()) {
            start = aligned(start) + HEADER_LENGTH + Wires.lengthOf(next);
        }
    }

    private int readHeader() throws IOException {
        return file.read(header.clear(), aligned(start)) < HEADER_LENGTH ? NONE : header.getInt(0);
    }

    /** Begins a document; as many bytes are put next. */
    void document(final int documentLength) throws IOException {
        final int padding = (int) (aligned(end()) - end());
        require(padding + HEADER_LENGTH);
        buffer.setMemory(length, padding, (byte) 0);
        length += padding;
        lastDocument = end();
        if (firstHeader == NONE) {
            firstHeader = documentLength; // of data that is complete: its length and nothing else
            firstAt = lastDocument;
            buffer.putInt(length, NOT_COMPLETE);
        } else {
            buffer.putInt(length, documentLength);
        }
        length += HEADER_LENGTH;
    }

    void put(final DirectBuffer source, final int offset, final int count) throws IOException {
        for (int done = 0; done < count;) {
            require(1);
            final int part = Math.min(count - done, CAPACITY - length);
            buffer.putBytes(length, source, offset + done, part);
            length += part;
            done += part;
        }
    }

    private void require(final int room) throws IOException {
        if (length + room > CAPACITY) {
            write(length);
        }
    }

    /** Where the newest document ends. */
    long end() {
        return start + length;
    }

    /** Where the newest document begins, with its header. */
    long lastDocument() {
        return lastDocument;
    }

    boolean isEmpty() {
        return firstHeader == NONE;
    }

    /** Where the header that follows a document goes. */
    private static long aligned(final long end) {
        return end + HEADER_LENGTH - 1 & -HEADER_LENGTH;
    }

    /** Puts all that was gathered into the file, for readers too. */
    void flush() throws IOException {
        if (firstHeader != NONE) {
            buffer.putLong(length, 0);
            write(length + CLEARED);
            header.putInt(0, firstHeader);
            write(file, header.clear(), firstAt);
            firstHeader = NONE;
        }
    }

    private void write(final int count) throws IOException {
        write(file, bytes.clear().limit(count), start);
        start += length;
        length = 0;
    }

    private static void write(final FileChannel file, final ByteBuffer source, final long position) throws IOException {
        for (long at = position; source.hasRemaining();) {
            at += file.write(source, at);
        }
    }

    @Override
    public void close() {
        BufferUtil.free(bytes);
        BufferUtil.free(header);
    }
}
