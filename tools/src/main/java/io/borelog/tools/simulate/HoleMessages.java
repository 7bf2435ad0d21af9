package io.borelog.tools.simulate;

/** The rendered messages of one hole, on their way from a {@link HoleSource} to a connection. Reused by its owner's thread. */
final class HoleMessages {
    final byte[][] payloads = new byte[Part.COUNT][];
    long number;
    String toolbox;
    String tool;
    String resultId;
    String sourceTimestamp;
    /** Null where the source knows none (replayed files). */
    HoleTruth truth;
}
