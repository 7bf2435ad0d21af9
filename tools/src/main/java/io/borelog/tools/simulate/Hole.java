package io.borelog.tools.simulate;

/**
 * One generated hole: identity, model and sampled curves. Reused from hole to hole by its owner, so that generating allocates
 * no arrays; capacity is {@link SizeProfile#MAX_SAMPLES}, which no profile exceeds. Not thread-safe.
 *
 * <p>Curves are integers in thousandths (micrometres, milliamperes), because that is the resolution of the wire format.
 */
public final class Hole {
    final int[] positionUm = new int[SizeProfile.MAX_SAMPLES];
    final int[] torqueMilliA = new int[SizeProfile.MAX_SAMPLES];
    final int[] thrustMilliA = new int[SizeProfile.MAX_SAMPLES];
    final int[] stepCode = new int[SizeProfile.MAX_SAMPLES];
    final int[] powerW = new int[SizeProfile.MAX_SAMPLES];
    final int[] gapUm = new int[SizeProfile.MAX_SAMPLES];
    int samples;

    long number;
    long seed;
    String toolbox;
    String tool;
    int resultId;
    int motorSerial;
    String headId;
    long sourceEpochS;
    Dialect dialect;
    HoleModel model;

    public long number() {
        return number;
    }

    public String toolbox() {
        return toolbox;
    }

    public String tool() {
        return tool;
    }

    public int resultId() {
        return resultId;
    }

    public String headId() {
        return headId;
    }

    public Dialect dialect() {
        return dialect;
    }

    public int samples() {
        return samples;
    }

    /** Positive depth in mm of a sample. */
    public double positionMm(final int sample) {
        return positionUm[sample] / 1000.0;
    }

    /** Net spindle current in A of a sample. */
    public double torqueA(final int sample) {
        return torqueMilliA[sample] / 1000.0;
    }

    public int stepCode(final int sample) {
        return stepCode[sample];
    }
}
