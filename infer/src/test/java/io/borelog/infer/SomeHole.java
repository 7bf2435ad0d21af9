package io.borelog.infer;

import io.borelog.journal.record.HoleRecord;

/** A hole of a record whose curves are 1, 2, 3 and so on. */
record SomeHole(String tool, long resultSeq, int sampleCount, String reason) implements HoleRecord.Source {
    @Override
    public long traceSeq() {
        return 0;
    }

    @Override
    public long headsSeq() {
        return 0;
    }

    @Override
    public long lastWallTimeNs() {
        return 0;
    }

    @Override
    public String toolbox() {
        return "box";
    }

    @Override
    public String machineId() {
        return "0";
    }

    @Override
    public String resultId() {
        return Long.toString(resultSeq);
    }

    @Override
    public String headId() {
        return null;
    }

    @Override
    public String sourceTimestamp() {
        return "2024-05-15T07:29:33Z";
    }

    @Override
    public int stepCount() {
        return 0;
    }

    @Override
    public float[] stepCode() {
        return new float[0];
    }

    @Override
    public float[] torqueEmptyA() {
        return new float[0];
    }

    @Override
    public float[] thrustEmptyA() {
        return new float[0];
    }

    @Override
    public float[] positionMm() {
        final float[] curve = new float[sampleCount];
        for (int i = 0; i < sampleCount; i++) {
            curve[i] = i + 1;
        }
        return curve;
    }

    @Override
    public float[] torqueA() {
        return positionMm();
    }

    @Override
    public float[] thrustA() {
        return positionMm();
    }

    @Override
    public float[] step() {
        return positionMm();
    }
}
