package io.borelog.tools.load;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import io.borelog.tools.compare.EstimateFinder;
import java.nio.file.Path;
import java.util.List;
import org.agrona.CloseHelper;

/**
 * What each stage took, from the stamps in the records: each estimate that was told, beside the message that tells it. Reads what has been
 * written since the call before, when nothing is measured any more. One thread.
 */
final class StageTimes implements AutoCloseable {
    private final EstimateRecord estimate = new EstimateRecord();
    private final OutRecord told = new OutRecord();
    private final JournalTailer outbound;
    private final EstimateFinder estimates;

    /** @param workers numbers of the processes that estimate */
    StageTimes(final Path data, final List<Integer> workers) {
        outbound = tail(data, Journals.OUTBOUND);
        estimates = new EstimateFinder(workers.stream().map(worker -> tail(data, Journals.estimated(worker))).toList());
    }

    private static JournalTailer tail(final Path data, final String journal) {
        return Journals.tail(data, journal, StageFile.limitOf(data, StageName.writerOf(journal)));
    }

    void read(final Latencies into) {
        while (outbound.next()) {
            final RecordView out = outbound.record();
            if (out.kind() == RecordKind.OUT && told.wrap(out).number() == 1) {
                final RecordView found = estimates.find(out.header().originSeq(), out.header().originOrdinal());
                if (found != null) {
                    add(estimate.wrap(found), found.header().rawWallTimeNs(), out.header().rawWallTimeNs(), into);
                }
            }
        }
    }

    private static void add(final EstimateRecord estimate, final long estimatedNs, final long toldNs, final Latencies into) {
        Latencies.record(into.of(Latencies.CORRELATE), estimate.matchedWallTimeNs() - estimate.lastWallTimeNs());
        Latencies.record(into.of(Latencies.INFER), estimatedNs - estimate.matchedWallTimeNs());
        Latencies.record(into.of(Latencies.ESTIMATOR), estimate.estimatorNs());
        Latencies.record(into.of(Latencies.PUBLISH), toldNs - estimatedNs);
    }

    @Override
    public void close() {
        CloseHelper.closeAll(outbound, estimates);
    }
}
