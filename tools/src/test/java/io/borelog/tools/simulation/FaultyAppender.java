package io.borelog.tools.simulation;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** The appender that a stage is given: its process may die before and after every operation. Deliberate mistakes extend it. */
class FaultyAppender implements JournalAppender {
    final JournalAppender appender;
    private final SimulatedJournal journal;
    private final Faults faults;

    FaultyAppender(final JournalAppender appender, final SimulatedJournal journal, final Faults faults) {
        this.appender = appender;
        this.journal = journal;
        this.faults = faults;
    }

    /** For mistakes: the same appender with other manners. */
    FaultyAppender(final JournalAppender faulty) {
        final FaultyAppender from = (FaultyAppender) faulty;
        appender = from.appender;
        journal = from.journal;
        faults = from.faults;
    }

    @Override
    public long append(
        final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        journal.beforeAppend(kind);
        final long seq = appender.append(
            kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
        journal.onAppended(seq);
        faults.point();
        return seq;
    }

    @Override
    public boolean hasRoom(final int payloadLength) {
        return appender.hasRoom(payloadLength);
    }

    @Override
    public void commit() {
        faults.point();
        appender.commit();
        faults.point();
    }

    @Override
    public void publish() {
        faults.point();
        appender.publish();
        faults.point();
    }

    @Override
    public void force() {
        faults.point();
        appender.force();
        faults.point();
    }

    @Override
    public long lastSeq() {
        return appender.lastSeq();
    }

    @Override
    public long lastIndex() {
        return appender.lastIndex();
    }

    @Override
    public long lastJournalTimeNs() {
        return appender.lastJournalTimeNs();
    }

    @Override
    public long lastWallTimeNs() {
        return appender.lastWallTimeNs();
    }

    @Override
    public long lastOriginSeq() {
        return appender.lastOriginSeq();
    }

    @Override
    public int lastOriginOrdinal() {
        return appender.lastOriginOrdinal();
    }

    @Override
    public DecidingConfig config() {
        return appender.config();
    }

    @Override
    public void close() {
        appender.close();
    }
}
