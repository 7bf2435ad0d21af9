package io.borelog.correlate.payload;

/**
 * Bounds of what a payload may hold; past one of them it becomes a {@link Problem}, whatever else it contains.
 * The largest real hole has 11,466 samples, 4 steps and 320 kB.
 *
 * @param maxPayloadBytes bytes of one message
 * @param maxSamples      values of one curve
 * @param maxSteps        values of one array of the step table
 * @param maxDepth        nested objects and arrays
 */
public record Limits(int maxPayloadBytes, int maxSamples, int maxSteps, int maxDepth) {

    /** Characters of an id, after trimming. */
    public static final int MAX_ID_CHARS = 128;

    public static final Limits DEFAULT = new Limits(16 << 20, 200_000, 64, 64);

    public Limits {
        requirePositive("maxPayloadBytes", maxPayloadBytes);
        requirePositive("maxSamples", maxSamples);
        requirePositive("maxSteps", maxSteps);
        requirePositive("maxDepth", maxDepth);
    }

    private static void requirePositive(final String name, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
    }
}
