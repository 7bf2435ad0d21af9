package io.borelog.journal.log;

import io.borelog.journal.BootId;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.ExcerptContext;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends to a Chronicle queue: header, CRC, epochs, rolls by bytes, and forces through a file descriptor of its own, because
 * Chronicle's sync neither covers all pages nor reports errors. Used by the stage's thread only; never interrupt that thread
 * (an interrupt closes the descriptor).
 */
final class ChronicleAppender implements JournalAppender {
    private static final long WAIT_NS = 100_000;
    private static final long WAITING_SIGN_NS = 100_000_000;

    private final DocumentBatch batch = new DocumentBatch();
    private final UnsafeBuffer recordHeader = new UnsafeBuffer(ByteBuffer.allocateDirect(RecordHeader.LENGTH));
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private final Checksum checksum = new Checksum();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(512);
    private final Path directory;
    private final long cycleBytes;
    private final Durability durability;
    private final DurableLimit limit;
    private final EpochNanoClock wallClock;
    private final WriterLock lock;
    private final CycleFiles.Clock cycleClock;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final SpaceAhead space;

    private ForcedFile file;
    /** Where Chronicle keeps what it knows of the file. */
    private SingleChronicleQueueStore store;
    /** Where the newest record ends. */
    private long position;
    private long seq;
    private long lastIndex;
    private long forcedSeq;
    private long journalTimeNs;
    private long wallTimeNs;
    private long originSeq;
    private int originOrdinal;
    private DecidingConfig config;

    ChronicleAppender(
        final Path directory, final long cycleBytes, final SpaceRules rules, final Durability durability, final DurableLimit limit,
        final EpochNanoClock wallClock) throws IOException {
        this(directory, cycleBytes, rules, durability, limit, wallClock, 1);
    }

    /** @param minEpoch of this opening, at least */
    ChronicleAppender(
        final Path directory, final long cycleBytes, final SpaceRules rules, final Durability durability, final DurableLimit limit,
        final EpochNanoClock wallClock, final long minEpoch) throws IOException {
        this.directory = directory;
        this.cycleBytes = cycleBytes;
        this.durability = durability;
        this.limit = limit;
        this.wallClock = wallClock;
        Files.createDirectories(directory);
        lock = WriterLock.take(directory);
        CycleRewrite.clear(directory); // of a start or a repair that was killed
        final boolean suspect = limit.tailIsSuspect();
        final long everForced = limit.everForced();
        if (suspect) {
            TornTail.repair(directory, durability, limit);
        }
        ChronicleFiles.unlock(directory);
        final boolean derived = Journals.isDerived(directory.getFileName().toString());
        final JournalEnd end = JournalEnd.find(directory, derived);
        if (!derived && !suspect) {
            end.requireUpTo(everForced, directory);
        }
        seq = end.lastSeq();
        journalTimeNs = end.journalTimeNs();
        wallTimeNs = end.wallTimeNs();
        originSeq = end.originSeq();
        originOrdinal = end.originOrdinal();
        config = end.config();
        cycleClock = new CycleFiles.Clock(Math.max(1, end.cycle()));
        final Path last = CycleFiles.file(directory, cycleClock.cycle());
        if (Files.exists(last) && !CycleFiles.isBegun(last)) {
            Files.move(last, SpaceAhead.next(directory), StandardCopyOption.ATOMIC_MOVE); // not deleted: there may be no room for another
        }
        if (end.mayGoOn()) {
            DocumentBatch.clear(last, end.offset());
        }
        prepareMetadata();
        queue = ChronicleFiles.open(directory, cycleClock, false);
        appender = queue.createAppender();
        if (!Files.isWritable(directory.resolve(ChronicleFiles.METADATA))) {
            throw new StageException(ExitCode.DISK, "journal " + directory + " is not writable");
        }
        space = new SpaceAhead(directory, rules, cycleBytes);
        if (!Files.exists(last)) {
            space.prepareNext();
            space.useNext(last);
        }
        final long before = seq;
        seq = Seq.first(Math.max(minEpoch, Seq.epoch(Math.max(seq, everForced)) + 1)) - 1;
        requireBehind(end, appendEpochRecord(RecordKind.OPEN, before));
        force();
        forceDirectory();
    }

    /** A journal that has files waits for the room, as it does for its records; the very first start says at once that there is none. */
    private void prepareMetadata() throws IOException {
        if (CycleFiles.list(directory).isEmpty()) {
            ChronicleFiles.prepareMetadata(directory);
        } else {
            await(() -> isMetadataReady(directory));
        }
    }

    private static boolean isMetadataReady(final Path directory) {
        try {
            ChronicleFiles.prepareMetadata(directory);
            return true;
        } catch (final IOException ex) {
            return false;
        }
    }

    /**
     * A reader goes from document to document, Chronicle's appender from the place that it had noted: where a file has lost pages without a
     * reboot these may differ, and what is appended would be seen by nobody.
     */
    private void requireBehind(final JournalEnd end, final int openLength) {
        if (end.mayGoOn() && position != end.offset() + Integer.BYTES + openLength) {
            limit.forceFailed();
            close();
            throw new StageException(ExitCode.CHECK_FAILED, "journal " + directory + ": " + (position - openLength) + " is not behind the "
                + "last record that a reader finds, at " + end.offset() + "; the next start writes the file anew");
        }
    }

    @Override
    public long append(
        final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        final int length = RecordHeader.LENGTH + headLength + bodyLength;
        if (position >= cycleBytes) {
            await(space::isNextReady);
            roll();
        }
        if (!space.covers(position, length)) {
            await(() -> space.covers(position, length));
        }
        return write(kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
    }

    @Override
    public boolean hasRoom(final int payloadLength) {
        return (position < cycleBytes || space.isNextReady())
            && space.covers(position, RecordHeader.LENGTH + payloadLength) && !space.isFull();
    }

    @Override
    public boolean isFull() {
        return space.isFull();
    }

    private void await(final BooleanSupplier room) {
        long nextSignNs = System.nanoTime() + WAITING_SIGN_NS;
        while (!room.getAsBoolean()) {
            if (System.nanoTime() - nextSignNs >= 0) {
                limit.waiting(true);
                nextSignNs += WAITING_SIGN_NS;
            }
            LockSupport.parkNanos(WAIT_NS);
        }
        limit.waiting(false);
    }

    private long write(
        final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        final int payloadLength = headLength + bodyLength;
        final int length = RecordHeader.LENGTH + payloadLength;
        if (length > ChronicleFiles.MAX_RECORD_LENGTH) {
            throw new IllegalArgumentException("record of " + length + " bytes, at most " + ChronicleFiles.MAX_RECORD_LENGTH);
        }
        final long rawWallTimeNs = wallClock.nanoTime();
        final long newWallTimeNs = Math.max(wallTimeNs, rawWallTimeNs);
        RecordHeader.write(recordHeader, 0, kind, 0, seq + 1, originSeq, originOrdinal, payloadLength,
            journalTimeNs, newWallTimeNs, rawWallTimeNs);
        putCrc(checksum.reset().update(recordHeader, 0, RecordHeader.CRC_OFFSET)
            .update(head, headOffset, headLength).update(body, bodyOffset, bodyLength).value());
        if (file == null) {
            appendFirst(head, headOffset, headLength, body, bodyOffset, bodyLength);
        } else {
            appendToBatch(head, headOffset, headLength, body, bodyOffset, bodyLength);
        }
        seq++;
        wallTimeNs = newWallTimeNs;
        this.journalTimeNs = journalTimeNs;
        if (originSeq != Seq.NONE && kind != RecordKind.DELIVERED) {
            this.originSeq = originSeq;
            this.originOrdinal = originOrdinal;
        }
        if (kind == RecordKind.CONFIG) {
            config = DecidingConfig.parse(Texts.get(head, headOffset));
        }
        return seq;
    }

    private void appendToBatch(
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        try {
            batch.document(RecordHeader.LENGTH + headLength + bodyLength);
            batch.put(recordHeader, 0, RecordHeader.LENGTH);
            batch.put(head, headOffset, headLength);
            batch.put(body, bodyOffset, bodyLength);
        } catch (final IOException ex) {
            throw writeFailed(ex);
        }
        position = batch.end();
        lastIndex++;
        if (CycleFiles.isIndexed(lastIndex)) {
            flush();
        }
    }

    /** By Chronicle, which makes the file ready. */
    private void appendFirst(
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        final int length = RecordHeader.LENGTH + headLength + bodyLength;
        try (DocumentContext document = appender.writingDocument()) {
            try {
                final Bytes<?> bytes = document.wire().bytes();
                final long start = bytes.writePosition();
                openFile(start);
                bytes.writeSkip(length);
                target.wrap(bytes.addressForWrite(start), length);
                target.putBytes(0, recordHeader, 0, RecordHeader.LENGTH);
                target.putBytes(RecordHeader.LENGTH, head, headOffset, headLength);
                if (bodyLength > 0) {
                    target.putBytes(RecordHeader.LENGTH + headLength, body, bodyOffset, bodyLength);
                }
                position = start + length;
                lastIndex = document.index();
            } catch (final Throwable ex) {
                document.rollbackOnClose(); // an exception would otherwise commit the half-written record
                throw ex;
            }
        }
        store = queue.storeForCycle(cycleClock.cycle(), queue.epoch(), true, null);
        goOnBehindIndex();
    }

    /** Chronicle may have put a page of its index behind the newest record. */
    private void goOnBehindIndex() {
        try {
            batch.begin(file.channel(), position);
        } catch (final IOException ex) {
            throw writeFailed(ex);
        }
    }

    /** The end of a file, and every so many records, are told to Chronicle, so that whoever opens the journal with it finds its way. */
    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        try {
            batch.flush();
            store.writePosition(batch.lastDocument());
            store.setPositionForSequenceNumber(
                (ExcerptContext) appender, CycleFiles.ROLL_CYCLE.toSequenceNumber(lastIndex), batch.lastDocument());
        } catch (final IOException ex) {
            throw writeFailed(ex);
        }
        if (CycleFiles.isIndexed(lastIndex)) {
            goOnBehindIndex();
        }
    }

    private StageException writeFailed(final IOException ex) {
        return new StageException(ExitCode.DISK, "write to journal " + directory + " failed: " + ex.getMessage(), ex);
    }

    private void putCrc(final int crc) {
        recordHeader.putInt(RecordHeader.CRC_OFFSET, crc, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void commit() {
        if (durability == Durability.DISK) {
            force();
        }
        publish();
    }

    @Override
    public void publish() {
        flush();
        limit.publish(seq);
    }

    @Override
    public void force() {
        if (forcedSeq == seq) {
            return;
        }
        flush();
        limit.forcing(true);
        try {
            file.forceTo(position);
        } catch (final IOException ex) {
            throw forceFailed(ex);
        }
        forcedSeq = seq;
        limit.forced(seq);
        limit.forcing(false);
    }

    /** The old file with its end mark is on disk before the new one has a record that counts: only the last cycle can ever be torn. */
    private void roll() {
        flush();
        final ForcedFile old = file;
        CloseHelper.close(store);
        file = null;
        final boolean durable = durability == Durability.DISK;
        if (durable) {
            limit.forcing(true);
            forceAll(old);
        }
        cycleClock.cycle(cycleClock.cycle() + 1);
        useNextFile();
        appendEpochRecord(RecordKind.HEAD, seq);
        if (durable) {
            forceAll(old);
            forceAll(file);
            forceDirectory();
            forcedSeq = seq;
            limit.forced(seq);
            limit.forcing(false);
        }
        CloseHelper.close(old);
    }

    private void useNextFile() {
        final Path next = CycleFiles.file(directory, cycleClock.cycle());
        try {
            space.useNext(next);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot begin " + next + ": " + ex.getMessage(), ex);
        }
    }

    /** @return its length, header included */
    private int appendEpochRecord(final RecordKind kind, final long lastSeqBefore) {
        final int length = EpochRecord.encode(scratch, 0, lastSeqBefore, originSeq, originOrdinal,
            (int) ProcessHandle.current().pid(), BootId.high(), BootId.low(), config.isEmpty() ? null : config.text());
        write(kind, Seq.NONE, 0, journalTimeNs, scratch, 0, length, scratch, 0, 0);
        return RecordHeader.LENGTH + length;
    }

    /** Opened while the first document of a file is still open, so that no error of its writeback can be missed; held until the roll. */
    private void openFile(final long start) {
        if (file == null) {
            final Path path = CycleFiles.file(directory, cycleClock.cycle());
            try {
                file = ForcedFile.open(path);
                space.begin(path, start);
            } catch (final IOException ex) {
                throw new StageException(ExitCode.DISK, "no space for " + path + ": " + ex.getMessage(), ex);
            }
        }
    }

    private void forceAll(final ForcedFile whole) {
        try {
            whole.forceAll(position);
        } catch (final IOException ex) {
            throw forceFailed(ex);
        }
    }

    private StageException forceFailed(final IOException ex) {
        limit.forceFailed();
        return new StageException(ExitCode.FORCE_FAILED, "force of journal " + directory + " failed: " + ex.getMessage(), ex);
    }

    private void forceDirectory() {
        try (FileChannel dir = FileChannel.open(directory, StandardOpenOption.READ)) {
            dir.force(true);
        } catch (final IOException ex) {
            limit.forceFailed();
            throw new StageException(ExitCode.FORCE_FAILED, "force of directory " + directory + " failed: " + ex.getMessage(), ex);
        }
    }

    @Override
    public long lastSeq() {
        return seq;
    }

    @Override
    public long lastIndex() {
        return lastIndex;
    }

    @Override
    public long lastJournalTimeNs() {
        return journalTimeNs;
    }

    @Override
    public long lastWallTimeNs() {
        return wallTimeNs;
    }

    @Override
    public long lastOriginSeq() {
        return originSeq;
    }

    @Override
    public int lastOriginOrdinal() {
        return originOrdinal;
    }

    @Override
    public DecidingConfig config() {
        return config;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(space, file, store, appender, queue, lock, batch);
    }
}
