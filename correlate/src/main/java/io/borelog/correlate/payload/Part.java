package io.borelog.correlate.payload;

/**
 * What one payload said: filled by {@link PayloadReader} and reused for the next, so whoever wants to keep something copies it.
 * Texts that were absent are null, counts 0, single missing numbers NaN. Texts and arrays are reused too; an array may be longer
 * than its count.
 */
public final class Part {

    final FloatColumn stepCode = new FloatColumn();
    final FloatColumn torqueEmptyA = new FloatColumn();
    final FloatColumn thrustEmptyA = new FloatColumn();
    final FloatColumn positionMm = new FloatColumn();
    final FloatColumn torqueA = new FloatColumn();
    final FloatColumn thrustA = new FloatColumn();
    final FloatColumn step = new FloatColumn();
    final ReusedText resultId = new ReusedText();
    final ReusedText sourceTimestamp = new ReusedText();
    final ReusedText machineId = new ReusedText();
    final ReusedText headId = new ReusedText();
    final ReusedText counter = new ReusedText();
    PartKind kind = PartKind.OTHER;
    int stepCount;
    int sampleCount;

    public PartKind kind() {
        return kind;
    }

    /** Result: ResultId. Trace: StepResultId. As canonical text: 1210, "1210" and 1210.0 are all {@code 1210}. */
    public ReusedText resultId() {
        return resultId.orNull();
    }

    /** The tool's own word for when the hole ended, verbatim: an identity token, its zone is not to be trusted. */
    public ReusedText sourceTimestamp() {
        return sourceTimestamp.orNull();
    }

    /** Result: the motor's serial number; {@code 0} on all newer tools, so it identifies nothing. */
    public ReusedText machineId() {
        return machineId.orNull();
    }

    /** Heads: the head's RFID tag. */
    public ReusedText headId() {
        return headId.orNull();
    }

    /** Heads: LifeTimeCycleCounter, equal to the hole's ResultId. */
    public ReusedText counter() {
        return counter.orNull();
    }

    /** Result: steps of the program; 0 when the message had no step numbers. */
    public int stepCount() {
        return stepCount;
    }

    /** Program step codes, {@link #stepCount()} of them. */
    public float[] stepCode() {
        return stepCode.values();
    }

    /** Idle spindle current per step, A; NaN where the message had none. */
    public float[] torqueEmptyA() {
        return torqueEmptyA.values();
    }

    /** Idle feed current per step, A; NaN where the message had none. */
    public float[] thrustEmptyA() {
        return thrustEmptyA.values();
    }

    /** Trace: samples of each of the four curves. */
    public int sampleCount() {
        return sampleCount;
    }

    /** Depth in mm, positive and growing, whatever sign the tool sends. */
    public float[] positionMm() {
        return positionMm.values();
    }

    /** Spindle current without idle current, A. */
    public float[] torqueA() {
        return torqueA.values();
    }

    /** Feed current without idle current, A; all NaN when the message had no such curve of the right length. */
    public float[] thrustA() {
        return thrustA.values();
    }

    /** Program step code of each sample. */
    public float[] step() {
        return step.values();
    }

    void clear(final PartKind newKind) {
        kind = newKind;
        resultId.clear();
        sourceTimestamp.clear();
        machineId.clear();
        headId.clear();
        counter.clear();
        stepCount = 0;
        sampleCount = 0;
        stepCode.clear();
        torqueEmptyA.clear();
        thrustEmptyA.clear();
        positionMm.clear();
        torqueA.clear();
        thrustA.clear();
        step.clear();
    }
}
