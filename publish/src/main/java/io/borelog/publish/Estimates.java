package io.borelog.publish;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import org.agrona.CloseHelper;

/**
 * Finds the estimate of an origin in whichever worker's journal it is. Every worker writes in order of origin, so that this is a merge:
 * one record in hand per worker, read ahead no further, nothing copied. Publish's thread.
 */
public final class Estimates implements AutoCloseable {
    /** As many as {@code infer.workers} allows. */
    public static final int WORKERS_MAX = 64;
    /** Records of origins already told that one search passes over, so that a duty cycle stays short. */
    private static final int PASS_LIMIT = 1_024;

    private final JournalTailer[] tailers = new JournalTailer[WORKERS_MAX];
    private final boolean[] inHand = new boolean[WORKERS_MAX];
    private final WorkerJournals journals;
    private long placeSeq;
    private int passed;

    public Estimates(final WorkerJournals journals) {
        this.journals = journals;
    }

    /** Everything that is looked for from now on has this origin or a later one. */
    void from(final long originSeq) {
        placeSeq = originSeq;
        discover();
    }

    /** A CONFIG names so many workers: their journals are read whether they exist yet or not. */
    void expect(final int workers) {
        for (int k = 0; k < Math.min(workers, WORKERS_MAX); k++) {
            open(k);
        }
    }

    /** Looks for journals of workers that no CONFIG seen here names: those that were retired. */
    void discover() {
        for (int k = 0; k < WORKERS_MAX; k++) {
            if (tailers[k] == null && journals.exists(k)) {
                open(k);
            }
        }
    }

    private void open(final int k) {
        if (tailers[k] == null) {
            tailers[k] = journals.tail(k);
            tailers[k].seekBeforeOrigin(placeSeq);
        }
    }

    /** @return the ESTIMATE, valid until the next call, or null where no worker has written it yet. Origins must rise from call to call. */
    RecordView find(final long originSeq, final int originOrdinal) {
        placeSeq = originSeq;
        for (int k = 0; k < WORKERS_MAX; k++) {
            if (tailers[k] != null && advance(k, originSeq, originOrdinal)) {
                return tailers[k].record();
            }
        }
        return null;
    }

    private boolean advance(final int k, final long originSeq, final int originOrdinal) {
        for (int i = 0; i < PASS_LIMIT; i++) {
            if (!inHand[k] && !tailers[k].next()) {
                return false;
            }
            inHand[k] = true;
            final RecordView record = tailers[k].record();
            if (record.kind() == RecordKind.ESTIMATE) {
                final int order = Seq.compareOrigins(
                    record.header().originSeq(), record.header().originOrdinal(), originSeq, originOrdinal);
                if (order >= 0) {
                    return order == 0;
                }
            }
            inHand[k] = false;
            passed++;
        }
        return false;
    }

    /** @return records passed over since the last call: work, though nothing was found. */
    int takePassed() {
        final int count = passed;
        passed = 0;
        return count;
    }

    @Override
    public void close() {
        CloseHelper.closeAll(tailers);
    }
}
