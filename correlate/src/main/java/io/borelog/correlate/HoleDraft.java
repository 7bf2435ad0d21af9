package io.borelog.correlate;

import io.borelog.correlate.payload.Part;
import io.borelog.correlate.payload.ReusedText;
import io.borelog.journal.record.HoleRecord;

/** A hole about to be written: a view on its parsed parts. Reused. */
final class HoleDraft implements HoleRecord.Source {
    private static final float[] NONE = new float[0];

    private final ReusedText toolbox = new ReusedText();
    private final ReusedText tool = new ReusedText();
    private Part result;
    private Part trace;
    private long resultSeq;
    private long traceSeq;
    private long headsSeq;
    private long lastWallTimeNs;
    private CharSequence headId;
    private String reason;

    /** @param toolKey {@code toolbox/tool} */
    HoleDraft begin(final byte[] toolKey, final Part result, final long resultSeq, final long wallNs) {
        final int slash = slash(toolKey);
        toolbox.set(toolKey, 0, slash);
        tool.set(toolKey, slash + 1, toolKey.length);
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

    /** Levels have none. */
    private static int slash(final byte[] toolKey) {
        int i = 0;
        while (toolKey[i] != '/') {
            i++;
        }
        return i;
    }

    HoleDraft trace(final Part part, final long seq, final long wallNs) {
        trace = part;
        traceSeq = seq;
        lastWallTimeNs = Math.max(lastWallTimeNs, wallNs);
        return this;
    }

    /** @param seq of the hole's own Heads, 0 where the head is the tool's last known */
    HoleDraft head(final CharSequence id, final long seq, final long wallNs) {
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
    public CharSequence toolbox() {
        return toolbox;
    }

    @Override
    public CharSequence tool() {
        return tool;
    }

    @Override
    public CharSequence machineId() {
        return result.machineId();
    }

    @Override
    public CharSequence resultId() {
        return result.resultId();
    }

    @Override
    public CharSequence headId() {
        return headId;
    }

    @Override
    public CharSequence sourceTimestamp() {
        return result.sourceTimestamp();
    }

    @Override
    public CharSequence reason() {
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
