package io.borelog.journal.log;

import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.collections.IntArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the raw bytes of one cycle file, because Chronicle's own structures may be torn or damaged anywhere: document after document up to
 * the first that is not what was written. After a power cut that prefix contains everything that was ever forced.
 * <pre>
 *   a document: i32 header (bit 31 not complete, bit 30 meta data, 30 bits length), then its bytes; the next begins at a multiple of 4
 *   0 = nothing written yet; 0x80000000 = a batch is being written, or its writer was killed; 0xC0000000 = end of the cycle
 * </pre>
 * Where the caller allows it, a document that is not what was written is stepped over if the chain is whole around it: the document has
 * its length, and the record behind it, if any, goes on from the one before it as if it were there.
 */
final class CycleScan {
    /** Steps over nothing. */
    static final long STRICT = Seq.NONE;
    /** Steps over all that lies in a whole chain. */
    static final long WHOLE_CHAIN = Long.MAX_VALUE;

    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int META_DATA = 0x4000_0000;
    private static final int END_OF_CYCLE = NOT_COMPLETE | META_DATA;
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int MAX_FILE_LENGTH = Integer.MAX_VALUE;
    private static final int MAX_UNREADABLE = 1 << 16;

    /** Sees every good record, in order. */
    interface Visitor {
        void onRecord(UnsafeBuffer file, int offset, int length);

        /** A document that is stepped over, in its place among the records. */
        default void onUnreadable(final UnsafeBuffer file, final int offset, final int length) {
        }
    }

    private final RecordView record = new RecordView();
    private final RecordHeader header = record.header();
    private final EpochRecord epoch = new EpochRecord();
    private final Checksum checksum = new Checksum();
    /** Offsets of documents that are not what was written, behind the last good record. */
    private final IntArrayList unreadable = new IntArrayList();
    private long stepOverUpTo;
    private int records;
    private boolean ended;
    private boolean bad;
    private int endOffset;
    private int nextOffset;
    private boolean onlyHead;
    private long lastSeq;

    /** @param afterSeq the last seq before this cycle, 0 where it is not known: records must go on from there */
    CycleScan scan(final Path file, final long afterSeq, final Visitor visitor) throws IOException {
        return scan(file, afterSeq, STRICT, visitor);
    }

    /** @param stepOverUpTo newest seq that may be stepped over: STRICT, WHOLE_CHAIN, or what is known to have been written whole */
    CycleScan scan(final Path file, final long afterSeq, final long stepOverUpTo, final Visitor visitor) throws IOException {
        return scan(file, afterSeq, stepOverUpTo, visitor, Integer.MAX_VALUE);
    }

    /** No further than the first record. */
    CycleScan scanFirst(final Path file, final long afterSeq, final Visitor visitor) throws IOException {
        return scan(file, afterSeq, STRICT, visitor, 1);
    }

    private CycleScan scan(
        final Path file, final long afterSeq, final long upTo, final Visitor visitor, final int recordLimit) throws IOException {
        begin(afterSeq, upTo);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final int length = (int) Math.min(MAX_FILE_LENGTH, channel.size());
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            try {
                walk(new UnsafeBuffer(mapped), 0, length, visitor, recordLimit);
            } finally {
                BufferUtil.free(mapped);
            }
        }
        return this;
    }

    private void begin(final long afterSeq, final long upTo) {
        stepOverUpTo = upTo;
        records = 0;
        ended = false;
        bad = false;
        endOffset = 0;
        nextOffset = 0;
        onlyHead = true;
        lastSeq = afterSeq;
        unreadable.clear();
    }

    /** Of a mapped file, from the document at this offset on. */
    CycleScan scanFrom(
        final UnsafeBuffer file, final int at, final long afterSeq, final long upTo, final Visitor visitor) {
        begin(afterSeq, upTo);
        walk(file, at, file.capacity(), visitor, Integer.MAX_VALUE);
        return this;
    }

    /**
     * The next whole record behind a place where the chain breaks: the one that goes on from the last, whatever the document around it says,
     * or one whose document fits it, so that what a message has in its payload is not taken for a record.
     *
     * @return its offset, or -1 where there is none with a seq in between
     */
    int findRecord(final UnsafeBuffer file, final int from, final long afterSeq, final long upToSeq) {
        lastSeq = afterSeq;
        unreadable.clear();
        for (int offset = from + Integer.BYTES; offset <= file.capacity() - RecordHeader.LENGTH; offset += Integer.BYTES) {
            if (file.getShort(offset, ByteOrder.LITTLE_ENDIAN) == RecordHeader.MAGIC && isRecord(file, file.capacity(), offset)
                && header.seq() <= upToSeq
                && (lastSeq != Seq.NONE && goesOn() || file.getInt(offset - Integer.BYTES, ByteOrder.LITTLE_ENDIAN) == record.length())) {
                return offset;
            }
        }
        return -1;
    }

    private void walk(
        final UnsafeBuffer file, final int from, final int fileLength, final Visitor visitor, final int recordLimit) {
        int at = from;
        while (at <= fileLength - Integer.BYTES && records < recordLimit && !bad) {
            nextOffset = at;
            endOffset = unreadable.isEmpty() ? at : unreadable.getInt(0);
            final int word = file.getIntVolatile(at);
            final int length = word & LENGTH_MASK;
            ended = word == END_OF_CYCLE;
            if (ended || word == 0 || (word & NOT_COMPLETE) != 0) {
                bad = !ended && hidesARecord(file, fileLength, at, word, length);
                break;
            } else if (length > fileLength - at - Integer.BYTES) {
                bad = true;
            } else if ((word & META_DATA) == 0) {
                onDocument(file, fileLength, at, length, visitor);
            }
            at = next(at, length);
        }
        if (!bad && lastSeq + unreadable.size() <= stepOverUpTo) { // nothing behind them contradicts
            lastSeq += unreadable.size();
            stepOver(file, visitor);
        }
    }

    static int next(final int at, final int length) {
        return at + Integer.BYTES + length + 3 & ~3;
    }

    private void onDocument(final UnsafeBuffer file, final int fileLength, final int at, final int length, final Visitor visitor) {
        final int offset = at + Integer.BYTES;
        if (isRecord(file, fileLength, offset)) {
            if (header.payloadLength() != length - RecordHeader.LENGTH || !goesOn()) {
                bad = true;
                return;
            }
            stepOver(file, visitor);
            record.wrap(file, offset, 0);
            visitor.onRecord(file, offset, record.length());
            records++;
            onlyHead &= record.kind() == RecordKind.HEAD;
            lastSeq = record.seq();
        } else if (mayBeSteppedOver(file, offset, length)) {
            unreadable.addInt(at);
        } else {
            bad = true;
        }
    }

    private void stepOver(final UnsafeBuffer file, final Visitor visitor) {
        for (int i = 0; i < unreadable.size(); i++) {
            final int at = unreadable.getInt(i);
            visitor.onUnreadable(file, at + Integer.BYTES, file.getInt(at, ByteOrder.LITTLE_ENDIAN) & LENGTH_MASK);
        }
        unreadable.clear();
    }

    /** Whether a whole record lies here, whatever the document around it says. */
    private boolean isRecord(final UnsafeBuffer file, final int fileLength, final int offset) {
        if (fileLength - offset < RecordHeader.LENGTH) {
            return false;
        }
        record.wrap(file, offset, 0);
        final int payloadLength = header.payloadLength();
        return header.magic() == RecordHeader.MAGIC && payloadLength >= 0 && payloadLength <= fileLength - offset - RecordHeader.LENGTH
            && checksum.ofRecord(file, offset, payloadLength) == header.crc() && header.seq() > lastSeq;
    }

    /** Whether the record is the next of the chain, those that could not be read included. */
    private boolean goesOn() {
        if (lastSeq == Seq.NONE) {
            return unreadable.isEmpty(); // nothing says what came before
        }
        final long before = lastSeq + unreadable.size();
        return (unreadable.isEmpty() || before <= stepOverUpTo)
            && (header.seq() == before + 1 || record.kind() == RecordKind.OPEN && epoch.wrap(record).lastSeq() == before);
    }

    /** What tells what came before, or decides all that follows, is no message that could be missed. */
    private boolean mayBeSteppedOver(final UnsafeBuffer file, final int offset, final int length) {
        if (stepOverUpTo == STRICT || length < RecordHeader.LENGTH || unreadable.size() == MAX_UNREADABLE) {
            return false;
        }
        final int kind = file.getByte(offset + RecordHeader.KIND_OFFSET);
        return CorruptRecordException.likelyKind(kind, length - RecordHeader.LENGTH, records == 0) != RecordKind.CONFIG;
    }

    /**
     * Where nothing seems to be written any more, though a whole record is there: a bit of the document's header has turned. A batch whose
     * writer was killed has no length there. Read twice,
     * because a writer may be at work here. A header that is 0 is also what a writer leaves that was killed between the record and its
     * header; only what is known to have been written, or has a record behind it, was more than that.
     */
    private boolean hidesARecord(final UnsafeBuffer file, final int fileLength, final int at, final int word, final int length) {
        if (!isRecord(file, fileLength, at + Integer.BYTES)) {
            return false;
        }
        final long seq = header.seq();
        final int behind = next(at, RecordHeader.LENGTH + header.payloadLength());
        final boolean more = word == 0
            ? stepOverUpTo != WHOLE_CHAIN && seq <= stepOverUpTo || isFollowed(file, fileLength, behind, seq)
            : length > 0 && behind <= fileLength - Integer.BYTES && file.getIntVolatile(behind) != 0;
        return more && file.getIntVolatile(at) == word;
    }

    /** By a record or the end of the cycle, and not by what an earlier death has left there. */
    private boolean isFollowed(final UnsafeBuffer file, final int fileLength, final int from, final long seq) {
        int at = from;
        while (at >= 0 && at <= fileLength - Integer.BYTES) {
            final int word = file.getIntVolatile(at);
            if (word == END_OF_CYCLE) {
                return true;
            }
            if ((word & META_DATA) == 0 || (word & NOT_COMPLETE) != 0) {
                return isRecord(file, fileLength, at + Integer.BYTES) && header.seq() > seq;
            }
            at = next(at, word & LENGTH_MASK);
        }
        return false;
    }

    int records() {
        return records;
    }

    /** Whether the file ends with its end mark: it was rolled. */
    boolean ended() {
        return ended;
    }

    /** Whether the walk ended at a document that is not what was written and was not stepped over, or at a gap between records. */
    boolean endsAtBadRecord() {
        return bad || !unreadable.isEmpty();
    }

    /** Offset in the file at which the walk ended. */
    int endOffset() {
        return endOffset;
    }

    /** Where the next document comes, behind all that was stepped over. */
    int nextOffset() {
        return nextOffset;
    }

    /** Whether nothing but the HEAD was found: the roll to this cycle had not been finished. */
    boolean onlyHead() {
        return onlyHead;
    }

    /** Seq of the last record, those stepped over included. */
    long lastSeq() {
        return lastSeq;
    }
}
