package io.borelog.journal.record;

/** Arithmetic of sequence numbers: {@code epoch << 40 | counter}, one up per record, a new epoch at every opening of a writer. */
public final class Seq {
    public static final long NONE = 0;
    private static final int COUNTER_BITS = 40;

    private Seq() {
    }

    public static long first(final long epoch) {
        return epoch << COUNTER_BITS;
    }

    public static long epoch(final long seq) {
        return seq >>> COUNTER_BITS;
    }

    public static long counter(final long seq) {
        return seq & ((1L << COUNTER_BITS) - 1);
    }

    /** For people: {@code 3:1042}. */
    public static String text(final long seq) {
        return epoch(seq) + ":" + counter(seq);
    }

    /** Order of origins: by the inbound record, then by ordinal. */
    public static int compareOrigins(final long seqA, final int ordinalA, final long seqB, final int ordinalB) {
        return seqA != seqB ? Long.compare(seqA, seqB) : Integer.compare(ordinalA, ordinalB);
    }
}
