package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.Salvage;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageLock;
import io.borelog.journal.stage.StageName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What {@code verify --repair} does while no stage runs. inbound and outbound are no function of anything: what can be read of them stays
 * and is one chain again. The journals between them are good up to somewhere; what lies behind is moved away and computed again by the
 * next start, also where inbound has lost what it was decided from. Nothing is deleted: what is replaced lies in {@code quarantine/}.
 */
final class Repair implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * @param what       is done, or would be; a sentence
     * @param lost       numbers of records that are gone for good
     * @param quarantine where the old one is, null where nothing was replaced
     */
    record Action(String journal, String what, List<Salvage.Lost> lost, Path quarantine) {
    }

    private final List<AutoCloseable> locks = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Verification> found = new LinkedHashMap<>();
    private final DataDirectory data;
    private final Settings settings;
    private final boolean dryRun;
    private final String time = TIME.format(Instant.now());

    /** @throws StageException LOCKED where a stage runs, or anything else that changes journals */
    Repair(final DataDirectory data, final Settings settings, final boolean dryRun) throws Exception {
        this.data = data;
        this.settings = settings;
        this.dryRun = dryRun;
        try {
            final Set<String> processes = new LinkedHashSet<>(List.of("up", RetentionCommand.LOCK));
            data.journals().forEach(journal -> processes.add(StageName.writerOf(journal)));
            Stages.ORDER.forEach(stage -> processes.add(StageName.process(stage, 0)));
            for (final String process : processes) {
                locks.add(StageLock.take(data.path(), process));
            }
            for (final String journal : data.journals()) {
                locks.add(Salvage.lock(data.path(), journal));
            }
        } catch (final StageException ex) {
            close();
            throw ex;
        }
    }

    /**
     * The derived journals first: killed in between, a second run finds the damage that it has to go by.
     *
     * @param journals with what was found in them
     */
    List<Action> run(final List<Verification> journals) {
        journals.forEach(one -> found.put(one.journal(), one));
        if (isBad(Journals.INBOUND)) {
            decideAgain(MatchedPrefix.read(data, Long.MAX_VALUE).decidedWithout(salvage(Journals.INBOUND, null)));
            tell(Journals.INBOUND);
        } else {
            decideAgain(Long.MAX_VALUE);
        }
        if (isBad(Journals.OUTBOUND)) {
            tell(Journals.OUTBOUND);
        }
        return actions;
    }

    private Salvage.Result salvage(final String journal, final Path quarantine) {
        final long told = data.told(journal);
        final Salvage.Result damaged = Salvage.run(data.path(), journal, told, false, null);
        final boolean notTheRecords = damaged.files().isEmpty() && damaged.unreadable().isEmpty();
        return quarantine == null && !notTheRecords ? damaged : Salvage.run(data.path(), journal, told, notTheRecords, quarantine);
    }

    private void tell(final String journal) {
        final Path quarantine = dryRun ? null : quarantine(journal);
        final Salvage.Result result = salvage(journal, quarantine);
        for (final Salvage.Repaired file : result.files()) {
            actions.add(new Action(journal, text(file), file.lost(), quarantine));
        }
        for (final long seq : result.unreadable()) {
            actions.add(new Action(journal, "record " + Seq.text(seq)
                + " cannot be read and is left where it is: if it was a message, correlate makes it a dead letter", List.of(), null));
        }
    }

    private String text(final Salvage.Repaired file) {
        final StringBuilder text = new StringBuilder(file.file()).append(dryRun ? " would be" : " is").append(" written anew, ")
            .append(file.records()).append(" whole records stay");
        if (file.torn()) {
            text.append(", what nobody was told of at its end is left out");
        }
        if (file.lost().isEmpty()) {
            text.append(", none is lost");
        }
        for (final Salvage.Lost gap : file.lost()) {
            text.append(", lost ").append(text(gap));
        }
        return text.toString();
    }

    static String text(final Salvage.Lost lost) {
        final long count = count(lost);
        return Seq.text(lost.fromSeq()) + " to " + Seq.text(lost.toSeq())
            + (count < 0 ? " (of several epochs)" : count == 1 ? " (1 record)" : " (" + count + " records)");
    }

    /** -1 where an epoch has ended in the gap: nobody knows with which number. */
    static long count(final Salvage.Lost lost) {
        return Seq.epoch(lost.fromSeq()) == Seq.epoch(lost.toSeq()) ? lost.toSeq() - lost.fromSeq() + 1 : -1;
    }

    /** @param upToOrigin newest origin whose decisions stay */
    private void decideAgain(final long upToOrigin) {
        final boolean matchedChanges = upToOrigin != Long.MAX_VALUE || isBad(Journals.MATCHED);
        if (matchedChanges && !MatchedPrefix.read(data, upToOrigin).canBeGoneOnFrom(data)) {
            actions.add(new Action(Journals.MATCHED, "is left as it is: its good part has no snapshot and inbound begins too late, so that "
                + "it could not be computed again; put the files back from a copy", List.of(), null));
            return;
        }
        for (final String journal : data.journals()) {
            if (Journals.isDerived(journal) && (isBad(journal) || upToOrigin != Long.MAX_VALUE)) {
                computeAgain(journal, upToOrigin);
            }
        }
    }

    private boolean isBad(final String journal) {
        return found.containsKey(journal) && found.get(journal).problemCount() > 0;
    }

    private void computeAgain(final String journal, final long upToOrigin) {
        final String what = (upToOrigin == Long.MAX_VALUE ? "what is good at its beginning"
            : "what it has of inbound up to " + Seq.text(upToOrigin))
            + (dryRun ? " would stay" : " stays") + ", the next start computes the rest again";
        final Path quarantine = quarantine(journal);
        if (!dryRun) {
            Journals.finishRewrite(data.path(), journal);
            final Path bad = Journals.rewrite(data.path(), journal, settings.sizeBytes(Setting.JOURNAL_CYCLE),
                SpaceRules.of(settings, journal), upToOrigin, data.told(journal), false);
            try {
                Files.createDirectories(quarantine.getParent());
                Files.move(bad, quarantine, StandardCopyOption.ATOMIC_MOVE);
            } catch (final IOException ex) {
                throw new StageException(ExitCode.DISK, "cannot move " + bad + " to " + quarantine + ": " + ex.getMessage(), ex);
            }
        }
        actions.add(new Action(journal, what, List.of(), dryRun ? null : quarantine));
    }

    private Path quarantine(final String journal) {
        final Path directory = data.path().resolve("quarantine");
        Path free = directory.resolve(journal + "-" + time);
        for (int n = 2; Files.exists(free); n++) {
            free = directory.resolve(journal + "-" + time + "-" + n);
        }
        return free;
    }

    @Override
    public void close() throws Exception {
        Collections.reverse(locks);
        for (final AutoCloseable lock : locks) {
            lock.close();
        }
    }
}
