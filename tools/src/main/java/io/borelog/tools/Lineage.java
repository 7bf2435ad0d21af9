package io.borelog.tools;

import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Follows the origin of an ESTIMATE through the journals, back to the raw messages and on to what the world was told. Records are shown to
 * the caller in place: valid during the call only. One thread.
 */
final class Lineage {
    /** Where an estimate lies. */
    record Place(String journal, long index) {
    }

    private static final int PLACES = 1_000;

    private final DataDirectory data;

    Lineage(final DataDirectory data) {
        this.data = data;
    }

    /** @return the first {@value #PLACES} estimates that are asked for; reads all of them. */
    List<Place> find(final Predicate<EstimateRecord> wanted, final Consumer<RuntimeException> corrupt) {
        final List<Place> places = new ArrayList<>();
        final EstimateRecord estimate = new EstimateRecord();
        try (MergedReader reader = new MergedReader(data, data.resolve(Journals.ESTIMATED), corrupt::accept)) {
            while (places.size() < PLACES && reader.next(false)) {
                if (reader.record().kind() == RecordKind.ESTIMATE && wanted.test(estimate.wrap(reader.record()))) {
                    places.add(new Place(reader.journal(), reader.record().index()));
                }
            }
        }
        return places;
    }

    /** The record at a place. */
    void at(final Place place, final Consumer<RecordView> consumer) {
        try (JournalTailer tailer = data.tail(place.journal())) {
            if (tailer.seekIndex(place.index()) && tailer.next()) {
                consumer.accept(tailer.record());
            }
        }
    }

    /** @return pid of the process that wrote this record, 0 where its epoch's OPEN is not there any more. */
    int writerOf(final String journal, final long seq) {
        final long openSeq = Seq.first(Seq.epoch(seq));
        try (JournalTailer tailer = data.tail(journal)) {
            tailer.seekSeq(openSeq);
            return tailer.next() && tailer.record().seq() == openSeq ? new EpochRecord().wrap(tailer.record()).pid() : 0;
        }
    }

    /** Of a record of inbound that is asked for by its seq: where it is not to be had, whether it is because it cannot be read, and why. */
    record Missing(boolean corrupt, String why) {
    }

    /** @return null where inbound has it. */
    Missing message(final long seq, final Consumer<RecordView> consumer) {
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            return message(inbound, seq, consumer);
        }
    }

    static Missing message(final JournalTailer inbound, final long seq, final Consumer<RecordView> consumer) {
        try {
            inbound.seekSeq(seq);
            if (!inbound.next() || inbound.record().seq() != seq || inbound.record().kind() == RecordKind.OPEN) {
                return new Missing(false, "inbound has it no more");
            }
            consumer.accept(inbound.record());
            return null;
        } catch (final CorruptRecordException ex) {
            return new Missing(true, "inbound has it no more in one piece, index 0x" + Long.toHexString(ex.index()) + ": " + ex.reason());
        }
    }

    /** The HOLE or UNMATCHED of this origin. @return whether matched still has it. */
    boolean matched(final long originSeq, final int originOrdinal, final Consumer<RecordView> consumer) {
        try (JournalTailer matched = data.tail(Journals.MATCHED)) {
            matched.seekBeforeOrigin(originSeq);
            while (matched.next()) {
                final RecordView record = matched.record();
                final int order = order(record, originSeq, originOrdinal);
                if (order == 0 && (record.kind() == RecordKind.HOLE || record.kind() == RecordKind.UNMATCHED)) {
                    consumer.accept(record);
                    return true;
                } else if (order > 0) {
                    return false;
                }
            }
            return false;
        }
    }

    /** The OUTs of this origin, then the first DELIVERED that covers it, where there is one: it may lie far behind. */
    void told(final long originSeq, final int originOrdinal, final Consumer<RecordView> consumer) {
        try (JournalTailer outbound = data.tail(Journals.OUTBOUND)) {
            outbound.seekBeforeOrigin(originSeq);
            while (outbound.next()) {
                final RecordView record = outbound.record();
                final int order = order(record, originSeq, originOrdinal);
                if (record.kind() == RecordKind.OUT && order == 0) {
                    consumer.accept(record);
                } else if (record.kind() == RecordKind.DELIVERED && order >= 0) {
                    consumer.accept(record);
                    return;
                }
            }
        }
    }

    private static int order(final RecordView record, final long originSeq, final int originOrdinal) {
        return Seq.compareOrigins(record.header().originSeq(), record.header().originOrdinal(), originSeq, originOrdinal);
    }
}
