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
    private int offset;
    private boolean goesOn;
    private long lastSeq = Seq.NONE;
    private long journalTimeNs;
    private long wallTimeNs;
    private long originSeq = Seq.NONE;
    private int originOrdinal;
    private String config;

    /** Before any record. */
    JournalEnd() {
    }

    JournalEnd(final JournalEnd other) {
        cycle = other.cycle;
        offset = other.offset;
        goesOn = other.goesOn;
        lastSeq = other.lastSeq;
        journalTimeNs = other.journalTimeNs;
        wallTimeNs = other.wallTimeNs;
        originSeq = other.originSeq;
        originOrdinal = other.originOrdinal;
        config = other.config;
    }

    /**
     * @param derived whether the journal can be computed again: then nothing in its newest file may be unreadable, else single records in a
     *                whole chain may, they are lost and their numbers taken
     * @throws StageException CORRUPT where that is not so: the records behind cannot be numbered
     */
    static JournalEnd find(final Path directory, final boolean derived) throws IOException {
        final JournalEnd end = new JournalEnd();
        final List<Path> files = CycleFiles.list(directory);
        final CycleScan scan = new CycleScan();
        for (final Path file : files.subList(newestThatBeginsWell(files), files.size())) {
            end.cycle = CycleFiles.cycle(file);
            scan.scan(file, end.lastSeq, derived ? CycleScan.STRICT : CycleScan.WHOLE_CHAIN, end::onRecord);
            if (scan.endsAtBadRecord()) {
                throw new StageException(ExitCode.CORRUPT, "journal " + directory.getFileName() + ", file " + file.getFileName()
                    + ": the record after seq " + Seq.text(scan.lastSeq()) + " at offset " + scan.endOffset()
                    + " is not what was written; borelog verify tells more");
            }
            end.lastSeq = scan.lastSeq();
            end.offset = scan.nextOffset();
            end.goesOn = scan.records() > 0 && !scan.ended();
        }
        return end;
    }

    /** @throws StageException CORRUPT where the files end before what was forced while this machine ran: the last record is lost */
    void requireUpTo(final long forcedSeq, final Path directory) {
        if (cycle > 0 && lastSeq < forcedSeq) {
            throw new StageException(ExitCode.CORRUPT, "journal " + directory.getFileName() + " ends with seq " + Seq.text(lastSeq)
                + ", though everything up to " + Seq.text(forcedSeq) + " was forced");
        }
    }

    /** A file whose writer died while creating it has no record, and one whose first record is lost does not tell what came before. */
    private static int newestThatBeginsWell(final List<Path> files) throws IOException {
        int i = Math.max(0, files.size() - 1);
        while (i > 0 && new CycleScan().scanFirst(files.get(i), Seq.NONE, (file, offset, length) -> { }).records() == 0) {
            i--;
        }
        return i;
    }

    /** Without a word about what follows the records that can be numbered. */
    static long newestSeq(final Path directory) throws IOException {
        final List<Path> files = CycleFiles.list(directory);
        long newest = Seq.NONE;
        for (final Path file : files.subList(newestThatBeginsWell(files), files.size())) {
            newest = new CycleScan().scan(file, newest, CycleScan.WHOLE_CHAIN, (buffer, offset, length) -> { }).lastSeq();
        }
        return newest;
    }

    /** One more record. */
    void onRecord(final UnsafeBuffer file, final int offset, final int length) {
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

    /** Whether the newest cycle has records and goes on behind them. */
    boolean mayGoOn() {
        return goesOn;
    }

    /** Where in the newest cycle's file the next document comes. */
    int offset() {
        return offset;
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
