package io.borelog.tools;

import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Cycles;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.Salvage;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.SnapshotEndRecord;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;

/** How far matched can be read, and from where it can be gone on with. For {@link Repair}. */
final class MatchedPrefix {
    private final SnapshotEndRecord snapshot = new SnapshotEndRecord();
    private final DispositionRecord disposition = new DispositionRecord();
    private final Set<Long> buried = new HashSet<>();
    private long lastOriginSeq;
    private long snapshotSeq;
    private long snapshotOldestSeq;

    private MatchedPrefix() {
    }

    /** @param upToOrigin newest origin that counts */
    static MatchedPrefix read(final DataDirectory data, final long upToOrigin) {
        final MatchedPrefix prefix = new MatchedPrefix();
        try (JournalTailer matched = data.tail(Journals.MATCHED)) {
            while (matched.next() && prefix.take(matched.record(), upToOrigin)) {
                // one after the other
            }
        } catch (final CorruptRecordException | BrokenChainException | IllegalStateException ex) {
            // up to here, as Verification
        }
        return prefix;
    }

    private boolean take(final RecordView record, final long upToOrigin) {
        if (record.header().originSeq() > upToOrigin
            || record.kind() == RecordKind.SNAPSHOT_END && snapshot.wrap(record).inboundSeq() > upToOrigin) {
            return false;
        }
        lastOriginSeq = Math.max(lastOriginSeq, record.header().originSeq());
        if (record.kind() == RecordKind.SNAPSHOT_END) {
            snapshotSeq = snapshot.wrap(record).inboundSeq();
            snapshotOldestSeq = snapshot.oldestInboundSeq();
        } else if (record.kind() == RecordKind.DISPOSITION) {
            buried.add(disposition.wrap(record).messageSeq());
        }
        return true;
    }

    /**
     * The next start repeats what was decided behind the last snapshot, and what is lost cannot be repeated.
     *
     * @return the newest origin that can stay, Long.MAX_VALUE where all can
     */
    long decidedWithout(final Salvage.Result inbound) {
        long upToOrigin = Long.MAX_VALUE;
        for (final Salvage.Repaired file : inbound.files()) {
            for (final Salvage.Lost gap : file.lost()) {
                upToOrigin = Math.min(upToOrigin, decidedWithout(gap.fromSeq(), gap.toSeq()));
            }
        }
        for (final long seq : inbound.unreadable()) {
            upToOrigin = buried.contains(seq) ? upToOrigin : Math.min(upToOrigin, decidedWithout(seq, seq));
        }
        return upToOrigin;
    }

    private long decidedWithout(final long fromSeq, final long toSeq) {
        return toSeq > snapshotSeq && fromSeq <= Math.max(lastOriginSeq, snapshotSeq) ? fromSeq - 1 : Long.MAX_VALUE;
    }

    /** Whether inbound has all that follows the newest snapshot, and what that refers to. */
    boolean canBeGoneOnFrom(final DataDirectory data) {
        final Cycles.Removed removed = Cycles.removed(data.path().resolve(Journals.INBOUND));
        return Files.isDirectory(data.path().resolve(Journals.INBOUND))
            && (removed == null || snapshotSeq != Seq.NONE && snapshotOldestSeq > removed.upToSeq());
    }
}
