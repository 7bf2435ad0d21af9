package io.borelog.tools.torture;

import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits until a running pipeline has answered all it was sent: windows pass, lags become nothing. */
final class Drain {
    private static final long POLL_MS = 100;

    private Drain() {
    }

    /** @return whether it came to that before the limit, or before somebody wanted to stop */
    static boolean await(final Path data, final Inspection inspection, final long limitSeconds, final CountDownLatch stopped)
        throws InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(limitSeconds);
        long upTo = 0;
        while (System.nanoTime() < deadlineNs && !stopped.await(POLL_MS, TimeUnit.MILLISECONDS)) {
            upTo = upTo == 0 ? inboundLimit(data) : upTo; // 0 while ingest has not said how far it came
            final AuditCounts counts = counts(data); // costs nothing; the audit reads every journal
            if (upTo != 0 && counts.inboundSeq() >= upTo && counts.pending() == 0 && inspection.audit(data).isDrained()) {
                return true;
            }
        }
        return false;
    }

    private static long inboundLimit(final Path data) {
        try (StageFile ingest = StageFile.watch(StageFile.path(data, StageName.INGEST))) {
            return ingest == null ? 0 : ingest.limit();
        }
    }

    private static AuditCounts counts(final Path data) {
        try (StageFile correlate = StageFile.watch(StageFile.path(data, StageName.CORRELATE))) {
            return AuditCounts.read(correlate);
        }
    }
}
