package io.borelog.ingest.deliver;

import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import org.agrona.CloseHelper;

/** A reader that is lent to lanes that are behind, one at a time. Delivery thread. */
final class CatchUp implements AutoCloseable {
    /** Moves a reader. */
    interface Seek {
        boolean to(JournalTailer reader, long seq);
    }

    final JournalTailer tailer;
    Lane owner;
    /** Whether the tailer's record is still to be handled. */
    boolean holding;

    CatchUp(final JournalTailer tailer) {
        this.tailer = tailer;
    }

    /** Goes to where this lane is. @param seek moves a reader to a seq, or says no. @return false where it cannot go there. */
    boolean lendTo(final Lane lane, final Seek seek) {
        if (owner != null) {
            owner.reader = null;
        }
        owner = lane;
        lane.reader = this;
        holding = lane.hintIndex >= 0 && holdsAt(lane.hintIndex, lane.position); // the first not taken: nothing that matters lies between
        lane.hintIndex = -1;
        if (!holding && !seek.to(tailer, lane.position)) {
            giveBack();
            return false;
        }
        return true;
    }

    private boolean holdsAt(final long index, final long position) {
        try {
            return tailer.seekIndex(index) && tailer.next() && tailer.record().seq() > position;
        } catch (final CorruptRecordException | BrokenChainException ex) {
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
