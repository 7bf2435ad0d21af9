package io.borelog.correlate;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.SnapshotEndRecord;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The durable form of the join's state, as records of matched; taken between two inbound records only. Parts and end are contiguous
 * within one epoch (a HEAD may come between), else they are void.
 * <pre>
 *   SNAPSHOT_PART  0 i32 number from 0, 4 i32 tools, then per tool: u16 key length, key, i32 length, packed ToolState
 *   SNAPSHOT_END   0 i32 decision version, 4 i32 parts, 8 i64 x 8 audit counts, 72 i64 oldest inbound seq referred to,
 *                 80 text CONFIG in force, then DeadLetters (not in snapshots of decision version 1)
 * </pre>
 */
final class Snapshot {
    /** Raised when the same inbound would give other decisions; such a program starts from a snapshot at the end of matched. */
    static final int DECISION_VERSION = 2;
    private static final int PART_LIMIT = 512 << 10;
    private static final int END_LENGTH = 128 + DeadLetters.MAX * Long.BYTES;

    private Snapshot() {
    }

    /** Writes the state of the joiner. @return bytes written. */
    static long write(final Joiner joiner, final JournalAppender matched) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[PART_LIMIT + ToolState.LENGTH + Texts.MAX_BYTES + END_LENGTH]);
        final Parts parts = new Parts(matched, buffer);
        joiner.tools().forEach(parts::add);
        parts.flush();
        final AuditCounts at = joiner.counts().at(joiner.seq(), joiner.index());
        buffer.putInt(0, DECISION_VERSION, LITTLE_ENDIAN);
        buffer.putInt(4, parts.number, LITTLE_ENDIAN);
        putCounts(buffer, SnapshotEndRecord.INBOUND_SEQ_OFFSET, at);
        buffer.putLong(SnapshotEndRecord.OLDEST_INBOUND_SEQ_OFFSET, Math.min(parts.oldestSeq, at.inboundSeq()), LITTLE_ENDIAN);
        final int length = joiner.deadLetters().put(buffer, Texts.put(buffer, 80, joiner.config().text()));
        matched.append(RecordKind.SNAPSHOT_END, Seq.NONE, 0, matched.lastJournalTimeNs(), buffer, 0, length);
        return parts.bytes + length;
    }

    /** Collects tools into parts of bounded size. */
    private static final class Parts {
        private final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
        private final JournalAppender matched;
        private final UnsafeBuffer buffer;
        private int number;
        private int tools;
        private int at = 8;
        private long bytes;
        private long oldestSeq = Long.MAX_VALUE;

        Parts(final JournalAppender matched, final UnsafeBuffer buffer) {
            this.matched = matched;
            this.buffer = buffer;
        }

        void add(final byte[] key, final byte[] value) {
            System.arraycopy(value, 0, state.value(), 0, ToolState.LENGTH);
            for (int slot = 0; slot < state.pendingCount(); slot++) {
                oldestSeq = Math.min(oldestSeq, state.seq(slot));
            }
            buffer.putShort(at, (short) key.length, LITTLE_ENDIAN);
            buffer.putBytes(at + 2, key);
            at += 2 + key.length;
            final int length = state.pack(buffer, at + 4);
            buffer.putInt(at, length, LITTLE_ENDIAN);
            at += 4 + length;
            tools++;
            if (at > PART_LIMIT) {
                flush();
            }
        }

        void flush() {
            buffer.putInt(0, number++, LITTLE_ENDIAN);
            buffer.putInt(4, tools, LITTLE_ENDIAN);
            matched.append(RecordKind.SNAPSHOT_PART, Seq.NONE, 0, matched.lastJournalTimeNs(), buffer, 0, at);
            bytes += at;
            tools = 0;
            at = 8;
        }
    }

    /**
     * Restores the last complete snapshot of matched into the joiner, an empty state where there is none. Afterwards the tailer stands
     * behind the snapshot: what follows are the decisions to compare with.
     *
     * @throws StageException CORRUPT where a program of another decision version would have to repeat decisions
     */
    static void restoreLast(final JournalTailer matched, final Joiner joiner) {
        final Search found = search(matched);
        if (found.startSeq == Seq.NONE) {
            matched.toStart();
            joiner.tools().clear();
            joiner.resume(DecidingConfig.parse(null), AuditCounts.NONE);
            return;
        }
        final int version = restore(matched, joiner, found);
        if (version != DECISION_VERSION && found.decisionsAfter) {
            throw new StageException(ExitCode.CORRUPT, "matched was decided by version " + version + " of the join, this program is version "
                + DECISION_VERSION + ", and matched does not end with a snapshot: stop correlate cleanly with the old program first");
        }
    }

    /**
     * Restores the newest snapshot that this program can go on from and that is older than a record of inbound, an empty state where there
     * is none; reads backwards, cycle by cycle, so that a recent one is found soon.
     *
     * @param inboundSeq whose record the state must not have taken in yet
     */
    static void restoreBefore(final JournalTailer matched, final Joiner joiner, final long inboundSeq) {
        final EpochRecord epoch = new EpochRecord();
        final Search found = new Search();
        long origin = inboundSeq;
        boolean more = true;
        while (more && found.startSeq == Seq.NONE) {
            matched.seekBeforeOrigin(origin);
            more = matched.next();
            final RecordView record = matched.record();
            final boolean begins = more && (record.kind() == RecordKind.HEAD || record.kind() == RecordKind.OPEN);
            final long originBefore = begins ? epoch.wrap(record).lastOriginSeq() : Seq.NONE;
            while (more && !(record.kind().isDecision() && record.header().originSeq() >= inboundSeq)) {
                found.onRecord(record, inboundSeq);
                more = matched.next();
            }
            more = originBefore != Seq.NONE && originBefore < origin;
            origin = originBefore;
        }
        joiner.tools().clear();
        joiner.resume(DecidingConfig.parse(null), AuditCounts.NONE);
        if (found.startSeq != Seq.NONE) {
            restore(matched, joiner, found);
        }
    }

    /** @return the decision version of the program that wrote it. */
    private static int restore(final JournalTailer matched, final Joiner joiner, final Search found) {
        joiner.tools().clear();
        joiner.tools().ensureCapacity(found.tools); // may be more than the CONFIG in force allows, where that was lowered
        matched.seekSeq(found.startSeq);
        while (matched.next() && matched.record().seq() < found.endSeq) {
            if (matched.record().kind() == RecordKind.SNAPSHOT_PART) {
                loadPart(matched.record(), joiner.tools());
            }
        }
        final RecordView end = matched.record();
        final DirectBuffer buffer = end.payload();
        final int at = end.payloadOffset();
        joiner.resume(DecidingConfig.parse(Texts.get(buffer, at + 80)), getCounts(buffer, at + 8));
        final int letters = Texts.skip(buffer, at + 80);
        if (letters < at + end.payloadLength()) {
            joiner.deadLetters().get(buffer, letters);
        }
        return buffer.getInt(at, LITTLE_ENDIAN);
    }

    /** The last complete snapshot among the records it has been shown, in their order. */
    private static final class Search {
        private long startSeq;
        private long endSeq;
        private int tools;
        private boolean decisionsAfter;
        private long start = Seq.NONE;
        private long previous = Seq.NONE;
        private int parts;
        private int toolsSoFar;

        /** @param beforeSeq MAX_VALUE for any snapshot, else only one that this program wrote before it took in this record of inbound */
        void onRecord(final RecordView record, final long beforeSeq) {
            final RecordKind kind = record.kind();
            final boolean contiguous = record.seq() == previous + 1;
            previous = record.seq();
            if (kind == RecordKind.SNAPSHOT_PART) {
                final int number = record.payload().getInt(record.payloadOffset(), LITTLE_ENDIAN);
                if (number == 0) {
                    start = record.seq();
                    parts = 1;
                    toolsSoFar = 0;
                } else {
                    start = contiguous && number == parts ? start : Seq.NONE;
                    parts++;
                }
                toolsSoFar += record.payload().getInt(record.payloadOffset() + 4, LITTLE_ENDIAN);
            } else if (kind == RecordKind.SNAPSHOT_END) {
                final int expected = record.payload().getInt(record.payloadOffset() + 4, LITTLE_ENDIAN);
                if (start != Seq.NONE && contiguous && expected == parts && isWanted(record, beforeSeq)) {
                    startSeq = start;
                    endSeq = record.seq();
                    tools = toolsSoFar;
                    decisionsAfter = false;
                }
                start = Seq.NONE;
            } else if (kind != RecordKind.HEAD || !contiguous) {
                start = Seq.NONE;
                decisionsAfter |= kind.isDecision();
            }
        }

        private static boolean isWanted(final RecordView end, final long beforeSeq) {
            return beforeSeq == Long.MAX_VALUE || end.payload().getInt(end.payloadOffset(), LITTLE_ENDIAN) == DECISION_VERSION
                && end.payload().getLong(end.payloadOffset() + 8, LITTLE_ENDIAN) < beforeSeq;
        }
    }

    private static Search search(final JournalTailer matched) {
        final Search search = new Search();
        matched.toStart();
        while (matched.next()) {
            search.onRecord(matched.record(), Long.MAX_VALUE);
        }
        return search;
    }

    private static void loadPart(final RecordView record, final ToolMap tools) {
        final ToolState state = new ToolState(new byte[ToolState.LENGTH]);
        final DirectBuffer buffer = record.payload();
        int at = record.payloadOffset();
        final int count = buffer.getInt(at + 4, LITTLE_ENDIAN);
        at += 8;
        for (int i = 0; i < count; i++) {
            final byte[] key = new byte[buffer.getShort(at, LITTLE_ENDIAN) & 0xFFFF];
            buffer.getBytes(at + 2, key);
            at += 2 + key.length;
            state.unpack(buffer, at + 4);
            at += 4 + buffer.getInt(at, LITTLE_ENDIAN);
            tools.put(key, state);
        }
    }

    private static void putCounts(final UnsafeBuffer buffer, final int at, final AuditCounts counts) {
        buffer.putLong(at, counts.inboundSeq(), LITTLE_ENDIAN);
        buffer.putLong(at + 8, counts.inboundIndex(), LITTLE_ENDIAN);
        buffer.putLong(at + 16, counts.accepted(), LITTLE_ENDIAN);
        buffer.putLong(at + 24, counts.used(), LITTLE_ENDIAN);
        buffer.putLong(at + 32, counts.duplicate(), LITTLE_ENDIAN);
        buffer.putLong(at + 40, counts.ignored(), LITTLE_ENDIAN);
        buffer.putLong(at + 48, counts.deadLetter(), LITTLE_ENDIAN);
        buffer.putLong(at + 56, counts.pending(), LITTLE_ENDIAN);
    }

    private static AuditCounts getCounts(final DirectBuffer buffer, final int at) {
        return new AuditCounts(
            buffer.getLong(at, LITTLE_ENDIAN), buffer.getLong(at + 8, LITTLE_ENDIAN), buffer.getLong(at + 16, LITTLE_ENDIAN),
            buffer.getLong(at + 24, LITTLE_ENDIAN), buffer.getLong(at + 32, LITTLE_ENDIAN), buffer.getLong(at + 40, LITTLE_ENDIAN),
            buffer.getLong(at + 48, LITTLE_ENDIAN), buffer.getLong(at + 56, LITTLE_ENDIAN));
    }
}
