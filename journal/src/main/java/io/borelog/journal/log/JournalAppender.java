package io.borelog.journal.log;

import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** The one writer of a journal. Used by one thread, its stage's. */
public interface JournalAppender extends AutoCloseable {
    /**
     * Appends one record; readers see it after {@link #publish()} or {@link #commit()}. Before one of these, or a {@link #force()}, it may be
     * gathered only, and is lost with its writer.
     *
     * @param originSeq     inbound seq that caused the record, 0 in inbound itself
     * @param journalTimeNs of the origin, or of now in inbound
     * @return its seq
     */
    default long append(
        final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
        final DirectBuffer payload, final int offset, final int length) {
        return append(kind, originSeq, originOrdinal, journalTimeNs, payload, offset, length, payload, 0, 0);
    }

    /** As above, the payload in two pieces that need not lie together. */
    long append(
        RecordKind kind, long originSeq, int originOrdinal, long journalTimeNs,
        DirectBuffer head, int headOffset, int headLength, DirectBuffer body, int bodyOffset, int bodyLength);

    /**
     * Whether a record with this payload can be appended without waiting for space. Without room {@link #append} waits: a stage that may
     * not stand still asks first.
     */
    boolean hasRoom(int payloadLength);

    /** Whether there is no room because the disk has none, and not because its allocation is a moment behind. */
    default boolean isFull() {
        return false;
    }

    /** Makes everything appended as durable as configured, then lets readers see it. */
    void commit();

    /** Lets readers see everything appended: for journals that can be computed again. */
    void publish();

    /** Forces everything appended to the device, whatever the configured durability. @throws StageException FORCE_FAILED, fatal. */
    void force();

    /** Seq of the newest record; at first that of this epoch's OPEN. */
    long lastSeq();

    /** Index of the newest record. */
    long lastIndex();

    /** Journal time of the newest record, ns. */
    long lastJournalTimeNs();

    /** Wall time of the newest record, ns. */
    long lastWallTimeNs();

    /** Newest origin in this journal when it was opened, later appends included; 0 = none. */
    long lastOriginSeq();

    int lastOriginOrdinal();

    /** CONFIG in force by this journal's own records, later appends included; empty where none was written. */
    DecidingConfig config();

    @Override
    void close();
}
