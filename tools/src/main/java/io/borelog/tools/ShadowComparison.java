package io.borelog.tools;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.tools.compare.Differences;
import io.borelog.tools.compare.EstimateFinder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;

/** The newest estimates of the model in shadow beside those that were made. Read from the journals, also with every process down. */
final class ShadowComparison {
    /** So many of the newest records of the shadow are looked at: a status must not read for minutes. */
    static final long RECORDS_MAX = 50_000;

    private ShadowComparison() {
    }

    static Differences of(final DataDirectory data, final ModelRef shadow) {
        final Differences differences = new Differences();
        if (!data.journals().contains(Journals.SHADOW)) {
            return differences;
        }
        final EstimateRecord estimate = new EstimateRecord();
        try (MergedReader reader = new MergedReader(data, List.of(Journals.SHADOW), corrupt -> { })) {
            reader.seekLast(RECORDS_MAX);
            EstimateFinder made = null;
            try {
                while (reader.next(false)) {
                    final RecordView record = reader.record();
                    if (record.kind() == RecordKind.ESTIMATE && shadow.name().equals(estimate.wrap(record).modelName())) {
                        made = made == null ? finder(data, record.header().originSeq()) : made;
                        differences.add(made.find(record.header().originSeq(), record.header().originOrdinal()), record);
                    }
                }
            } finally {
                CloseHelper.close(made);
            }
        }
        return differences;
    }

    /** @param originSeq nothing older is asked for */
    static EstimateFinder finder(final DataDirectory data, final long originSeq) {
        final List<JournalTailer> workers = new ArrayList<>();
        for (final int worker : Stages.workerNumbers(data.path())) {
            final JournalTailer tailer = data.tail(Journals.estimated(worker));
            tailer.seekBeforeOrigin(originSeq);
            workers.add(tailer);
        }
        return new EstimateFinder(workers);
    }
}
