package io.borelog.journal.record;

/** What a record is. The codes are on disk for ever: never reuse one. */
public enum RecordKind {
    /** First record of a writer's epoch; names the last sequence number before it. Every journal. */
    OPEN(1),
    /** First record of a cycle: last seq, last origin and the CONFIG in force. Every journal; decides nothing. */
    HEAD(2),
    /** A published MQTT message, payload as received. inbound. */
    MESSAGE(3),
    /** Time passed and nothing else happened. inbound. */
    TICK(4),
    /** A QoS 2 packet id was released by its sender. inbound. */
    RELEASED(5),
    /** The settings that decide. Written to inbound, copied to matched when they changed. */
    CONFIG(6),
    /** A dead letter is to be tried again. inbound. */
    REDRIVE(7),

    /** Result and Trace (and Heads) of one hole, joined. matched. */
    HOLE(16),
    /** A Result whose Trace never came. matched. */
    UNMATCHED(17),
    /** A message that became no part of a hole: duplicate or dead letter, with the reason. matched. */
    DISPOSITION(18),
    /** A part of the join's state. matched; decides nothing. */
    SNAPSHOT_PART(19),
    /** The last part of the join's state: only with it the parts before count. matched; decides nothing. */
    SNAPSHOT_END(20),

    /** Key points or a status for one HOLE or UNMATCHED. estimated-k. */
    ESTIMATE(32),

    /** A message that the world is told. outbound. */
    OUT(48),
    /** The external broker has taken everything up to this origin. outbound. */
    DELIVERED(49);

    private static final RecordKind[] BY_CODE = new RecordKind[64];

    static {
        for (final RecordKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;

    RecordKind(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** @return the kind of this code, or null where a newer program wrote it. */
    public static RecordKind of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    /** Whether the record is a decision of its stage: compared on replay, in contrast to book-keeping. */
    public boolean isDecision() {
        return this == HOLE || this == UNMATCHED || this == DISPOSITION || this == ESTIMATE || this == OUT || this == CONFIG;
    }
}
