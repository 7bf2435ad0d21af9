package io.borelog.correlate.payload;

/** What kind of message a topic carries: decided by exact levels, never by substrings. */
public enum PartKind {
    /** {@code .../ResultManagement}: identity and the step table of one hole. */
    RESULT,
    /** {@code .../ResultManagement/Trace}: the curves of one hole. */
    TRACE,
    /** {@code .../AssetManagement/Heads} (or the older {@code Head}): which drill head, and its cycle counter. */
    HEADS,
    /** Anything else, our own results included. */
    OTHER
}
