package io.borelog.journal.stage;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** What a stage is given: where, with which settings, which clocks, and its stage file. Built once by {@link StageRunner}. */
public final class StageContext {
    private final Path data;
    private final Settings settings;
    private final int instance;
    private final StageFile stageFile;
    private final Doorbell doorbell;
    private final EpochNanoClock wallClock = new OffsetEpochNanoClock();
    private final NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private volatile boolean ready;
    /** Bits of the stages whose journals this one tails. */
    private int tailed;

    public StageContext(final Path data, final Settings settings, final int instance, final StageFile stageFile) {
        this.data = data;
        this.settings = settings;
        this.instance = instance;
        this.stageFile = stageFile;
        this.doorbell = Doorbell.open(data);
    }

    public Path data() {
        return data;
    }

    public Settings settings() {
        return settings;
    }

    /** Number of the worker, from 0. */
    public int instance() {
        return instance;
    }

    public StageFile stageFile() {
        return stageFile;
    }

    /** For people and for finding a timestamp; never for a decision. */
    public EpochNanoClock wallClock() {
        return wallClock;
    }

    /** For durations and deadlines of this process; never for a decision that replay must repeat. */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    public Durability durability() {
        return Durability.of(settings.text(Setting.DURABILITY));
    }

    /** Opens the stage's own journal. */
    public JournalAppender append(final String journal) {
        return Journals.append(data, journal, settings.sizeBytes(Setting.JOURNAL_CYCLE), SpaceRules.of(settings, journal),
            durability(), stageFile, wallClock);
    }

    /**
     * Opens the stage's own journal where that can be computed again: what is corrupt, or asked for by {@link #rebuildOwn}, is left out
     * and the journal written anew.
     */
    public JournalAppender appendDerived(final String journal) {
        Journals.finishRewrite(data, journal);
        final Path asked = rebuildFile(journal);
        try {
            if (Files.exists(asked)) {
                rewrite(journal, Long.parseLong(Files.readString(asked).strip()));
                Files.delete(asked);
            }
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read " + asked + ": " + ex, ex);
        }
        try {
            return append(journal);
        } catch (final StageException ex) {
            if (ex.exitCode() != ExitCode.CORRUPT) {
                throw ex;
            }
            rewrite(journal, Long.MAX_VALUE);
            return append(journal);
        }
    }

    private void rewrite(final String journal, final long upToOrigin) {
        Journals.rewrite(data, journal, settings.sizeBytes(Setting.JOURNAL_CYCLE), SpaceRules.of(settings, journal), upToOrigin,
            stageFile.limit(), true);
    }

    /**
     * The stage's own journal is bad: the next start of {@link #appendDerived} is to write it anew.
     *
     * @param upToOrigin newest origin that counts, Long.MAX_VALUE for all that can be read
     * @return what to end this process with
     */
    public StageException rebuildOwn(final String journal, final long upToOrigin, final String why) {
        try {
            final Path asked = rebuildFile(journal);
            final Path unready = asked.resolveSibling(asked.getFileName() + "~");
            Files.writeString(unready, Long.toString(upToOrigin));
            Files.move(unready, asked, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException ex) {
            return new StageException(ExitCode.DISK, "cannot ask for a rebuild of " + journal + ": " + ex, ex);
        }
        return new StageException(ExitCode.CHECK_FAILED, why + "; the next start rebuilds " + journal);
    }

    private Path rebuildFile(final String journal) {
        return data.resolve(journal + ".rebuild");
    }

    /** A reader of another stage's journal, held back by what its writer has published; when that grows, this stage's wait for work ends. */
    public JournalTailer tail(final String journal) {
        tailed |= Doorbell.bitOf(StageName.writerOf(journal));
        return Journals.tail(data, journal, limitOf(journal));
    }

    /** A reader of the stage's own journal from before this start. */
    public JournalTailer tailOwn(final String journal) {
        return Journals.tail(data, journal, () -> Long.MAX_VALUE);
    }

    public LongSupplier limitOf(final String journal) {
        return StageFile.limitOf(data, StageName.writerOf(journal));
    }

    Doorbell doorbell() {
        return doorbell;
    }

    /** How the stage's thread waits for work, once its journals are open; where it tails none it is to be unparked. */
    IdleStrategy stageIdleStrategy() {
        return doorbell.idleStrategy(tailed);
    }

    /** How another thread of the process waits for more of these journals; without any it only looks now and then. */
    public IdleStrategy idleStrategy(final String... journals) {
        int bits = 0;
        for (final String journal : journals) {
            bits |= Doorbell.bitOf(StageName.writerOf(journal));
        }
        return doorbell.idleStrategy(bits);
    }

    /** Recovered and at work: readiness for the supervisor. Idempotent. */
    public void ready() {
        if (!ready) {
            ready = true;
            stageFile.state(StageState.READY);
        }
    }

    boolean isReady() {
        return ready;
    }
}
