package io.borelog.correlate.payload;

/** Why a payload cannot be used. The names are written to journals and counters: add at the end, never rename. */
public enum Reason {
    /** Not JSON from first to last byte; the detail has the parser's words and the byte offset. */
    BAD_JSON,
    /** JSON, but its root is not an object. */
    NOT_AN_OBJECT,
    /** Neither ResultId nor StepResultId with a usable value. */
    NO_RESULT_ID,
    /** A Heads message with neither counter nor serial number. */
    NO_HEAD,
    /** No SourceTimestamp, or the deciding one is not an ISO date-time. */
    NO_TIMESTAMP,
    /** A curve the estimate needs is missing, empty or all null; the detail names it. */
    NO_CURVE,
    /** Position, torque and step number differ in length. */
    LENGTH_MISMATCH,
    /** A needed number is null, not a number or not finite as a float. */
    BAD_NUMBER,
    /** Nested deeper than {@link Limits#maxDepth()}. */
    TOO_DEEP,
    /** Over one of the other {@link Limits}; the detail names which. */
    TOO_LARGE
}
