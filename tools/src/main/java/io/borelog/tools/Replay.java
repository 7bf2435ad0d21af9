package io.borelog.tools;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.ReplayContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;

/**
 * Computes a stretch of inbound again into a directory of its own, with the agents that the stages offer for it, one after the other on
 * this thread: beside a live pipeline it takes a core of its own and no lock.
 */
final class Replay {
    private static final long PROGRESS_NS = 1_000_000_000L;

    /** Told once a second how it goes. */
    interface Progress {
        /**
         * @param records of inbound read so far
         * @param left    of inbound still to be read
         */
        void tell(long records, long left, long bytes, double seconds);
    }

    private final DataDirectory data;
    private final Path into;
    private final Stretch stretch;
    private final ReplayContext context;
    private double seconds;

    /** @param model null where those answer that were in force */
    Replay(
        final DataDirectory data, final Path into, final Settings settings, final Stretch stretch, final ReplayContext.Model model) {
        this.data = data;
        this.into = into;
        this.stretch = stretch;
        context = new ReplayContext(data.path(), data::limitOf, into, settings, stretch.fromSeq(), stretch.toSeq(), model);
    }

    /** @return false where it was told to stop before the end. */
    boolean run(final Progress progress, final BooleanSupplier running) throws Exception {
        final long startNs = System.nanoTime();
        long nextNs = startNs + PROGRESS_NS;
        final List<Agent> agents = new ArrayList<>();
        try (JournalTailer inbound = data.tail(Journals.INBOUND)) {
            for (final String stage : Stages.ORDER) {
                final Agent agent = Stages.module(stage).replay(context);
                if (agent != null) {
                    agents.add(agent);
                    agent.onStart();
                }
            }
            int work = 1;
            while (work > 0 && running.getAsBoolean()) {
                work = 0;
                for (final Agent agent : agents) {
                    work += agent.doWork();
                }
                if (System.nanoTime() - nextNs >= 0) {
                    nextNs += PROGRESS_NS;
                    progress.tell(context.records(), left(inbound), context.bytes(), (System.nanoTime() - startNs) / 1e9);
                }
            }
        } finally {
            for (final Agent agent : agents) {
                agent.onClose();
            }
        }
        seconds = (System.nanoTime() - startNs) / 1e9;
        if (running.getAsBoolean() && context.lastSeq() != stretch.toSeq()) {
            throw new StageException(ExitCode.CORRUPT, "inbound ends behind " + Seq.text(context.lastSeq()) + ", before "
                + Seq.text(stretch.toSeq()) + ", which was there");
        }
        return running.getAsBoolean();
    }

    private long left(final JournalTailer inbound) {
        return inbound.countFrom(context.lastIndex() < 0 ? stretch.fromIndex() : context.lastIndex()) - inbound.countFrom(stretch.toIndex());
    }

    /** @param withLive whether the live pipeline's decisions are compared, and not only the replay's taken in. */
    Comparison compare(final boolean withLive) {
        final Comparison comparison = new Comparison(stretch);
        for (final String journal : journals()) {
            try (JournalTailer live = data.tail(journal);
                JournalTailer replayed = Journals.tail(into, journal, () -> Long.MAX_VALUE)) {
                if (withLive) {
                    comparison.compare(journal, live, replayed);
                } else {
                    comparison.digest(replayed);
                }
            }
        }
        return comparison;
    }

    private List<String> journals() {
        final TreeSet<Integer> workers = new TreeSet<>(Stages.workerNumbers(data.path()));
        workers.addAll(Stages.workerNumbers(into));
        final List<String> journals = new ArrayList<>(List.of(Journals.MATCHED));
        workers.stream().map(Journals::estimated).forEach(journals::add);
        return journals;
    }

    /** Records of inbound read, those before the stretch included that its start needed. */
    long records() {
        return context.records();
    }

    long bytes() {
        return context.bytes();
    }

    double seconds() {
        return seconds;
    }
}
