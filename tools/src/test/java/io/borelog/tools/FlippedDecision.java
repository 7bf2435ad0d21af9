package io.borelog.tools;

import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/** Another decision than was made, with a good CRC: what only computing it again can find. */
final class FlippedDecision {
    private FlippedDecision() {
    }

    /**
     * Flips a bit of the nth record of this kind in the journal's files.
     *
     * @param offset in the payload
     * @return inbound seq of its origin
     */
    static long in(final Path journal, final RecordKind kind, final int nth, final int offset) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(journal)) {
            files = all.filter(file -> file.toString().endsWith(".cq4")).sorted().toList();
        }
        final Checksum checksum = new Checksum();
        int found = 0;
        for (final Path path : files) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                final UnsafeBuffer buffer = new UnsafeBuffer(file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, file.length()));
                final RecordView record = new RecordView();
                for (int at = 0; at < buffer.capacity() - RecordHeader.LENGTH; at += 4) {
                    record.wrap(buffer, at, 0);
                    if (record.header().magic() == RecordHeader.MAGIC && record.kind() == kind && record.payloadLength() > offset
                        && at + record.length() <= buffer.capacity()
                        && checksum.ofRecord(buffer, at, record.payloadLength()) == record.header().crc() && found++ == nth) {
                        final int target = record.payloadOffset() + offset;
                        buffer.putByte(target, (byte) (buffer.getByte(target) ^ 1));
                        buffer.putInt(at + RecordHeader.CRC_OFFSET, checksum.ofRecord(buffer, at, record.payloadLength()),
                            ByteOrder.LITTLE_ENDIAN);
                        return record.header().originSeq();
                    }
                }
            }
        }
        throw new IllegalStateException(found + " records " + kind + " in " + journal);
    }
}
