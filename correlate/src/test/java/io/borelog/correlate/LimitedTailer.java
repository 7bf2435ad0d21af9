package io.borelog.correlate;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordView;

/** Inbound as far as its writer has come: the test moves the limit, record by record. */
final class LimitedTailer implements JournalTailer {
    private final JournalTailer inner;
    private long limit;

    LimitedTailer(final JournalTailer inner) {
        this.inner = inner;
    }

    /** @param seq newest record that may be read */
    void limit(final long seq) {
        limit = seq;
    }

    @Override
    public boolean next() {
        if (!inner.next()) {
            return false;
        }
        if (inner.record().seq() > limit) {
            inner.seekSeq(inner.record().seq());
            return false;
        }
        return true;
    }

    @Override
    public RecordView record() {
        return inner.record();
    }

    @Override
    public void toStart() {
        inner.toStart();
    }

    @Override
    public void toEnd() {
        inner.toEnd();
    }

    @Override
    public boolean seekIndex(final long index) {
        return inner.seekIndex(index);
    }

    @Override
    public void seekSeq(final long seq) {
        inner.seekSeq(seq);
    }

    @Override
    public void seekWallTime(final long wallTimeNs) {
        inner.seekWallTime(wallTimeNs);
    }

    @Override
    public void seekBeforeOrigin(final long originSeq) {
        inner.seekBeforeOrigin(originSeq);
    }

    @Override
    public void requireWhole() {
        inner.requireWhole();
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public long countFrom(final long index) {
        return inner.countFrom(index);
    }

    @Override
    public long firstIndex() {
        return inner.firstIndex();
    }

    @Override
    public long lastIndex() {
        return inner.lastIndex();
    }

    @Override
    public void close() {
        inner.close();
    }
}
