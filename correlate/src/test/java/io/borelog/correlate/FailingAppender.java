package io.borelog.correlate;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import org.agrona.DirectBuffer;

/** A journal's writer whose process dies at the n-th append, before or after the record is there, or that fails there once. */
final class FailingAppender implements JournalAppender {
    /** The process is dead: whatever it does after this does not happen. */
    static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final JournalAppender inner;
    private final int appendsLeft;
    private final boolean lastOneCounts;
    private final boolean forGood;
    private int appends;
    private boolean dead;

    /**
     * @param lastOneCounts whether the append at which it dies is still written
     * @param forGood       whether nothing can be written ever after, as after a kill; else only this append fails, as on a full disk
     */
    FailingAppender(final JournalAppender inner, final int appendsLeft, final boolean lastOneCounts, final boolean forGood) {
        this.inner = inner;
        this.appendsLeft = appendsLeft;
        this.lastOneCounts = lastOneCounts;
        this.forGood = forGood;
    }

    @Override
    public long append(
        final RecordKind kind, final long originSeq, final int originOrdinal, final long journalTimeNs,
        final DirectBuffer head, final int headOffset, final int headLength,
        final DirectBuffer body, final int bodyOffset, final int bodyLength) {
        requireAlive();
        final boolean fails = ++appends == appendsLeft;
        dead = fails && forGood;
        long seq = 0;
        if (!fails || lastOneCounts) {
            seq = inner.append(kind, originSeq, originOrdinal, journalTimeNs, head, headOffset, headLength, body, bodyOffset, bodyLength);
        }
        if (fails) {
            throw new Death();
        }
        return seq;
    }

    private void requireAlive() {
        if (dead) {
            throw new Death();
        }
    }

    @Override
    public boolean hasRoom(final int payloadLength) {
        return inner.hasRoom(payloadLength);
    }

    @Override
    public void commit() {
        requireAlive();
        inner.commit();
    }

    @Override
    public void publish() {
        requireAlive();
        inner.publish();
    }

    @Override
    public void force() {
        requireAlive();
        inner.force();
    }

    @Override
    public long lastSeq() {
        return inner.lastSeq();
    }

    @Override
    public long lastIndex() {
        return inner.lastIndex();
    }

    @Override
    public long lastJournalTimeNs() {
        return inner.lastJournalTimeNs();
    }

    @Override
    public long lastWallTimeNs() {
        return inner.lastWallTimeNs();
    }

    @Override
    public long lastOriginSeq() {
        return inner.lastOriginSeq();
    }

    @Override
    public int lastOriginOrdinal() {
        return inner.lastOriginOrdinal();
    }

    @Override
    public DecidingConfig config() {
        return inner.config();
    }

    @Override
    public void close() {
        inner.close();
    }
}
