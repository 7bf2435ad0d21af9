package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a Chronicle queue in place, read-only, up to the writer's limit; checks magic, CRC and order of every record.
 * Opens the files when there is something to read, so that a reader may start before its writer ever ran, and again when the limit
 * tells of a new epoch: a writer that found its tail suspect has put another file in the place of the one that is mapped here.
 */
final class ChronicleTailer implements JournalTailer {
    private final RecordView record = new RecordView();
    private final RecordHeader header = new RecordHeader();
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private final Checksum checksum = new Checksum();
    private final Path directory;
    private final LongSupplier limit;

    private SingleChronicleQueue queue;
    private ExcerptTailer tailer;
    private DocumentContext document;
    /** Where to go at opening. */
    private Runnable pendingMove = this::toStart;
    private long lastSeq;
    private long openedEpoch;

    ChronicleTailer(final Path directory, final LongSupplier limit) {
        this.directory = directory;
        this.limit = limit;
    }

    @Override
    public boolean next() {
        final long upTo = limit.getAsLong();
        if (upTo <= lastSeq || !isOpen(upTo)) {
            return false;
        }
        closeDocument();
        document = tailer.readingDocument();
        if (!document.isPresent()) {
            closeDocument();
            return false;
        }
        final Bytes<?> bytes = document.wire().bytes();
        final long position = bytes.readPosition();
        final int length = (int) bytes.readRemaining();
        final long index = document.index();
        if (length < RecordHeader.LENGTH) {
            throw corrupt(index, "document of " + length + " bytes is shorter than a header");
        }
        buffer.wrap(bytes.addressForRead(position), length);
        header.wrap(buffer, 0);
        if (header.magic() != RecordHeader.MAGIC) {
            throw corrupt(index, "magic is 0x" + Integer.toHexString(header.magic() & 0xFFFF));
        }
        if (header.payloadLength() < 0 || header.payloadLength() > length - RecordHeader.LENGTH) {
            throw corrupt(index, "payload length " + header.payloadLength() + " in a document of " + length + " bytes");
        }
        final int crc = checksum.ofRecord(buffer, 0, header.payloadLength());
        if (crc != header.crc()) {
            throw corrupt(index, "CRC is 0x" + Integer.toHexString(crc) + ", written was 0x" + Integer.toHexString(header.crc()));
        }
        final long seq = header.seq();
        if (seq > upTo) {
            document.rollbackOnClose(); // not yet for readers: come back to it
            closeDocument();
            return false;
        }
        if (seq <= lastSeq) {
            throw corrupt(index, "seq " + Seq.text(seq) + " follows " + Seq.text(lastSeq));
        }
        lastSeq = seq;
        record.wrap(buffer, 0, index);
        return true;
    }

    @Override
    public RecordView record() {
        return record;
    }

    @Override
    public void toStart() {
        move(this::toStart, start -> {
            final long first = firstIndexOnDisk();
            if (first < 0 || !start.moveToIndex(first)) {
                start.toStart();
            }
        });
    }

    @Override
    public void toEnd() {
        move(this::toEnd, ExcerptTailer::toEnd);
    }

    private void move(final Runnable again, final Consumer<ExcerptTailer> where) {
        closeDocument();
        lastSeq = 0;
        pendingMove = again;
        if (queue != null) {
            where.accept(tailer);
            tailer.direction(TailerDirection.FORWARD);
        }
    }

    @Override
    public boolean seekIndex(final long index) {
        if (!isOpen()) {
            return false;
        }
        closeDocument();
        lastSeq = 0;
        return tailer.moveToIndex(index);
    }

    @Override
    public void seekSeq(final long seq) {
        seekFirst(seq, RecordHeader::seq);
    }

    @Override
    public void seekWallTime(final long wallTimeNs) {
        seekFirst(wallTimeNs, RecordHeader::wallTimeNs);
    }

    /** First record whose key is at least the given one; keys never fall. First over cycles, then inside one. */
    private void seekFirst(final long key, final ToLongFunction<RecordHeader> keyOf) {
        pendingMove = () -> seekFirst(key, keyOf);
        if (!isOpen()) {
            return;
        }
        closeDocument();
        queue.refreshDirectoryListing();
        int cycle = queue.lastCycle();
        while (cycle > queue.firstCycle() && !firstIsBelow(cycle, key, keyOf)) {
            cycle--;
        }
        long low = 0;
        long high = recordsIn(cycle);
        while (low < high) {
            final long middle = low + high >>> 1;
            if (keyAt(CycleFiles.ROLL_CYCLE.toIndex(cycle, middle), keyOf) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        closeDocument();
        lastSeq = 0;
        tailer.moveToIndex(CycleFiles.ROLL_CYCLE.toIndex(cycle, low)); // behind the last of a cycle the reader goes on in the next
    }

    @Override
    public void seekBeforeOrigin(final long originSeq) {
        pendingMove = () -> seekBeforeOrigin(originSeq);
        if (!isOpen()) {
            return;
        }
        queue.refreshDirectoryListing();
        int cycle = queue.lastCycle();
        while (cycle > queue.firstCycle() && lastOriginBefore(cycle) >= originSeq) {
            cycle--;
        }
        closeDocument();
        lastSeq = 0;
        if (!tailer.moveToIndex(CycleFiles.ROLL_CYCLE.toIndex(cycle, 0))) {
            tailer.toStart();
        }
    }

    /** As the cycle's first record says; origins rise from cycle to cycle. MAX_VALUE where the cycle has no such record. */
    private long lastOriginBefore(final int cycle) {
        closeDocument();
        if (recordsIn(cycle) == 0 || !tailer.moveToIndex(CycleFiles.ROLL_CYCLE.toIndex(cycle, 0))) {
            return Long.MAX_VALUE;
        }
        document = tailer.readingDocument();
        if (!document.isPresent()) {
            return Long.MAX_VALUE;
        }
        final Bytes<?> bytes = document.wire().bytes();
        buffer.wrap(bytes.addressForRead(bytes.readPosition()), (int) bytes.readRemaining());
        record.wrap(buffer, 0, document.index());
        final boolean begins = record.kind() == RecordKind.HEAD || record.kind() == RecordKind.OPEN;
        return begins ? new EpochRecord().wrap(record).lastOriginSeq() : Long.MAX_VALUE;
    }

    private boolean firstIsBelow(final int cycle, final long key, final ToLongFunction<RecordHeader> keyOf) {
        return recordsIn(cycle) > 0 && keyAt(CycleFiles.ROLL_CYCLE.toIndex(cycle, 0), keyOf) < key;
    }

    private long recordsIn(final int cycle) {
        return Math.max(0, tailer.excerptsInCycle(cycle));
    }

    private long keyAt(final long index, final ToLongFunction<RecordHeader> keyOf) {
        closeDocument();
        if (!tailer.moveToIndex(index)) {
            return Long.MAX_VALUE;
        }
        document = tailer.readingDocument();
        if (!document.isPresent()) {
            return Long.MAX_VALUE;
        }
        final Bytes<?> bytes = document.wire().bytes();
        buffer.wrap(bytes.addressForRead(bytes.readPosition()), RecordHeader.LENGTH);
        return keyOf.applyAsLong(header.wrap(buffer, 0));
    }

    @Override
    public long limit() {
        return limit.getAsLong();
    }

    @Override
    public long countFrom(final long index) {
        final long last = lastIndex();
        return last < index ? 0 : queue.countExcerpts(index, last) + 1;
    }

    @Override
    public long firstIndex() {
        if (!isOpen()) {
            return -1;
        }
        final long first = firstIndexOnDisk();
        return first < 0 || queue.lastIndex() < first ? -1 : first;
    }

    /** By the files themselves: retention removes some, and Chronicle's own list knows that no earlier than at the next roll. */
    private long firstIndexOnDisk() {
        try {
            final List<Path> files = CycleFiles.list(directory);
            return files.isEmpty() ? -1 : CycleFiles.ROLL_CYCLE.toIndex(CycleFiles.cycle(files.get(0)), 0);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read " + directory + ": " + ex, ex);
        }
    }

    @Override
    public long lastIndex() {
        return isOpen() ? queue.lastIndex() : -1;
    }

    private boolean isOpen() {
        return isOpen(limit.getAsLong());
    }

    /** Not before the writer's epoch has published: what lies there until then may be what a power cut left. */
    private boolean isOpen(final long upTo) {
        final long epoch = Seq.epoch(upTo);
        if (upTo != 0 && queue == null && ChronicleFiles.exist(directory)) {
            open(epoch);
            pendingMove.run();
        } else if (upTo != 0 && queue != null && epoch != openedEpoch) {
            reopen(epoch);
        }
        return queue != null;
    }

    private void open(final long epoch) {
        queue = ChronicleFiles.open(directory, new CycleFiles.Clock(1), true);
        tailer = queue.createTailer();
        openedEpoch = epoch;
    }

    /** At the same place: indices and seqs of what was readable are the same in the new files. */
    private void reopen(final long epoch) {
        closeDocument();
        final long index = tailer.index();
        final long seq = lastSeq;
        CloseHelper.closeAll(tailer, queue);
        open(epoch);
        if (seq != 0) {
            seekSeq(seq + 1);
            lastSeq = seq;
        } else if (index == 0 || !tailer.moveToIndex(index)) {
            pendingMove.run();
        }
    }

    private void closeDocument() {
        if (document != null) {
            document.close();
            document = null;
        }
    }

    private CorruptRecordException corrupt(final long index, final String reason) {
        return new CorruptRecordException(directory.getFileName().toString(), index, reason);
    }

    @Override
    public void close() {
        closeDocument();
        CloseHelper.closeAll(tailer, queue);
    }
}
