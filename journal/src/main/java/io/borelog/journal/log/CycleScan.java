package io.borelog.journal.log;

import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the raw bytes of one cycle file, because after a power cut Chronicle's own structures may be torn anywhere: document after
 * document up to the first that is not what was written. That prefix contains everything that was ever forced.
 * <pre>
 *   a document: i32 header (bit 31 not complete, bit 30 meta data, 30 bits length), then its bytes; the next begins at a multiple of 4
 *   0 = nothing written yet; 0xC0000000 = end of the cycle
 * </pre>
 */
final class CycleScan {
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int END_OF_CYCLE = NOT_COMPLETE | META_DATA;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int MAX_FILE_LENGTH = Integer.MAX_VALUE;

    /** Sees every good record, in order. */
    interface Visitor {
        void onRecord(UnsafeBuffer file, int offset, int length);
    }

    private final RecordHeader header = new RecordHeader();
    private final Checksum checksum = new Checksum();
    private int records;
    private boolean ended;
    private boolean bad;
    private int endOffset;
    private boolean onlyHead;
    private long lastSeq;

    /** @param afterSeq the last seq before this cycle: records must go on from there */
    CycleScan scan(final Path file, final long afterSeq, final Visitor visitor) throws IOException {
        return scan(file, afterSeq, visitor, Integer.MAX_VALUE);
    }

    /** As above, and no further than the first record. */
    CycleScan scanFirst(final Path file, final long afterSeq, final Visitor visitor) throws IOException {
        return scan(file, afterSeq, visitor, 1);
    }

    private CycleScan scan(final Path file, final long afterSeq, final Visitor visitor, final int recordLimit) throws IOException {
        records = 0;
        ended = false;
        bad = false;
        endOffset = 0;
        onlyHead = true;
        lastSeq = afterSeq;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final int length = (int) Math.min(MAX_FILE_LENGTH, channel.size());
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            try {
                walk(new UnsafeBuffer(mapped), length, visitor, recordLimit);
            } finally {
                BufferUtil.free(mapped);
            }
        }
        return this;
    }

    private void walk(final UnsafeBuffer file, final int fileLength, final Visitor visitor, final int recordLimit) {
        int at = 0;
        while (at <= fileLength - Integer.BYTES && records < recordLimit) {
            endOffset = at;
            final int word = file.getInt(at, ByteOrder.LITTLE_ENDIAN);
            if (word == END_OF_CYCLE) {
                ended = true;
                return;
            }
            final int length = word & LENGTH_MASK;
            if (word == 0 || (word & NOT_COMPLETE) != 0) {
                return;
            }
            if (length > fileLength - at - Integer.BYTES) {
                bad = true;
                return;
            }
            if ((word & META_DATA) == 0) {
                if (!isGood(file, at + Integer.BYTES, length)) {
                    bad = true;
                    return;
                }
                visitor.onRecord(file, at + Integer.BYTES, RecordHeader.LENGTH + header.payloadLength());
                records++;
                onlyHead &= header.kind() == RecordKind.HEAD;
                lastSeq = header.seq();
            }
            at = at + Integer.BYTES + length + 3 & ~3;
        }
    }

    private boolean isGood(final UnsafeBuffer file, final int offset, final int length) {
        if (length < RecordHeader.LENGTH) {
            return false;
        }
        header.wrap(file, offset);
        final int payloadLength = header.payloadLength();
        return header.magic() == RecordHeader.MAGIC && payloadLength >= 0 && payloadLength <= length - RecordHeader.LENGTH
            && checksum.ofRecord(file, offset, payloadLength) == header.crc() && header.seq() > lastSeq;
    }

    int records() {
        return records;
    }

    /** Whether the file ends with its end mark: it was rolled. */
    boolean ended() {
        return ended;
    }

    /** Whether the walk ended at a document that is not what was written, and not where nothing was written yet. */
    boolean endsAtBadRecord() {
        return bad;
    }

    /** Offset in the file at which the walk ended. */
    int endOffset() {
        return endOffset;
    }

    /** Whether nothing but the HEAD was found: the roll to this cycle had not been finished. */
    boolean onlyHead() {
        return onlyHead;
    }

    long lastSeq() {
        return lastSeq;
    }
}
