package io.borelog.journal.log;

import io.borelog.journal.record.Checksum;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A journal without files, for the simulation: same records, same CRC, same epochs, cycles and limits, one thread. It outlives its
 * appenders as files outlive processes; {@link #powerCut} drops what was not forced. A simulation overrides {@link #force} to let it fail.
 */
public class InMemoryJournal {
    private static final int CONFIG_LIMIT = 16 << 10;

    private final List<byte[]> records = new ArrayList<>();
    private final String name;
    private final EpochNanoClock wallClock;
    private final int cycleRecords;
    private int forced;
    /** Records that outlive their writer; what it has gathered since dies with it. */
    private int written;
    private long limit;

    public InMemoryJournal(final String name, final EpochNanoClock wallClock) {
        this(name, wallClock, Integer.MAX_VALUE);
    }

    /** @param cycleRecords records after which the journal rolls: the next cycle begins with a HEAD */
    public InMemoryJournal(final String name, final EpochNanoClock wallClock, final int cycleRecords) {
        this.name = name;
        this.wallClock = wallClock;
        this.cycleRecords = cycleRecords;
    }

    /** What a reader would find who came after the first {@code count} records: all of them forced and readable. */
    public InMemoryJournal prefix(final int count) {
        final InMemoryJournal copy = new InMemoryJournal(name, wallClock, cycleRecords);
        copy.records.addAll(records.subList(0, count));
        copy.forced = count;
        copy.written = count;
        copy.limit = Long.MAX_VALUE;
        return copy;
    }

    /** A new writer: writes OPEN with the next epoch and forces it. */
    public JournalAppender open(final Durability durability) {
        return new Appender(durability);
    }

    public JournalTailer tail() {
        return new Tailer(false);
    }

    /** A reader that sees everything, as a stage reads its own journal at start. */
    public JournalTailer tailAll() {
        return new Tailer(true);
    }

    public int size() {
        return records.size();
    }

    /** Header and payload of one record. */
    public byte[] bytes(final int index) {
        return records.get(index);
    }

    /** The machine died: of the records that were not forced, only the first {@code kept} are there afterwards; limits are void. */
    public void powerCut(final int kept) {
        while (records.size() > forced + kept) {
            records.remove(records.size() - 1);
        }
        forced = records.size();
        written = forced;
        limit = 0;
    }

    public int unforced() {
        return records.size() - forced;
    }

    /** Puts everything appended on the device. */
    protected void force() {
        forced = records.size();
    }

    /** @return how many of these many that a writer had gathered when it died had reached the file: with files every 256th writes all. */
    protected int writtenOf(final int gathered) {
        return 0;
    }

    /** Seq of the OPEN of a writer that opens the journal behind this seq. */
    protected long firstSeqBehind(final long lastSeq) {
        return Seq.first(Seq.epoch(lastSeq) + 1);
    }

    /** @return index of the OPEN or HEAD at which the cycle begins that has this record. */
    private int cycleStart(final int index) {
        int start = Math.max(0, index);
        while (start > 0 && RecordKind.of(records.get(start)[RecordHeader.KIND_OFFSET]) != RecordKind.HEAD) {
            start--;
        }
        return start;
    }

    private final class Appender implements JournalAppender {
        private final Checksum checksum = new Checksum();
        private final Durability durability;
        private int cycleStart;
        private long seq;
        private long journalTimeNs;
        private long wallTimeNs;
        private long originSeq;
        private int originOrdinal;
        private DecidingConfig config = DecidingConfig.parse(null);

        Appender(final Durability durability) {
            this.durability = durability;
            records.subList(written + writtenOf(records.size() - written), records.size()).clear();
            final EpochRecord epoch = new EpochRecord();
            cycleStart = cycleStart(records.size() - 1);
            try (JournalTailer tailer = tailAll()) {
                tailer.seekIndex(cycleStart); // as with files: the newest cycle tells all that came before
                while (tailer.next()) {
                    final RecordView record = tailer.record();
                    seq = record.seq();
                    journalTimeNs = record.header().journalTimeNs();
                    wallTimeNs = record.header().wallTimeNs();
                    if (record.kind() == RecordKind.OPEN || record.kind() == RecordKind.HEAD) {
                        epoch.wrap(record);
                        config = epoch.config() == null ? config : DecidingConfig.parse(epoch.config());
                        if (Seq.compareOrigins(epoch.lastOriginSeq(), epoch.lastOriginOrdinal(), originSeq, originOrdinal) > 0) {
                            originSeq = epoch.lastOriginSeq();
                            originOrdinal = epoch.lastOriginOrdinal();
                        }
                    }
                    remember(record.kind(), record.header().originSeq(), record.header().originOrdinal(),
                        record.payload(), record.payloadOffset());
                }
            }
            final long before = seq;
            seq = firstSeqBehind(seq) - 1;
            appendEpochRecord(RecordKind.OPEN, before);
            force();
        }

        private void appendEpochRecord(final RecordKind kind, final long lastSeqBefore) {
            final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(CONFIG_LIMIT);
            final int length = EpochRecord.encode(
                payload, 0, lastSeqBefore, originSeq, originOrdinal, 0, 0, 0, config.isEmpty() ? null : config.text());
            write(kind, Seq.NONE, 0, journalTimeNs, payload, 0, length, payload, 0, 0);
        }

        /** As with files: the old cycle is on the device before the new one has a record that counts. */
        private void roll() {
            force();
            cycleStart = records.size();
            appendEpochRecord(RecordKind.HEAD, seq);
            force();
        }

        @Override
        public long append(
            final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
            final DirectBuffer head, final int headOffset, final int headLength,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
            if (records.size() - cycleStart >= cycleRecords) {
                roll();
            }
            return write(kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
        }

        private long write(
            final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
            final DirectBuffer head, final int headOffset, final int headLength,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
            final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordHeader.LENGTH + headLength + bodyLength]);
            final long rawWallTimeNs = wallClock.nanoTime();
            wallTimeNs = Math.max(wallTimeNs, rawWallTimeNs);
            seq++;
            RecordHeader.write(record, 0, kind, 0, seq, originSeq, originOrdinal, headLength + bodyLength,
                journalTimeNs, wallTimeNs, rawWallTimeNs);
            record.putBytes(RecordHeader.LENGTH, head, headOffset, headLength);
            if (bodyLength > 0) {
                record.putBytes(RecordHeader.LENGTH + headLength, body, bodyOffset, bodyLength);
            }
            final int crc = checksum.ofRecord(record, 0, headLength + bodyLength);
            record.putInt(RecordHeader.CRC_OFFSET, crc, ByteOrder.LITTLE_ENDIAN);
            records.add(record.byteArray());
            this.journalTimeNs = journalTimeNs;
            remember(kind, originSeq, originOrdinal, head, headOffset);
            return seq;
        }

        private void remember(
            final RecordKind kind, final long ofSeq, final int ofOrdinal, final DirectBuffer payload, final int offset) {
            if (ofSeq != Seq.NONE && kind != RecordKind.DELIVERED) {
                originSeq = ofSeq;
                originOrdinal = ofOrdinal;
            }
            if (kind == RecordKind.CONFIG) {
                config = DecidingConfig.parse(Texts.get(payload, offset));
            }
        }

        @Override
        public boolean hasRoom(final int payloadLength) {
            return true;
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
            written = records.size();
            limit = seq;
        }

        @Override
        public void force() {
            written = records.size();
            if (unforced() > 0) {
                InMemoryJournal.this.force();
            }
        }

        @Override
        public long lastSeq() {
            return seq;
        }

        @Override
        public long lastIndex() {
            return records.size() - 1;
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
        }
    }

    private final class Tailer implements JournalTailer {
        private final RecordView record = new RecordView();
        private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
        private final Checksum checksum = new Checksum();
        private final boolean unlimited;
        private int place;

        Tailer(final boolean unlimited) {
            this.unlimited = unlimited;
        }

        @Override
        public boolean next() {
            if (place >= records.size()) {
                return false;
            }
            buffer.wrap(records.get(place));
            record.wrap(buffer, 0, place);
            if (record.seq() > limit()) {
                return false;
            }
            if (checksum.ofRecord(buffer, 0, record.payloadLength()) != record.header().crc()) {
                final int kind = buffer.getByte(RecordHeader.KIND_OFFSET);
                final boolean first = place == 0 || kind == RecordKind.HEAD.code();
                throw new CorruptRecordException(name, place++, "CRC differs",
                    CorruptRecordException.likelyKind(kind, buffer.capacity() - RecordHeader.LENGTH, first));
            }
            place++;
            return true;
        }

        @Override
        public RecordView record() {
            return record;
        }

        @Override
        public void toStart() {
            place = 0;
        }

        @Override
        public void toEnd() {
            place = records.size();
        }

        @Override
        public boolean seekIndex(final long index) {
            place = (int) index;
            return index < records.size();
        }

        @Override
        public void seekSeq(final long seq) {
            place = 0;
            while (place < records.size() && record.wrap(view(place), 0, place).seq() < seq) {
                place++;
            }
        }

        @Override
        public void seekWallTime(final long wallTimeNs) {
            place = 0;
            while (place < records.size() && record.wrap(view(place), 0, place).header().wallTimeNs() < wallTimeNs) {
                place++;
            }
        }

        @Override
        public void seekBeforeOrigin(final long originSeq) {
            place = cycleStart(records.size() - 1);
            while (place > 0 && new EpochRecord().wrap(record.wrap(view(place), 0, place)).lastOriginSeq() >= originSeq) {
                place = cycleStart(place - 1);
            }
        }

        private UnsafeBuffer view(final int index) {
            buffer.wrap(records.get(index));
            return buffer;
        }

        @Override
        public void requireWhole() {
            // a list always leads from one record to the next
        }

        @Override
        public long limit() {
            return unlimited ? Long.MAX_VALUE : limit;
        }

        @Override
        public long countFrom(final long index) {
            return Math.max(0, records.size() - index);
        }

        @Override
        public long firstIndex() {
            return records.isEmpty() ? -1 : 0;
        }

        @Override
        public long lastIndex() {
            return records.size() - 1;
        }

        @Override
        public void close() {
        }
    }
}
