package io.borelog.tools;

import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecisionBytes;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Decisions on a stretch of inbound, journal by journal: their digest, and where asked for, how they differ from those of the live
 * pipeline. What the pipeline has not decided yet is no difference. One thread.
 */
final class Comparison {
    static final int KEPT = 20;

    /**
     * @param live     the record as a line, null where the pipeline made no such decision
     * @param replayed the record as a line, null where the replay made none
     * @param atByte   offset in the payload of the first byte that differs, -1 where not the bytes differ
     */
    record Difference(String journal, long originSeq, int originOrdinal, String live, String replayed, int atByte) {
    }

    private final List<Difference> differences = new ArrayList<>();
    private final DecisionBytes bytes = new DecisionBytes();
    private final RecordText text = new RecordText();
    private final ByteBuffer identity = ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES);
    private final Stretch stretch;
    private final MessageDigest digest;
    private long differenceCount;
    private long compared;
    private long notCompared;
    private long holes;
    private long estimates;

    Comparison(final Stretch stretch) {
        this.stretch = stretch;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex); // every JDK has SHA-256
        }
    }

    /** The decisions of the stretch in one journal, one after the other. */
    private final class Walk {
        private final JournalTailer tailer;
        private boolean more;

        private Walk(final JournalTailer tailer) {
            this.tailer = tailer;
            tailer.seekBeforeOrigin(stretch.fromSeq());
            next();
        }

        private void next() {
            do {
                more = tailer.next();
            } while (more && !(tailer.record().kind().isDecision() && header().originSeq() >= stretch.fromSeq()));
            more = more && header().originSeq() <= stretch.toSeq();
        }

        private RecordHeader header() {
            return tailer.record().header();
        }
    }

    /** Takes in what the replay decided in one journal. */
    void digest(final JournalTailer replayed) {
        for (final Walk walk = new Walk(replayed); walk.more; walk.next()) {
            count(walk.tailer.record());
        }
    }

    /** Takes in what the replay decided in one journal, and compares it with the same journal of the live pipeline. */
    void compare(final String journal, final JournalTailer live, final JournalTailer replayed) {
        final Walk now = new Walk(replayed);
        final Walk then = new Walk(live);
        while (now.more || then.more) {
            final int order = !now.more ? 1 : !then.more ? -1 : Seq.compareOrigins(now.header().originSeq(), now.header().originOrdinal(),
                then.header().originSeq(), then.header().originOrdinal());
            if (order > 0) {
                differ(journal, then, null, -1);
            } else {
                count(now.tailer.record());
                if (order == 0) {
                    compare(journal, then, now);
                } else if (then.more) {
                    differ(journal, null, now, -1);
                } else {
                    notCompared++;
                }
            }
            if (order >= 0) {
                then.next();
            }
            if (order <= 0) {
                now.next();
            }
        }
    }

    private void compare(final String journal, final Walk then, final Walk now) {
        compared++;
        if (then.tailer.record().kind() != now.tailer.record().kind()) {
            differ(journal, then, now, -1);
            return;
        }
        final int at = bytes.firstDifference(then.tailer.record(), now.tailer.record());
        if (at >= 0) {
            differ(journal, then, now, at);
        }
    }

    private void differ(final String journal, final Walk live, final Walk replayed, final int atByte) {
        differenceCount++;
        if (differences.size() < KEPT) {
            final RecordHeader of = (live == null ? replayed : live).header();
            differences.add(new Difference(journal, of.originSeq(), of.originOrdinal(),
                live == null ? null : text.line(live.tailer.record()),
                replayed == null ? null : text.line(replayed.tailer.record()), atByte));
        }
    }

    private void count(final RecordView record) {
        final RecordKind kind = record.kind();
        if (kind == RecordKind.HOLE || kind == RecordKind.UNMATCHED) {
            holes++;
        } else if (kind == RecordKind.ESTIMATE) {
            estimates++;
        }
        identity.clear().put((byte) kind.code()).putLong(record.header().originSeq()).putInt(record.header().originOrdinal()).flip();
        digest.update(identity);
        bytes.update(digest, record);
    }

    /** The first of them, at most {@link #KEPT}. */
    List<Difference> differences() {
        return differences;
    }

    long differenceCount() {
        return differenceCount;
    }

    /** Decisions that both sides have. */
    long compared() {
        return compared;
    }

    /** Decisions of the replay that the pipeline has not come to. */
    long notCompared() {
        return notCompared;
    }

    long holes() {
        return holes;
    }

    long estimates() {
        return estimates;
    }

    /** SHA-256 of what has been taken in, hex; ends the comparison. */
    String digest() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
