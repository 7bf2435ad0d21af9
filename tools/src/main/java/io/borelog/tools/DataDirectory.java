package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.Cycles;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A data directory as the reading commands see it: which journals there are, and readers that are safe beside a live writer. */
record DataDirectory(Path path) {
    private static final Pattern JOURNAL = Pattern.compile("inbound|matched|estimated-\\d{1,4}|outbound|shadow");
    private static final List<String> ORDER = List.of(
        Journals.INBOUND, Journals.MATCHED, Journals.ESTIMATED, Journals.OUTBOUND, Journals.SHADOW);

    /** @return names of the journals that exist, in the order of the data. */
    List<String> journals() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        final List<String> names;
        try (Stream<Path> files = Files.list(path)) {
            names = files.map(file -> file.getFileName().toString()).filter(name -> JOURNAL.matcher(name).matches()).sorted().toList();
        } catch (final IOException ex) {
            throw new StageException(ExitCode.DISK, "cannot read " + path + ": " + ex.getMessage(), ex);
        }
        final List<String> ordered = new ArrayList<>();
        for (final String stem : ORDER) {
            names.stream().filter(name -> name.startsWith(stem)).forEach(ordered::add);
        }
        return ordered;
    }

    /**
     * The journals behind a name: itself, or those of all workers for {@code estimated}.
     *
     * @throws StageException NOT_FOUND naming the journals that exist
     */
    List<String> resolve(final String name) {
        final List<String> existing = journals();
        final List<String> found = existing.stream()
            .filter(journal -> journal.equals(name) || name.equals(Journals.ESTIMATED) && journal.startsWith(name + "-"))
            .toList();
        if (found.isEmpty()) {
            throw new StageException(ExitCode.NOT_FOUND, "no journal " + name + " in " + path
                + (existing.isEmpty() ? ", there is none at all" : ", there are: " + String.join(", ", existing)));
        }
        return found;
    }

    /** A reader up to what the writer lets readers see while it lives, and to the last whole record where it does not. */
    JournalTailer tail(final String journal) {
        return Journals.tail(path, journal, limitOf(journal));
    }

    /** Seq up to which a reading command may go. */
    LongSupplier limitOf(final String journal) {
        return new ReadLimit(StageFile.path(path, StageName.writerOf(journal)));
    }

    /** Newest seq that a reader of a journal may have seen, or that is known to have been forced. */
    long told(final String journal) {
        try (StageFile writer = stageFile(StageName.writerOf(journal))) {
            return writer == null ? Seq.NONE : Math.max(writer.everForced(), writer.limit());
        }
    }

    /** @throws StageException NOT_FOUND where retention has removed what lies at a position */
    void requireNotRemoved(final String journal, final Position position) {
        final Cycles.Removed removed = Cycles.removed(path.resolve(journal));
        if (removed == null) {
            return;
        }
        try (JournalTailer tailer = tail(journal)) {
            if (position.kind() == Position.Kind.INDEX && position.value() < tailer.firstIndex()
                || position.kind() == Position.Kind.TIME && position.value() < removed.firstWallNs()) {
                throw new StageException(ExitCode.NOT_FOUND, "retention has removed " + journal + " up to " + Seq.text(removed.upToSeq())
                    + "; it begins at index 0x" + Long.toHexString(tailer.firstIndex()) + ", " + WallTime.text(removed.firstWallNs()));
            }
        }
    }

    /** @throws StageException NOT_FOUND; for commands that would report nothing as if it were something */
    void requireExists() {
        if (!Files.isDirectory(path)) {
            throw new StageException(ExitCode.NOT_FOUND, "no data directory " + path);
        }
    }

    boolean isAlive(final String process) {
        final StageFile stage = stageFile(process);
        if (stage == null) {
            return false;
        }
        try (stage) {
            return stage.isAlive();
        }
    }

    /** @return null where this process of the pipeline never ran here. */
    StageFile stageFile(final String process) {
        return StageFile.watch(StageFile.path(path, process));
    }
}
