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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
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

    private final UnsafeBuffer header = new UnsafeBuffer(new byte[RecordHeader.LENGTH]);
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

    private FileChannel channel;
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
        final boolean suspect = limit.tailIsSuspect();
        final long everForced = limit.everForced();
        if (suspect) {
            TornTail.repair(directory, durability, everForced);
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
        queue = ChronicleFiles.open(directory, cycleClock, false);
        appender = queue.createAppender();
        if (!Files.isWritable(directory.resolve(ChronicleFiles.METADATA))) {
            throw new StageException(ExitCode.DISK, "journal " + directory + " is not writable");
        }
        space = new SpaceAhead(directory, rules);
        final long before = seq;
        seq = Seq.first(Math.max(minEpoch, Seq.epoch(Math.max(seq, everForced)) + 1)) - 1;
        appendEpochRecord(RecordKind.OPEN, before);
        force();
        forceDirectory();
    }

    @Override
    public long append(
        final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        final int length = RecordHeader.LENGTH + headLength + bodyLength;
        if (position >= cycleBytes) {
            await(space::hasRoomForRoll);
            roll();
        }
        if (!space.covers(position, length)) {
            await(() -> space.covers(position, length));
        }
        return write(kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
    }

    @Override
    public boolean hasRoom(final int payloadLength) {
        return (position < cycleBytes || space.hasRoomForRoll())
            && space.covers(position, RecordHeader.LENGTH + payloadLength) && !space.isFull();
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
        RecordHeader.write(header, 0, kind, 0, seq + 1, originSeq, originOrdinal, payloadLength,
            journalTimeNs, newWallTimeNs, rawWallTimeNs);
        final int crc = checksum.reset().update(header, 0, RecordHeader.CRC_OFFSET)
            .update(head, headOffset, headLength).update(body, bodyOffset, bodyLength).value();
        header.putInt(RecordHeader.CRC_OFFSET, crc, java.nio.ByteOrder.LITTLE_ENDIAN);

        try (DocumentContext document = appender.writingDocument()) {
            try {
                final Bytes<?> bytes = document.wire().bytes();
                final long start = bytes.writePosition();
                openChannel(start);
                bytes.writeSkip(length);
                target.wrap(bytes.addressForWrite(start), length);
                target.putBytes(0, header, 0, RecordHeader.LENGTH);
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

    @Override
    public void commit() {
        if (durability == Durability.DISK) {
            force();
        }
        limit.publish(seq);
    }

    @Override
    public void publish() {
        limit.publish(seq);
    }

    @Override
    public void force() {
        if (forcedSeq == seq) {
            return;
        }
        limit.forcing(true);
        force(channel);
        forcedSeq = seq;
        limit.forced(seq);
        limit.forcing(false);
    }

    /** The old file with its end mark is on disk before the new one has a record that counts: only the last cycle can ever be torn. */
    private void roll() {
        final FileChannel old = channel;
        channel = null;
        final boolean durable = durability == Durability.DISK;
        if (durable) {
            limit.forcing(true);
            force(old);
        }
        cycleClock.cycle(cycleClock.cycle() + 1);
        appendEpochRecord(RecordKind.HEAD, seq);
        if (durable) {
            force(old);
            force(channel);
            forceDirectory();
            forcedSeq = seq;
            limit.forced(seq);
            limit.forcing(false);
        }
        CloseHelper.close(old);
    }

    private void appendEpochRecord(final RecordKind kind, final long lastSeqBefore) {
        final int length = EpochRecord.encode(scratch, 0, lastSeqBefore, originSeq, originOrdinal,
            (int) ProcessHandle.current().pid(), BootId.high(), BootId.low(), config.isEmpty() ? null : config.text());
        write(kind, Seq.NONE, 0, journalTimeNs, scratch, 0, length, scratch, 0, 0);
    }

    /** Opened while the first document of a file is still open, so that no error of its writeback can be missed; held until the roll. */
    private void openChannel(final long start) {
        if (channel == null) {
            final Path file = CycleFiles.file(directory, cycleClock.cycle());
            try {
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                space.begin(channel, start);
            } catch (final IOException ex) {
                throw new StageException(ExitCode.DISK, "no space for " + file + ": " + ex.getMessage(), ex);
            }
        }
    }

    private void force(final FileChannel file) {
        try {
            file.force(false);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.FORCE_FAILED, "force of journal " + directory + " failed: " + ex.getMessage(), ex);
        }
    }

    private void forceDirectory() {
        try (FileChannel dir = FileChannel.open(directory, StandardOpenOption.READ)) {
            dir.force(true);
        } catch (final IOException ex) {
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
        CloseHelper.closeAll(space, channel, appender, queue, lock);
    }
}
