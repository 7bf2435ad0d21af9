package io.borelog.tools.compare;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.util.List;
import org.agrona.CloseHelper;

/**
 * Finds the estimate of an origin in whichever worker's journal it is; asked in the order of origins. A merge with one record in hand per
 * worker, right also beside workers that write, where one is behind the other. One thread.
 */
public final class EstimateFinder implements AutoCloseable {
    private final List<JournalTailer> workers;
    private final boolean[] inHand;

    /** @param workers closed with this; the first origin that is asked for is not before where they stand */
    public EstimateFinder(final List<JournalTailer> workers) {
        this.workers = workers;
        this.inHand = new boolean[workers.size()];
    }

    /** @return the ESTIMATE, valid until the next call; null where no worker has written it yet */
    public RecordView find(final long originSeq, final int originOrdinal) {
        for (int k = 0; k < workers.size(); k++) {
            if (isAt(k, originSeq, originOrdinal)) {
                return workers.get(k).record();
            }
        }
        return null;
    }

    private boolean isAt(final int k, final long originSeq, final int originOrdinal) {
        final JournalTailer worker = workers.get(k);
        while (inHand[k] || worker.next()) {
            final RecordView record = worker.record();
            final int order = record.kind() == RecordKind.ESTIMATE ? Seq.compareOrigins(
                record.header().originSeq(), record.header().originOrdinal(), originSeq, originOrdinal) : -1;
            inHand[k] = order >= 0;
            if (inHand[k]) {
                return order == 0;
            }
        }
        return false;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(workers);
    }
}
