package io.borelog.correlate;

import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageFile;

/** The running sum of promise P2: {@code accepted = used + duplicate + ignored + dead + pending} after every record. */
final class Counts {
    private final long[] tuple = new long[AuditCounts.LENGTH];
    long accepted;
    long used;
    long duplicate;
    long ignored;
    long dead;
    long pending;

    /** Into the stage file, after each duty cycle. */
    void show(final StageFile stageFile, final long inboundSeq, final long inboundIndex) {
        AuditCounts.write(stageFile, tuple, inboundSeq, inboundIndex, accepted, used, duplicate, ignored, dead, pending);
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
