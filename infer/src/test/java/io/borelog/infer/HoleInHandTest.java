package io.borelog.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.borelog.infer.edge.EdgeEstimator;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import java.lang.management.ManagementFactory;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class HoleInHandTest {
    private static final int WARM = 20_000;
    private static final int HOLES = 20_000;

    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(1 << 10);
    private final HoleInHand inHand = new HoleInHand();

    private static RecordView record(final RecordKind kind, final int samples, final String reason) {
        final ExpandableArrayBuffer hole = new ExpandableArrayBuffer();
        final int length = HoleRecord.encode(hole, 0, new SomeHole("tool", 17, samples, reason));
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordHeader.LENGTH + length]);
        RecordHeader.write(record, 0, kind, 0, 5, 4, 3, length, 1_000, 2_000, 1_999);
        record.putBytes(RecordHeader.LENGTH, hole, 0, length);
        return new RecordView().wrap(record, 0, 0);
    }

    @Test
    void shouldKeepWhatTheEstimateSaysOfItsHole() {
        final RecordView view = record(RecordKind.UNMATCHED, 0, "no Trace came");
        inHand.take(view, new EdgeEstimator());
        view.wrap(new UnsafeBuffer(new byte[1 << 10]), 0, 1); // the tailer has moved on
        final EstimateRecord estimate = new EstimateRecord().wrap(payload, 0, inHand.encode(payload));
        assertEquals(17, estimate.resultSeq());
        assertEquals("box", estimate.toolbox());
        assertEquals("tool", estimate.tool());
        assertEquals("2024-05-15T07:29:33Z", estimate.sourceTimestamp());
        assertEquals("NO_TRACE", estimate.status());
        assertEquals("no Trace came", estimate.reason());
        assertEquals("edge", estimate.modelName());
        assertEquals(4, inHand.originSeq());
        assertEquals(3, inHand.originOrdinal());
        assertEquals(1_000, inHand.journalTimeNs());
    }

    @Test
    void shouldAllocateNothingFromRecordToEstimate() {
        final RecordView view = record(RecordKind.HOLE, 8, null);
        final Estimator edge = new EdgeEstimator();
        turn(view, edge, WARM);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long before = threads.getCurrentThreadAllocatedBytes();
        turn(view, edge, HOLES);
        final double perHole = (threads.getCurrentThreadAllocatedBytes() - before) / (double) HOLES;
        assertTrue(perHole < 1, "bytes per hole: " + perHole);
    }

    private void turn(final RecordView view, final Estimator estimator, final int holes) {
        for (int i = 0; i < holes; i++) {
            inHand.take(view, estimator);
            inHand.estimate();
            inHand.encode(payload);
        }
    }
}
