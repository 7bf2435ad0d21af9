package io.borelog.correlate.payload;

/**
 * A payload that cannot be used, as a value: bad bytes are expected, so they are no exception.
 *
 * @param reason the class of the trouble, for counters
 * @param detail one bounded line for people
 */
public record Problem(Reason reason, String detail) {
}
