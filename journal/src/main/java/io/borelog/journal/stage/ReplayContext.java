package io.borelog.journal.stage;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.DurableLimit;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a stage is given to compute a stretch of inbound again: readers of the live journals, writers of a directory of its own, and
 * nothing else, no clock and no settings of today. Built by the replay command, used by its one thread.
 */
public final class ReplayContext {
    /** Where journals of the live pipeline may be read up to. */
    public interface Limits {
        LongSupplier of(String journal);
    }

    /**
     * A model that answers instead of those that were in force.
     *
     * @param data directory whose store has it
     */
    public record Model(ModelRef ref, Path data) {
    }

    private final Map<String, Limit> limits = new HashMap<>();
    private final Path live;
    private final Limits liveLimits;
    private final Path into;
    private final Settings settings;
    private final long fromSeq;
    private final long toSeq;
    private final Model model;
    private long records;
    private long bytes;
    private long lastSeq;
    private long lastIndex = -1;

    /**
     * @param fromSeq inbound seq of the first record whose decisions are written down again
     * @param toSeq   inbound seq of the last one; it can be read already
     * @param model   null where those answer that were in force
     */
    public ReplayContext(
        final Path live, final Limits liveLimits, final Path into, final Settings settings, final long fromSeq, final long toSeq,
        final Model model) {
        this.live = live;
        this.liveLimits = liveLimits;
        this.into = into;
        this.settings = settings;
        this.fromSeq = fromSeq;
        this.toSeq = toSeq;
        this.model = model;
    }

    public long fromSeq() {
        return fromSeq;
    }

    public long toSeq() {
        return toSeq;
    }

    /** The data directory whose stretch it is, to be read only. */
    public Path live() {
        return live;
    }

    /** @return null where those answer that were in force. */
    public Model model() {
        return model;
    }

    /** For the stamp of how long an estimate took; it stands still where the replay only repeats what was. */
    public NanoClock nanoClock() {
        return model == null ? () -> 0 : SystemNanoClock.INSTANCE;
    }

    /** Of its own; it is new or empty when the replay begins. */
    public Path directory() {
        return into;
    }

    /** A reader of inbound, also behind the stretch: whether its last record is lost is shown by the one that follows. */
    public JournalTailer inbound() {
        return Journals.tail(live, Journals.INBOUND, liveLimits.of(Journals.INBOUND));
    }

    /** A reader of what the live pipeline has decided; the journal need not exist. */
    public JournalTailer decided(final String journal) {
        return Journals.tail(live, journal, liveLimits.of(journal));
    }

    /** A reader of what this replay has published in its own directory. */
    public JournalTailer tail(final String journal) {
        final Limit limit = limit(journal);
        return Journals.tail(into, journal, () -> limit.published);
    }

    /**
     * A writer in the directory.
     *
     * @param recordTime wall time of the record in hand: so records of a replay can be found by the time of what caused them, and ten
     *                   replays write the same
     */
    public JournalAppender append(final String journal, final EpochNanoClock recordTime) {
        final SpaceRules rules = SpaceRules.of(settings, Journals.INBOUND);
        return Journals.append(into, journal, settings.sizeBytes(Setting.JOURNAL_CYCLE),
            new SpaceRules(rules.aheadBytes(), 2 * rules.stopBytes(), 2 * rules.resumeBytes()), // ends before the pipeline has to wait
            Durability.PAGE_CACHE, limit(journal), recordTime);
    }

    private Limit limit(final String journal) {
        return limits.computeIfAbsent(journal, name -> new Limit(into));
    }

    /** One more record of inbound has been decided. */
    public void passed(final RecordView record) {
        passed(record.seq(), record.index());
        bytes += record.length();
    }

    /** The same of one that could not be read. */
    public void passed(final long seq, final long index) {
        records++;
        lastSeq = seq;
        lastIndex = index;
    }

    /** Records of inbound that have been read, those before the stretch included. */
    public long records() {
        return records;
    }

    public long bytes() {
        return bytes;
    }

    /** The newest record of inbound that has been read, 0 before the first. */
    public long lastSeq() {
        return lastSeq;
    }

    public long lastIndex() {
        return lastIndex;
    }

    /** What a stage file is to a live journal. Nobody but this thread reads, so publishing is an assignment. */
    private static final class Limit implements DurableLimit {
        /** Signs of waiting, ten a second: an allocation may take a moment, a full disk does not go away. */
        private static final int SIGNS = 100;

        private final Path directory;
        private long published;
        private int signs;

        private Limit(final Path directory) {
            this.directory = directory;
        }

        @Override
        public void publish(final long seq) {
            published = seq;
        }

        @Override
        public void forcing(final boolean inProgress) {
            // a failed force ends the replay, and its directory is of no use then
        }

        @Override
        public boolean tailIsSuspect() {
            return false;
        }

        @Override
        public void waiting(final boolean forSpace) {
            signs = forSpace ? signs + 1 : 0;
            if (signs > SIGNS) {
                throw new StageException(ExitCode.DISK, "too little space for a replay into " + directory
                    + ": it leaves twice disk.resume to the pipeline");
            }
        }

        @Override
        public void forced(final long seq) {
            // nobody asks
        }

        @Override
        public long everForced() {
            return Seq.NONE;
        }
    }
}
