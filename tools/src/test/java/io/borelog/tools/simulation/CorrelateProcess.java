package io.borelog.tools.simulation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.borelog.correlate.SimulatedCorrelate;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** The real correlate, started and killed; and its deliberate mistakes. */
final class CorrelateProcess implements SimulatedProcess {
    private final World world;
    private SimulatedCorrelate correlate;
    private Swap survivor;

    CorrelateProcess(final World world) {
        this.world = world;
    }

    @Override
    public String name() {
        return "correlate";
    }

    @Override
    public void start() {
        final JournalAppender opened = world.matched.open();
        if (world.mutation == Mutation.STATE_SURVIVES && survivor != null) {
            survivor.target = opened;
            opened.publish();
            return;
        }
        final JournalAppender matched = manners(opened);
        final JournalTailer inbound =
            world.mutation == Mutation.READ_PAST_LIMIT ? world.inbound.tailAll() : world.inbound.tail();
        JournalTailer recorded = world.matched.tailAll();
        if (world.mutation == Mutation.RESUME_AT_OWN_OUTPUT && matched.lastOriginSeq() > 0) {
            recorded = world.matched.prefix(0).tailAll();
            inbound.seekSeq(matched.lastOriginSeq() + 1);
        }
        correlate = new SimulatedCorrelate(
            inbound, world.inbound.tailAll(), recorded, matched, world.snapshotBytes, world::wallNs, world::nowNs);
        correlate.start();
    }

    @Override
    public int step() {
        return correlate.doWork();
    }

    SimulatedCorrelate correlate() {
        return correlate;
    }

    @Override
    public void close() {
        if (correlate != null) {
            correlate.close();
        }
        correlate = null;
    }

    @Override
    public void forget() {
        if (correlate != null && world.mutation != Mutation.STATE_SURVIVES) {
            correlate.forget();
            correlate = null;
        }
    }

    private JournalAppender manners(final JournalAppender appender) {
        return switch (world.mutation) {
            case STATE_SURVIVES -> survivor = new Swap(appender);
            case SNAPSHOT_BETWEEN_OUTPUTS -> new Between(appender);
            case PARTIAL_SNAPSHOT -> new Partial(appender);
            default -> appender;
        };
    }

    /** The same agent goes on with the next process's appender. */
    private static final class Swap extends FaultyAppender {
        private JournalAppender target;

        Swap(final JournalAppender first) {
            super(first);
            target = first;
        }

        @Override
        public long append(
            final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
            final DirectBuffer head, final int headOffset, final int headLength,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
            return target.append(kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
        }

        @Override
        public void publish() {
            target.publish();
        }

        @Override
        public void force() {
            target.force();
        }
    }

    private final class Between extends FaultyAppender {
        Between(final JournalAppender appender) {
            super(appender);
        }

        @Override
        public long append(
            final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
            final DirectBuffer head, final int headOffset, final int headLength,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
            final long seq = super.append(
                kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
            if (kind == RecordKind.HOLE || kind == RecordKind.UNMATCHED) {
                correlate.snapshotNow(appender);
            }
            return seq;
        }
    }

    /** A part of the snapshot loses half of its tools on the way. */
    private static final class Partial extends FaultyAppender {
        private static final int TOOLS = 4;
        private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();

        Partial(final JournalAppender appender) {
            super(appender);
        }

        @Override
        public long append(
            final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
            final DirectBuffer head, final int headOffset, final int headLength,
            final DirectBuffer body, final int bodyOffset, final int bodyLength) {
            if (kind != RecordKind.SNAPSHOT_PART) {
                return super.append(
                    kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
            }
            copy.putBytes(0, head, headOffset, headLength);
            copy.putInt(TOOLS, copy.getInt(TOOLS, LITTLE_ENDIAN) / 2, LITTLE_ENDIAN);
            return super.append(kind, originSeq, originOrdinal, journalTimeNs, copy, 0, headLength, body, bodyOffset, bodyLength);
        }
    }
}
