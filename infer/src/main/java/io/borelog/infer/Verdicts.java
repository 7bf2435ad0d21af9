package io.borelog.infer;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.ReplayContext;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;

/**
 * Which holes the live workers have answered with CRASH. That may be a verdict on a hole that kills its process: no function of inbound, so
 * a replay takes it over and does not try. Asked in the order of origins; reads the workers' journals along. One thread.
 */
final class Verdicts implements AutoCloseable {
    private final EstimateRecord estimate = new EstimateRecord();
    private final List<Worker> workers = new ArrayList<>();
    private final ReplayContext context;

    private static final class Worker {
        private final JournalTailer tailer;
        private boolean loaded;

        private Worker(final JournalTailer tailer) {
            this.tailer = tailer;
        }
    }

    Verdicts(final ReplayContext context) {
        this.context = context;
    }

    boolean isCrash(final int worker, final long originSeq, final int originOrdinal) {
        final Worker of = worker(worker);
        while (of.loaded || of.tailer.next()) {
            final RecordView record = of.tailer.record();
            final int order = record.kind() != RecordKind.ESTIMATE ? -1 : Seq.compareOrigins(
                record.header().originSeq(), record.header().originOrdinal(), originSeq, originOrdinal);
            of.loaded = order >= 0;
            if (of.loaded) {
                return order == 0 && Status.CRASH.name().equals(estimate.wrap(record).status());
            }
        }
        return false;
    }

    private Worker worker(final int number) {
        while (workers.size() <= number) {
            final JournalTailer tailer = context.decided(Journals.estimated(workers.size()));
            tailer.seekBeforeOrigin(context.fromSeq());
            workers.add(new Worker(tailer));
        }
        return workers.get(number);
    }

    @Override
    public void close() {
        workers.forEach(worker -> CloseHelper.close(worker.tailer));
    }
}
