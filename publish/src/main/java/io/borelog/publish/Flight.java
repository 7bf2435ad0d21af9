package io.borelog.publish;

/** One message between {@code outbound} and the external broker. Publish's thread; the connection only passes it back. */
final class Flight {
    final long originSeq;
    final int originOrdinal;
    /** Whether it is the last message of its origin: with it the mark moves. */
    final boolean last;
    boolean landed;
    /** Why the broker will never take it, or null. */
    String refusal;

    Flight(final long originSeq, final int originOrdinal, final boolean last) {
        this.originSeq = originSeq;
        this.originOrdinal = originOrdinal;
        this.last = last;
    }
}
