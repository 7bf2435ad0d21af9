package io.borelog.journal.log;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;

/** Opens journals on disk: {@code <data>/<journal>/}. */
public final class Journals {
    public static final String INBOUND = "inbound";
    public static final String MATCHED = "matched";
    public static final String ESTIMATED = "estimated";
    public static final String OUTBOUND = "outbound";
    /** Estimates of a model that answers for nobody yet. */
    public static final String SHADOW = "shadow";

    private Journals() {
    }

    /**
     * To be called before a signal is handled. Chronicle registers its exit hooks when it is first used; in a JVM that is going down
     * already that fails, loudly.
     */
    public static void registerExitHooks() {
        ChronicleFiles.registerExitHooks();
    }

    /** For a process that is to start soon, before anything else. */
    public static void replaceNativeCalls() {
        NativeCalls.replace();
    }

    public static String estimated(final int worker) {
        return ESTIMATED + "-" + worker;
    }

    /** Whether what the journal says can be computed again: not what came in, and not what the world was told. */
    public static boolean isDerived(final String journal) {
        return !journal.equals(INBOUND) && !journal.equals(OUTBOUND);
    }

    /**
     * Opens for appending, writes OPEN with a new epoch and forces it; readers see nothing of it before a publish or commit.
     *
     * @throws StageException LOCKED where another process writes it, DISK where it cannot be written
     */
    public static JournalAppender append(
        final Path data, final String journal, final long cycleBytes, final SpaceRules space, final Durability durability,
        final DurableLimit limit, final EpochNanoClock wallClock) {
        try {
            return new ChronicleAppender(data.resolve(journal), cycleBytes, space, durability, limit, wallClock);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write journal " + data.resolve(journal) + ": " + ex, ex);
        }
    }

    /**
     * Newest good record that lies there, whether its writer has published it or not, also where a power cut has left files that only the
     * writer's next start can open. 0 where there is none.
     */
    public static long newestOnDisk(final Path data, final String journal) {
        try {
            return Files.isDirectory(data.resolve(journal)) ? JournalEnd.newestSeq(data.resolve(journal)) : Seq.NONE;
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read journal " + data.resolve(journal) + ": " + ex, ex);
        }
    }

    /**
     * Writes a derived journal anew as far as it is good, and keeps the bad one beside it; its readers open it again, and from its beginning.
     *
     * @param upToOrigin newest origin that counts, Long.MAX_VALUE for all that can be read
     * @param knownSeq   a seq that is known to have been used
     * @param waits      whether to wait for space
     * @return where the bad one is kept
     * @throws StageException DISK where there is no space and none is waited for: then nothing has changed
     */
    public static Path rewrite(
        final Path data, final String journal, final long cycleBytes, final SpaceRules space, final long upToOrigin, final long knownSeq,
        final boolean waits) {
        try {
            return Rewrite.rewrite(data.resolve(journal), cycleBytes, space, upToOrigin, knownSeq, waits);
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write journal " + data.resolve(journal) + " anew: " + ex, ex);
        }
    }

    /** Ends a {@link #rewrite} in which a process died. */
    public static void finishRewrite(final Path data, final String journal) {
        try {
            Rewrite.finish(data.resolve(journal));
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot write journal " + data.resolve(journal) + " anew: " + ex, ex);
        }
    }

    /** @param limit seq up to which may be read; {@code () -> Long.MAX_VALUE} for diagnostics. Need not exist yet. */
    public static JournalTailer tail(final Path data, final String journal, final LongSupplier limit) {
        return new ChronicleTailer(data.resolve(journal), limit);
    }
}
