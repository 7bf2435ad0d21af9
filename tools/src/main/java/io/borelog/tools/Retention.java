package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Cycle;
import io.borelog.journal.log.Cycles;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which journal files may go and which shall: whole sealed files, oldest first, below what anybody needs ({@link Needs}), by age, size
 * and count; and the models that no record can name any more. Called by {@code borelog retention} and, while limits are set, by
 * {@code up} now and then. One thread.
 */
final class Retention implements AutoCloseable {
    private static final long CLOCK_STEP_NS = TimeUnit.HOURS.toNanos(1);

    private final DataDirectory data;
    private final Lease.Guard guard;
    private final Needs needs;
    private final ModelRetention models;
    private final long ageNs;
    private final long sizeBytes;
    private final long maxRecords;

    /**
     * One sealed file.
     *
     * @param remove whether it goes
     * @param why    the limit that it is beyond, or what keeps it
     */
    record Verdict(String journal, Cycle cycle, long bytes, boolean remove, String why) {
    }

    /** Till it is closed no reader can take a lease. */
    Retention(final DataDirectory data, final Settings settings) throws IOException {
        this.data = data;
        this.needs = new Needs(data, !settings.text(Setting.PUBLISH_BROKER).isEmpty());
        this.models = new ModelRetention(data);
        this.ageNs = settings.durationNs(Setting.RETENTION_AGE);
        this.sizeBytes = settings.sizeBytes(Setting.RETENTION_SIZE);
        this.maxRecords = Long.parseLong(settings.text(Setting.RETENTION_RECORDS));
        this.guard = Lease.Guard.take(data.path());
    }

    /** Whether any limit is set. */
    static boolean isOn(final Settings settings) {
        return settings.durationNs(Setting.RETENTION_AGE) > 0 || settings.sizeBytes(Setting.RETENTION_SIZE) > 0
            || Long.parseLong(settings.text(Setting.RETENTION_RECORDS)) > 0;
    }

    /** @param nowNs wall clock, ns since 1970 */
    List<Verdict> plan(final long nowNs) throws IOException {
        final Needs.Bounds bounds = needs.now();
        final List<Lease.Held> leases = Lease.held(data.path());
        final boolean clockIsSane = clockIsSane(nowNs);
        final List<Verdict> files = new ArrayList<>();
        long totalBytes = 0;
        for (final String journal : data.journals()) {
            totalBytes += DiskUse.allocatedBytes(data.path().resolve(journal));
            boolean kept = false;
            for (final Cycle cycle : Cycles.sealed(data.path().resolve(journal))) {
                final String needed = kept ? "a file before it is kept" : neededBy(journal, cycle, bounds, leases);
                kept |= needed != null;
                files.add(new Verdict(journal, cycle, DiskUse.allocatedBytes(cycle.file()), false, needed));
            }
        }
        files.sort(Comparator.comparingLong((Verdict file) -> file.cycle.lastWallTimeNs())); // stable: oldest first within a journal
        return judge(files, nowNs, totalBytes, clockIsSane);
    }

    private List<Verdict> judge(final List<Verdict> files, final long nowNs, final long totalBytes, final boolean clockIsSane) {
        final List<Verdict> judged = new ArrayList<>();
        long bytes = totalBytes;
        long records = inboundRecords();
        for (final Verdict file : files) {
            final long inFile = Seq.counter(file.cycle.lastSeq()) - Seq.counter(file.cycle.firstSeq());
            String why = null;
            if (file.why == null) {
                if (ageNs > 0 && nowNs - file.cycle.lastWallTimeNs() > ageNs) {
                    why = clockIsSane ? "age" : null;
                }
                if (why == null && sizeBytes > 0 && bytes > sizeBytes) {
                    why = "size";
                }
                if (why == null && maxRecords > 0 && file.journal.equals(Journals.INBOUND) && records > maxRecords) {
                    why = "records";
                }
            }
            final boolean remove = why != null;
            if (remove) {
                bytes -= file.bytes;
                records -= file.journal.equals(Journals.INBOUND) ? Math.max(0, inFile) : 0;
            }
            final String keeps = clockIsSane ? "within the limits" : "the clock has made a step of more than an hour";
            judged.add(new Verdict(file.journal, file.cycle, file.bytes, remove, remove ? why : file.why != null ? file.why : keeps));
        }
        return judged;
    }

    /** Removes what is to go, oldest first. @return how many files. */
    int apply(final List<Verdict> plan) {
        int removed = 0;
        for (final Verdict file : plan) {
            if (file.remove) {
                try {
                    Cycles.remove(file.cycle);
                    removed++;
                } catch (final IOException ex) {
                    throw new StageException(ExitCode.DISK, "cannot remove " + file.cycle.file() + ": " + ex.getMessage(), ex);
                }
            }
        }
        return removed;
    }

    /** Models that could go now, before any file does. */
    List<ModelRef> models() {
        return models.unneeded();
    }

    /** Removes the models that nobody can ask for. */
    List<ModelRef> applyToModels() {
        return models.remove();
    }

    /** @return who needs this file, or null. */
    private static String neededBy(
        final String journal, final Cycle cycle, final Needs.Bounds bounds, final List<Lease.Held> leases) {
        for (final Lease.Held lease : leases) {
            if (lease.needs(journal, cycle)) {
                return lease.who() + " (process " + lease.pid() + ") reads it";
            }
        }
        if (journal.equals(Journals.INBOUND)) {
            return cycle.lastSeq() < bounds.inboundSeq() ? null : "a snapshot, a session or correlate needs it";
        }
        if (journal.equals(Journals.MATCHED)) {
            return cycle.lastSeq() >= bounds.matchedSeq() ? "a snapshot or a worker needs it"
                : cycle.lastOriginSeq() > bounds.originSeq() ? "publish needs it" : null;
        }
        if (journal.equals(Journals.OUTBOUND)) {
            return cycle.lastSeq() >= bounds.outboundSeq() ? "a session needs it"
                : cycle.lastOriginSeq() > Math.min(bounds.originSeq(), bounds.outboundOriginSeq()) ? "the external broker needs it" : null;
        }
        if (journal.equals(Journals.SHADOW)) {
            return null;
        }
        return cycle.lastOriginSeq() > bounds.originSeq() ? "publish needs it" : null;
    }

    private long inboundRecords() {
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            return inbound.firstIndex() < 0 ? 0 : inbound.countFrom(inbound.firstIndex());
        }
    }

    /** The wall clock against what the newest inbound records say of it: set back, they lie ahead of it or of their own raw clock. */
    private boolean clockIsSane(final long nowNs) {
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            final long last = inbound.lastIndex();
            if (last < 0 || !inbound.seekIndex(last) || !inbound.next()) {
                return true;
            }
            final RecordHeader header = inbound.record().header();
            return header.wallTimeNs() - header.rawWallTimeNs() < CLOCK_STEP_NS && header.wallTimeNs() - nowNs < CLOCK_STEP_NS
                && (data.isAlive(StageName.INGEST) ? nowNs - header.wallTimeNs() < CLOCK_STEP_NS : true);
        } catch (final CorruptRecordException ex) {
            return false; // the newest record cannot be read: nothing tells
        }
    }

    @Override
    public void close() throws IOException {
        needs.close();
        guard.close();
    }
}
