package io.borelog.infer;

import io.borelog.journal.StageException;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One record of matched on its way to its ESTIMATE: all of it that is needed while the tailer moves on. What a worker and its replay have in
 * common. Reused from record to record; one thread.
 */
final class HoleInHand implements EstimateRecord.Source {
    private final HoleCurves curves = new HoleCurves();
    private final KeyPoints points = new KeyPoints();
    private final HoleRecord hole = new HoleRecord();
    private final ExpandableArrayBuffer head = new ExpandableArrayBuffer(1 << 10);
    private Estimator estimator;
    private boolean open;
    private long estimatorNs;
    private long originSeq;
    private int originOrdinal;
    private long journalTimeNs;
    private long wallTimeNs;

    /**
     * @param record HOLE, which is open then, or UNMATCHED, which has its answer
     * @param of     whose answer it gets
     */
    void take(final RecordView record, final Estimator of) {
        hole.wrap(record);
        estimator = of;
        estimatorNs = 0;
        originSeq = record.header().originSeq();
        originOrdinal = record.header().originOrdinal();
        journalTimeNs = record.header().journalTimeNs();
        wallTimeNs = record.header().wallTimeNs();
        open = record.kind() == RecordKind.HOLE;
        if (open) {
            copyCurves();
        } else {
            points.fail(Status.NO_TRACE);
            points.reason = hole.reason();
        }
        head.putBytes(0, record.payload(), record.payloadOffset(), hole.headLength());
        hole.wrap(head, 0);
    }

    private void copyCurves() {
        curves.ensureCapacity(hole.sampleCount(), hole.stepCount());
        curves.count = hole.sampleCount();
        curves.stepCount = hole.stepCount();
        hole.copySteps(curves.stepCode, curves.torqueEmptyA, curves.thrustEmptyA);
        hole.copyCurves(curves.positionMm, curves.torqueA, curves.thrustA, curves.step);
    }

    /** @return the exception that the hole is answered with CRASH for, null where there was none. */
    RuntimeException estimate() {
        open = false;
        try {
            estimator.estimate(curves, points);
            return null;
        } catch (final StageException ex) {
            throw ex; // not of the hole: the process ends
        } catch (final RuntimeException ex) {
            crash(); // an answer all the same, and the same one on replay
            return ex;
        }
    }

    void crash() {
        open = false;
        points.fail(Status.CRASH);
    }

    /** Key points are in {@link #points()}. @param ns time in the estimator */
    void answered(final long ns) {
        open = false;
        estimatorNs = ns;
    }

    /** @return length of the ESTIMATE's payload, bytes. */
    int encode(final MutableDirectBuffer payload) {
        return EstimateRecord.encode(payload, 0, hole, this, wallTimeNs, estimatorNs, estimator.runtime());
    }

    @Override
    public String status() {
        return points.status.name();
    }

    @Override
    public String reason() {
        return points.reason;
    }

    @Override
    public double entryMm() {
        return points.entryMm;
    }

    @Override
    public double transitionMm() {
        return points.transitionMm;
    }

    @Override
    public double exitMm() {
        return points.exitMm;
    }

    @Override
    public String modelName() {
        return estimator.name();
    }

    @Override
    public String modelSha256() {
        return estimator.modelSha256();
    }

    /** @return whether it still has no answer. */
    boolean isOpen() {
        return open;
    }

    Estimator estimator() {
        return estimator;
    }

    HoleCurves curves() {
        return curves;
    }

    KeyPoints points() {
        return points;
    }

    long resultSeq() {
        return hole.resultSeq();
    }

    long originSeq() {
        return originSeq;
    }

    int originOrdinal() {
        return originOrdinal;
    }

    long journalTimeNs() {
        return journalTimeNs;
    }

    /** Of the record of matched. */
    long wallTimeNs() {
        return wallTimeNs;
    }
}
