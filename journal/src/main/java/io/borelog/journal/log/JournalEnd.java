package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the newest records of a journal say about its end: found once, by the appender that opens it, from the raw file, so that nothing
 * of Chronicle's (its listing, its index) is believed. A cycle begins with a HEAD or OPEN that tells all that came before.
 */
final class JournalEnd {
    private final EpochRecord epoch = new EpochRecord();
    private final RecordView record = new RecordView();
    private int cycle;
    private long lastSeq = Seq.NONE;
    private long journalTimeNs;
    private long wallTimeNs;
    private long originSeq = Seq.NONE;
    private int originOrdinal;
    private String config;

    private JournalEnd() {
    }

    /** @throws StageException CORRUPT where the chain of records is broken: the records behind it cannot be numbered */
    static JournalEnd find(final Path directory) throws IOException {
        final JournalEnd end = new JournalEnd();
        final List<Path> files = CycleFiles.list(directory);
        final CycleScan scan = new CycleScan();
        for (int i = files.size() - 1; i >= 0; i--) {
            end.cycle = Math.max(end.cycle, CycleFiles.cycle(files.get(i)));
            scan.scan(files.get(i), Seq.NONE, end::onRecord);
            if (scan.endsAtBadRecord()) {
                throw new StageException(ExitCode.CORRUPT, "journal " + directory.getFileName() + ", file " + files.get(i).getFileName()
                    + ": the record after seq " + Seq.text(scan.lastSeq()) + " at offset " + scan.endOffset()
                    + " is not what was written; borelog verify tells more");
            }
            if (scan.records() > 0) {
                break; // a file without records is one whose writer died while creating it
            }
        }
        return end;
    }

    /** Without a word about what follows the good records. */
    static long newestGoodSeq(final Path directory) throws IOException {
        final List<Path> files = CycleFiles.list(directory);
        for (int i = files.size() - 1; i >= 0; i--) {
            final CycleScan scan = new CycleScan().scan(files.get(i), Seq.NONE, (file, offset, length) -> { });
            if (scan.records() > 0) {
                return scan.lastSeq();
            }
        }
        return Seq.NONE;
    }

    private void onRecord(final UnsafeBuffer file, final int offset, final int length) {
        record.wrap(file, offset, 0);
        lastSeq = record.seq();
        journalTimeNs = record.header().journalTimeNs();
        wallTimeNs = record.header().wallTimeNs();
        final RecordKind kind = record.kind();
        if (kind == RecordKind.OPEN || kind == RecordKind.HEAD) {
            epoch.wrap(record);
            if (Seq.compareOrigins(epoch.lastOriginSeq(), epoch.lastOriginOrdinal(), originSeq, originOrdinal) > 0) {
                originSeq = epoch.lastOriginSeq();
                originOrdinal = epoch.lastOriginOrdinal();
            }
            config = epoch.config() == null ? config : epoch.config();
        } else if (kind == RecordKind.CONFIG) {
            config = Texts.get(file, record.payloadOffset());
        }
        if (record.header().originSeq() != Seq.NONE && kind != RecordKind.DELIVERED) {
            originSeq = record.header().originSeq();
            originOrdinal = record.header().originOrdinal();
        }
    }

    /** The newest cycle, 0 where there is none. */
    int cycle() {
        return cycle;
    }

    long lastSeq() {
        return lastSeq;
    }

    long journalTimeNs() {
        return journalTimeNs;
    }

    long wallTimeNs() {
        return wallTimeNs;
    }

    long originSeq() {
        return originSeq;
    }

    int originOrdinal() {
        return originOrdinal;
    }

    DecidingConfig config() {
        return DecidingConfig.parse(config);
    }
}
