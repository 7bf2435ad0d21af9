package io.borelog.publish;

import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.EstimateRecord.Answer;
import io.borelog.journal.record.HoleRecord;
import org.agrona.ExpandableArrayBuffer;

/** The ids of a hole without curves: publish looks at none. */
record TestHole(
    String toolbox, String tool, String machineId, String resultId, String headId, String sourceTimestamp, long resultSeq)
    implements HoleRecord.Source {
    private static final float[] NONE = new float[0];

    static final long LAST_WALL_NS = 1_000_000_000L;

    static TestHole of(final String tool, final long resultSeq) {
        return new TestHole("ILLL502033771", tool, "0", Long.toString(resultSeq), "E00401009F45BACA", "2024-05-15T07:29:33Z", resultSeq);
    }

    HoleRecord encode() {
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(256);
        HoleRecord.encode(bytes, 0, this);
        return new HoleRecord().wrap(bytes, 0);
    }

    EstimateRecord estimate(final Answer answer) {
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(512);
        final int length = EstimateRecord.encode(bytes, 0, encode(), answer, LAST_WALL_NS + 2_000_000, 30_000, null);
        return new EstimateRecord().wrap(bytes, 0, length);
    }

    static Answer ok(final double entryMm, final double transitionMm, final double exitMm) {
        return new Answer("OK", null, entryMm, transitionMm, exitMm, "edge", "ab12");
    }

    static Answer failed(final String status, final String reason) {
        return new Answer(status, reason, Double.NaN, Double.NaN, Double.NaN, "edge", "ab12");
    }

    @Override
    public long traceSeq() {
        return resultSeq + 1;
    }

    @Override
    public long headsSeq() {
        return 0;
    }

    @Override
    public long lastWallTimeNs() {
        return LAST_WALL_NS;
    }

    @Override
    public String reason() {
        return null;
    }

    @Override
    public int stepCount() {
        return 0;
    }

    @Override
    public int sampleCount() {
        return 0;
    }

    @Override
    public float[] stepCode() {
        return NONE;
    }

    @Override
    public float[] torqueEmptyA() {
        return NONE;
    }

    @Override
    public float[] thrustEmptyA() {
        return NONE;
    }

    @Override
    public float[] positionMm() {
        return NONE;
    }

    @Override
    public float[] torqueA() {
        return NONE;
    }

    @Override
    public float[] thrustA() {
        return NONE;
    }

    @Override
    public float[] step() {
        return NONE;
    }
}
