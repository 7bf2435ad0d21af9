package io.borelog.tools;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelFolder;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.tools.compare.Differences;
import io.borelog.tools.compare.EstimateFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        final String sha256 = sha256(data, shadow);
        try (MergedReader reader = new MergedReader(data, List.of(Journals.SHADOW), corrupt -> { })) {
            reader.seekLast(RECORDS_MAX);
            EstimateFinder made = null;
            try {
                while (reader.next(false)) {
                    final RecordView record = reader.record();
                    if (record.kind() == RecordKind.ESTIMATE && shadow.name().equals(estimate.wrap(record).modelName())
                        && Objects.equals(sha256, estimate.modelSha256())) {
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

    private static String sha256(final DataDirectory data, final ModelRef model) {
        return model.isEdge() ? null : ModelFolder.describe(new ModelStore(data.path()).folder(model)).modelSha256();
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
