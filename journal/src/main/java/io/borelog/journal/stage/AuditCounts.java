package io.borelog.journal.stage;

/**
 * The sum of promise P2 at one position of inbound, as correlate keeps it: every accepted message is in exactly one of the other
 * counts. Written by correlate as its stage file's tuple after each record, read by {@code audit}.
 *
 * @param inboundSeq   newest inbound record that is counted in
 * @param inboundIndex its index
 * @param accepted     MESSAGE records
 * @param used         taken into a hole, an UNMATCHED, or (Heads) the tool's state
 * @param duplicate    recognised as already known
 * @param ignored      on topics that are not ours to join
 * @param deadLetter   not worked on, with a reason
 * @param pending      waiting for a partner
 */
public record AuditCounts(
    long inboundSeq, long inboundIndex, long accepted, long used, long duplicate, long ignored, long deadLetter, long pending) {
    public static final AuditCounts NONE = new AuditCounts(0, -1, 0, 0, 0, 0, 0, 0);
    /** Of the tuple. */
    public static final int LENGTH = 8;

    public static AuditCounts read(final StageFile correlate) {
        final long[] t = correlate == null ? new long[0] : correlate.tuple();
        return t.length < LENGTH ? NONE : new AuditCounts(t[0], t[1], t[2], t[3], t[4], t[5], t[6], t[7]);
    }

    public void write(final StageFile correlate) {
        write(correlate, new long[LENGTH], inboundSeq, inboundIndex, accepted, used, duplicate, ignored, deadLetter, pending);
    }

    /** The same without an object. @param tuple of {@link #LENGTH}, overwritten */
    public static void write(
        final StageFile correlate, final long[] tuple, final long inboundSeq, final long inboundIndex, final long accepted,
        final long used, final long duplicate, final long ignored, final long deadLetter, final long pending) {
        tuple[0] = inboundSeq;
        tuple[1] = inboundIndex;
        tuple[2] = accepted;
        tuple[3] = used;
        tuple[4] = duplicate;
        tuple[5] = ignored;
        tuple[6] = deadLetter;
        tuple[7] = pending;
        correlate.tuple(tuple);
    }
}
