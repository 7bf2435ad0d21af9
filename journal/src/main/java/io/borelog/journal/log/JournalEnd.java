package io.borelog.journal.log;

import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** What the last cycle of a journal says about its end: found once, by the appender that opens it. */
record JournalEnd(
    int cycle, long lastSeq, long journalTimeNs, long wallTimeNs, long originSeq, int originOrdinal, DecidingConfig config) {

    static JournalEnd find(final Path directory) {
        int cycle = 0;
        long lastSeq = Seq.NONE;
        long journalTimeNs = 0;
        long wallTimeNs = 0;
        long originSeq = Seq.NONE;
        int originOrdinal = 0;
        String config = null;
        final EpochRecord epoch = new EpochRecord();
        try (ChronicleTailer tailer = new ChronicleTailer(directory, () -> Long.MAX_VALUE)) {
            tailer.toLastCycle();
            while (tailer.next()) {
                final RecordView record = tailer.record();
                lastSeq = record.seq();
                journalTimeNs = record.header().journalTimeNs();
                wallTimeNs = record.header().wallTimeNs();
                cycle = CycleFiles.ROLL_CYCLE.toCycle(record.index());
                final RecordKind kind = record.kind();
                if (kind == RecordKind.OPEN || kind == RecordKind.HEAD) {
                    epoch.wrap(record);
                    if (Seq.compareOrigins(epoch.lastOriginSeq(), epoch.lastOriginOrdinal(), originSeq, originOrdinal) > 0) {
                        originSeq = epoch.lastOriginSeq();
                        originOrdinal = epoch.lastOriginOrdinal();
                    }
                    config = epoch.config() == null ? config : epoch.config();
                } else if (kind == RecordKind.CONFIG) {
                    config = text(record.payload(), record.payloadOffset());
                }
                if (record.header().originSeq() != Seq.NONE && kind != RecordKind.DELIVERED) {
                    originSeq = record.header().originSeq();
                    originOrdinal = record.header().originOrdinal();
                }
            }
        }
        return new JournalEnd(cycle, lastSeq, journalTimeNs, wallTimeNs, originSeq, originOrdinal, DecidingConfig.parse(config));
    }

    static String text(final DirectBuffer buffer, final int offset) {
        return Texts.get(buffer, offset);
    }
}
