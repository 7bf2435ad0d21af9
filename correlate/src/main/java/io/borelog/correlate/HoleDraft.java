package io.borelog.correlate;

import io.borelog.correlate.payload.Part;
import io.borelog.journal.record.HoleRecord;

/** A hole about to be written: a view on its parsed parts. Reused. */
final class HoleDraft implements HoleRecord.Source {
    private static final float[] NONE = new float[0];

    private Part result;
    private Part trace;
    private long resultSeq;
    private long traceSeq;
    private long headsSeq;
    private long lastWallTimeNs;
    private String toolbox;
    private String tool;
    private String headId;
    private String reason;

    HoleDraft begin(final String toolbox, final String tool, final Part result, final long resultSeq, final long wallNs) {
        this.toolbox = toolbox;
        this.tool = tool;
        this.result = result;
        this.resultSeq = resultSeq;
        this.lastWallTimeNs = wallNs;
        trace = null;
        traceSeq = 0;
        headsSeq = 0;
        headId = null;
        reason = null;
        return this;
    }

    HoleDraft trace(final Part part, final long seq, final long wallNs) {
        trace = part;
        traceSeq = seq;
        lastWallTimeNs = Math.max(lastWallTimeNs, wallNs);
        return this;
    }

    /** @param seq of the hole's own Heads, 0 where the head is the tool's last known */
    HoleDraft head(final String id, final long seq, final long wallNs) {
        headId = id;
        headsSeq = seq;
        lastWallTimeNs = Math.max(lastWallTimeNs, wallNs);
        return this;
    }

    HoleDraft reason(final String text) {
        reason = text;
        return this;
    }

    @Override
    public long resultSeq() {
        return resultSeq;
    }

    @Override
    public long traceSeq() {
        return traceSeq;
    }

    @Override
    public long headsSeq() {
        return headsSeq;
    }

    @Override
    public long lastWallTimeNs() {
        return lastWallTimeNs;
    }

    @Override
    public String toolbox() {
        return toolbox;
    }

    @Override
    public String tool() {
        return tool;
    }

    @Override
    public String machineId() {
        return result.machineId();
    }

    @Override
    public String resultId() {
        return result.resultId();
    }

    @Override
    public String headId() {
        return headId;
    }

    @Override
    public String sourceTimestamp() {
        return result.sourceTimestamp();
    }

    @Override
    public String reason() {
        return reason;
    }

    @Override
    public int stepCount() {
        return result.stepCount();
    }

    @Override
    public int sampleCount() {
        return trace == null ? 0 : trace.sampleCount();
    }

    @Override
    public float[] stepCode() {
        return result.stepCode();
    }

    @Override
    public float[] torqueEmptyA() {
        return result.torqueEmptyA();
    }

    @Override
    public float[] thrustEmptyA() {
        return result.thrustEmptyA();
    }

    @Override
    public float[] positionMm() {
        return trace == null ? NONE : trace.positionMm();
    }

    @Override
    public float[] torqueA() {
        return trace == null ? NONE : trace.torqueA();
    }

    @Override
    public float[] thrustA() {
        return trace == null ? NONE : trace.thrustA();
    }

    @Override
    public float[] step() {
        return trace == null ? NONE : trace.step();
    }
}
