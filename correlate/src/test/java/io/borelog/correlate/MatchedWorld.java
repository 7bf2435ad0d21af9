package io.borelog.correlate;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.borelog.correlate.payload.Limits;
import io.borelog.correlate.payload.PayloadReader;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.stage.ExitCode;
import io.borelog.journal.stage.StageException;
import io.borelog.journal.stage.StageLatencies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/** Agents that live and die over the same two journals in memory. Clocks are the test's; the tools' map is disposable, as it is. */
final class MatchedWorld {
    static final long NEVER = Long.MAX_VALUE / 8;

    private final InMemoryJournal matched;
    private final InboundScript in;
    private final long snapshotMinBytes;
    private Durability durability = Durability.DISK;
    private PartSource.Reading reading = new PayloadReader(Limits.DEFAULT)::read;
    private Supplier<Attempts> attempts = () -> Attempts.UNCOUNTED;
    private long nanoTime;

    MatchedWorld(final InboundScript in, final long snapshotMinBytes) {
        this(in, snapshotMinBytes, new InMemoryJournal("matched", () -> 0));
    }

    private MatchedWorld(final InboundScript in, final long snapshotMinBytes, final InMemoryJournal matched) {
        this.matched = matched;
        this.in = in;
        this.snapshotMinBytes = snapshotMinBytes;
    }

    /** The same matched behind another inbound. */
    MatchedWorld over(final InboundScript other) {
        return new MatchedWorld(other, snapshotMinBytes, matched);
    }

    InMemoryJournal matched() {
        return matched;
    }

    MatchedWorld durability(final Durability newDurability) {
        durability = newDurability;
        return this;
    }

    /** What kills the process by reading it, and who counts. @param counting made anew for each life */
    MatchedWorld reading(final PartSource.Reading newReading, final Supplier<Attempts> counting) {
        reading = newReading;
        attempts = counting;
        return this;
    }

    /** One process. */
    final class Life {
        private final LimitedTailer inbound = new LimitedTailer(in.journal().tail());
        private final CorrelateAgent agent;
        private final FailingAppender appender;
        private boolean ready;
        private boolean ended;

        /** @param appends after which it dies, Integer.MAX_VALUE for never */
        Life(final int appends, final boolean lastOneCounts, final boolean forGood) {
            final JournalTailer recorded = matched.tailAll();
            final JournalAppender opened = matched.open(durability);
            appender = new FailingAppender(opened, appends, lastOneCounts, forGood);
            agent = new CorrelateAgent(new CorrelateAgent.Parts(
                inbound, in.journal().tail(), recorded, appender, durability, reading,
                attempts.get(), null, snapshotMinBytes, () -> 0, () -> nanoTime,
                new StageLatencies(null, () -> nanoTime), self -> { }, () -> ready = true,
                (upToOrigin, why) -> new StageException(ExitCode.CHECK_FAILED, upToOrigin + " " + why)));
            inbound.limit(Long.MAX_VALUE);
        }

        Life start() {
            agent.onStart();
            return this;
        }

        Life readUpTo(final long inboundSeq) {
            inbound.limit(inboundSeq);
            return work();
        }

        /** Until there is nothing more to do. */
        Life work() {
            while (agent.doWork() > 0) {
                nanoTime += SECONDS.toNanos(1) / 8;
            }
            return this;
        }

        boolean isReady() {
            return ready;
        }

        CorrelateAgent agent() {
            return agent;
        }

        /** kill -9: nothing is written any more; only the map's memory is given back, as the kernel would. */
        void kill() {
            agent.joiner().tools().close();
        }

        /** SIGTERM, or what the stage's frame does after any exception. */
        void close() {
            agent.onClose();
        }

        /** Runs record by record to the end of inbound and a clean stop, or to its death. @return whether it died. */
        boolean liveAndMaybeDie() {
            try {
                start();
                for (final long seq : in.seqs()) {
                    readUpTo(seq);
                }
                ended = true;
            } catch (final FailingAppender.Death ex) {
                ended = false;
            }
            try {
                agent.onClose(); // the frame does so after an exception too, a kill -9 would not: it must do no harm
            } catch (final FailingAppender.Death ex) {
                ended = false;
            }
            return !ended;
        }
    }

    Life life() {
        return new Life(Integer.MAX_VALUE, true, true);
    }

    /** Decision records in order: kind, origin, journal time and payload, without the stamps of their writing. */
    List<String> decisions() {
        return records(true);
    }

    long snapshots() {
        return records(false).stream().filter(text -> text.startsWith(RecordKind.SNAPSHOT_END.name())).count();
    }

    private List<String> records(final boolean decisionsOnly) {
        final List<String> records = new ArrayList<>();
        final JournalTailer tailer = matched.tailAll();
        while (tailer.next()) {
            final RecordView record = tailer.record();
            if (!decisionsOnly || record.kind().isDecision()) {
                final byte[] bytes = matched.bytes((int) record.index());
                records.add(record.kind() + " " + record.header().originSeq() + "/" + record.header().originOrdinal() + " "
                    + record.header().journalTimeNs() + " "
                    + HexFormat.of().formatHex(Arrays.copyOfRange(bytes, RecordHeader.LENGTH, bytes.length)));
            }
        }
        return records;
    }
}
