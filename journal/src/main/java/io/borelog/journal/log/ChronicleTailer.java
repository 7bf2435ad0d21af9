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
    private static final Key BY_SEQ = new Key() {
        @Override
        public long of(final RecordView record) {
            return record.seq();
        }

        @Override
        public long before(final RecordView record, final int distance) {
            return record.kind() == RecordKind.OPEN
                ? new EpochRecord().wrap(record).lastSeq() + 1 - distance : record.seq() - distance;
        }
    };
    private static final Key BY_WALL_TIME = new Key() {
        @Override
        public long of(final RecordView record) {
            return record.header().wallTimeNs();
        }

        @Override
        public long before(final RecordView record, final int distance) {
            return of(record);
        }
    };

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
    private BrokenChainException broken;
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
        if (broken != null) {
            throw broken;
        }
        if (!load()) {
            return false;
        }
        final String problem = problem();
        if (problem != null) {
            final CorruptRecordException corrupt = corrupt(problem);
            if (buffer.capacity() < RecordHeader.LENGTH || header.payloadLength() != buffer.capacity() - RecordHeader.LENGTH) {
                requireWhole(); // the document's length may be what is wrong, and lead astray, even out of the file
            }
            throw corrupt;
        }
        final long seq = header.seq();
        if (seq > upTo) {
            document.rollbackOnClose(); // not yet for readers: come back to it
            closeDocument();
            return false;
        }
        if (seq <= lastSeq) {
            throw corrupt("seq " + Seq.text(seq) + " follows " + Seq.text(lastSeq));
        }
        lastSeq = seq;
        record.wrap(buffer, 0, document.index());
        return true;
    }

    /** Reads the document at the tailer's place, whatever it holds. @return false where there is none yet. */
    private boolean load() {
        closeDocument();
        try {
            document = tailer.readingDocument();
        } catch (final RuntimeException | InternalError ex) { // of memory behind the end of the file
            requireWhole();
            throw ex;
        }
        if (!document.isPresent()) {
            closeDocument();
            return false;
        }
        final Bytes<?> bytes = document.wire().bytes();
        final int length = (int) bytes.readRemaining();
        buffer.wrap(bytes.addressForRead(bytes.readPosition()), length);
        header.wrap(buffer, 0);
        return true;
    }

    @Override
    public void requireWhole() {
        closeDocument();
        if (queue == null) {
            return;
        }
        try {
            long before = Seq.NONE;
            for (final Path file : CycleFiles.list(directory)) {
                if (CycleFiles.cycle(file) >= tailer.cycle()) {
                    CycleScan scan = scan(file, before);
                    if (scan.endsAtBadRecord()) {
                        scan = scan(file, before); // a writer may have been at work there
                    }
                    before = scan.lastSeq();
                    if (scan.endsAtBadRecord()) {
                        broken = new BrokenChainException(file, before, scan.endOffset());
                        throw broken;
                    }
                }
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read journal " + directory + ": " + ex, ex);
        }
    }

    private static CycleScan scan(final Path file, final long before) throws IOException {
        return new CycleScan().scan(file, before, CycleScan.WHOLE_CHAIN, (bytes, offset, length) -> { });
    }

    /** @return why the document's bytes are not what was written, or null. */
    private String problem() {
        final int length = buffer.capacity();
        if (length < RecordHeader.LENGTH) {
            return "document of " + length + " bytes is shorter than a header";
        }
        if (header.magic() != RecordHeader.MAGIC) {
            return "magic is 0x" + Integer.toHexString(header.magic() & 0xFFFF);
        }
        final int payloadLength = header.payloadLength();
        if (payloadLength != length - RecordHeader.LENGTH) {
            return "payload length " + payloadLength + " in a document of " + length + " bytes";
        }
        final int crc = checksum.ofRecord(buffer, 0, payloadLength);
        return crc == header.crc() ? null
            : "CRC is 0x" + Integer.toHexString(crc) + ", written was 0x" + Integer.toHexString(header.crc());
    }

    private CorruptRecordException corrupt(final String problem) {
        final long index = document.index();
        final int length = buffer.capacity();
        final RecordKind kind = CorruptRecordException.likelyKind(
            length < RecordHeader.LENGTH ? 0 : buffer.getByte(RecordHeader.KIND_OFFSET), length - RecordHeader.LENGTH,
            CycleFiles.ROLL_CYCLE.toSequenceNumber(index) == 0);
        return new CorruptRecordException(directory.getFileName().toString(), index, problem, kind);
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
        broken = null;
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
        lastSeq = 0;
        return moveTo(index);
    }

    @Override
    public void seekSeq(final long seq) {
        seekFirst(seq, BY_SEQ);
    }

    @Override
    public void seekWallTime(final long wallTimeNs) {
        seekFirst(wallTimeNs, BY_WALL_TIME);
    }

    /** What records are ordered by. */
    private interface Key {
        long of(RecordView record);

        /** Of a record that cannot be read, so many before this one. */
        long before(RecordView record, int distance);
    }

    /** First record whose key is at least the given one; keys never fall. First over cycles, then inside one. */
    private void seekFirst(final long key, final Key keyOf) {
        pendingMove = () -> seekFirst(key, keyOf);
        if (!isOpen()) {
            return;
        }
        queue.refreshDirectoryListing();
        int cycle = queue.lastCycle();
        while (cycle > queue.firstCycle() && !firstIsBelow(cycle, key, keyOf)) {
            cycle--;
        }
        final long records = recordsIn(cycle);
        long low = 0;
        long high = records;
        while (low < high) {
            final long middle = low + high >>> 1;
            if (keyAt(cycle, middle, records, keyOf) < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        lastSeq = 0;
        moveTo(CycleFiles.ROLL_CYCLE.toIndex(cycle, low)); // behind the last of a cycle the reader goes on in the next
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
        lastSeq = 0;
        if (!moveTo(CycleFiles.ROLL_CYCLE.toIndex(cycle, 0))) {
            tailer.toStart();
        }
    }

    /** As the cycle's first record says; origins rise from cycle to cycle. MAX_VALUE where the cycle has no such record. */
    private long lastOriginBefore(final int cycle) {
        if (recordsIn(cycle) == 0 || !loadAt(CycleFiles.ROLL_CYCLE.toIndex(cycle, 0)) || problem() != null) {
            return Long.MAX_VALUE;
        }
        record.wrap(buffer, 0, document.index());
        final boolean begins = record.kind() == RecordKind.HEAD || record.kind() == RecordKind.OPEN;
        return begins ? new EpochRecord().wrap(record).lastOriginSeq() : Long.MAX_VALUE;
    }

    private boolean firstIsBelow(final int cycle, final long key, final Key keyOf) {
        final long records = recordsIn(cycle);
        return records > 0 && keyAt(cycle, 0, records, keyOf) < key;
    }

    private long recordsIn(final int cycle) {
        return Math.max(0, tailer.excerptsInCycle(cycle));
    }

    /** Where the record cannot be read, the next one that can tells its key; MAX_VALUE where there is none. */
    private long keyAt(final int cycle, final long at, final long end, final Key keyOf) {
        for (long i = at; i < end && loadAt(CycleFiles.ROLL_CYCLE.toIndex(cycle, i)); i++) {
            if (problem() == null) {
                record.wrap(buffer, 0, document.index());
                return i == at ? keyOf.of(record) : keyOf.before(record, (int) (i - at));
            }
        }
        return Long.MAX_VALUE;
    }

    private boolean loadAt(final long index) {
        return moveTo(index) && load();
    }

    private boolean moveTo(final long index) {
        closeDocument();
        broken = null;
        try {
            return tailer.moveToIndex(index);
        } catch (final RuntimeException | InternalError ex) { // it walks the documents before the index
            requireWhole();
            throw ex;
        }
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
        broken = null;
        open(epoch);
        if (seq != 0) {
            seekSeq(seq + 1);
            lastSeq = seq;
        } else if (index == 0 || !moveTo(index)) {
            pendingMove.run();
        }
    }

    private void closeDocument() {
        if (document != null) {
            document.close();
            document = null;
        }
    }

    @Override
    public void close() {
        closeDocument();
        CloseHelper.closeAll(tailer, queue);
    }
}
