package io.borelog.correlate;

import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageFile;

/** The running sum of promise P2: {@code accepted = used + duplicate + ignored + dead + pending} after every record. */
final class Counts {
    private final long[] tuple = new long[8];
    long accepted;
    long used;
    long duplicate;
    long ignored;
    long dead;
    long pending;

    /** Into the stage file, after each duty cycle, as {@link AuditCounts#read} reads it. */
    void show(final StageFile stageFile, final long inboundSeq, final long inboundIndex) {
        tuple[0] = inboundSeq;
        tuple[1] = inboundIndex;
        tuple[2] = accepted;
        tuple[3] = used;
        tuple[4] = duplicate;
        tuple[5] = ignored;
        tuple[6] = dead;
        tuple[7] = pending;
        stageFile.tuple(tuple);
    }

    AuditCounts at(final long inboundSeq, final long inboundIndex) {
        return new AuditCounts(inboundSeq, inboundIndex, accepted, used, duplicate, ignored, dead, pending);
    }

    void set(final AuditCounts from) {
        accepted = from.accepted();
        used = from.used();
        duplicate = from.duplicate();
        ignored = from.ignored();
        dead = from.deadLetter();
        pending = from.pending();
    }
}
