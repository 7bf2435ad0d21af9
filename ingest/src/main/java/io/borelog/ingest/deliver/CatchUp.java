package io.borelog.ingest.deliver;

import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import org.agrona.CloseHelper;

/** A reader that is lent to lanes that are behind, one at a time. Delivery thread. */
final class CatchUp implements AutoCloseable {
    final JournalTailer tailer;
    Lane owner;
    /** Whether the tailer's record is still to be handled. */
    boolean holding;

    CatchUp(final JournalTailer tailer) {
        this.tailer = tailer;
    }

    /** Goes to where this lane is. */
    void lendTo(final Lane lane) {
        if (owner != null) {
            owner.reader = null;
        }
        owner = lane;
        lane.reader = this;
        holding = false;
        if (lane.hintIndex >= 0 && holdsAt(lane.hintIndex, lane.position)) {
            holding = true; // the hint was the first record not taken: nothing that matters lies between
        } else {
            tailer.seekSeq(lane.position);
        }
        lane.hintIndex = -1;
    }

    private boolean holdsAt(final long index, final long position) {
        try {
            return tailer.seekIndex(index) && tailer.next() && tailer.record().seq() > position;
        } catch (final CorruptRecordException ex) {
            return false; // met again, and counted, on the way from the position
        }
    }

    void giveBack() {
        if (owner != null) {
            owner.reader = null;
            owner = null;
        }
        holding = false;
    }

    @Override
    public void close() {
        CloseHelper.close(tailer);
    }
}
