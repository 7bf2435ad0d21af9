package io.borelog.infer;

import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/** One hole in, the payload of its ESTIMATE out: what a worker and its replay have in common. One thread. */
final class Answers {
    private final HoleCurves curves = new HoleCurves();
    private final KeyPoints keyPoints = new KeyPoints();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(1 << 10);

    /** @return the exception that the hole is answered with CRASH for, null where there was none. */
    RuntimeException estimate(final HoleRecord hole, final Estimator estimator) {
        curves.ensureCapacity(hole.sampleCount(), hole.stepCount());
        curves.count = hole.sampleCount();
        curves.stepCount = hole.stepCount();
        hole.copySteps(curves.stepCode, curves.torqueEmptyA, curves.thrustEmptyA);
        hole.copyCurves(curves.positionMm, curves.torqueA, curves.thrustA, curves.step);
        try {
            estimator.estimate(curves, keyPoints);
            return null;
        } catch (final RuntimeException ex) {
            crash(); // an answer all the same, and the same one on replay
            return ex;
        }
    }

    void unmatched(final HoleRecord hole) {
        keyPoints.fail(Status.NO_TRACE);
        keyPoints.reason = hole.reason();
    }

    void crash() {
        keyPoints.fail(Status.CRASH);
    }

    /** @param estimator whose answer it is, asked or not. @return length of the payload, bytes. */
    int encode(final HoleRecord hole, final Estimator estimator, final long matchedWallTimeNs, final long estimatorNs) {
        final EstimateRecord.Answer answer = new EstimateRecord.Answer(keyPoints.status.name(), keyPoints.reason,
            keyPoints.entryMm, keyPoints.transitionMm, keyPoints.exitMm, estimator.name(), estimator.modelSha256());
        return EstimateRecord.encode(payload, 0, hole, answer, matchedWallTimeNs, estimatorNs, estimator.runtime());
    }

    DirectBuffer payload() {
        return payload;
    }
}
