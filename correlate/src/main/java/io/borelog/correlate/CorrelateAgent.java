package io.borelog.correlate;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.log.BrokenChainException;
import io.borelog.journal.log.CorruptRecordException;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.stage.StageLatencies;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duty cycle of correlate: tails inbound, lets the {@link Joiner} decide, appends to matched. On the stage's thread.
 *
 * <p>Start = last complete snapshot, inbound from there on, outputs compared with matched until its end, then appended. A clean stop
 * writes a snapshot too.
 */
final class CorrelateAgent implements Agent {
    private static final int RECORD_LIMIT = 64;
    private static final long FORCE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** There is more to read, and the reader finds nothing: after this long the files are looked at. */
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(2);
    private static final Logger LOGGER = LoggerFactory.getLogger(CorrelateAgent.class);

    /** Growth of inbound between snapshots, at least: what a start may have to read again. */
    static final long SNAPSHOT_MIN_BYTES = 32L << 20;

    /** What the agent is given: journals, where its map lives, clocks for stamps and for lazy work, and who is told how it goes. */
    record Parts(
        JournalTailer inbound, JournalTailer lookup, JournalTailer recorded, JournalAppender matched, Durability durability,
        PartSource.Reading reading, Attempts attempts, Path mapFile, long snapshotMinBytes, EpochNanoClock wallClock, NanoClock nanoClock,
        StageLatencies latencies, Consumer<CorrelateAgent> watcher, Runnable ready, Rebuild rebuild) {
    }

    /** Has matched written anew at the next start. @return what to end this process with. */
    interface Rebuild {
        StageException upTo(long origin, String why);
    }

    private final Parts with;
    private final InboundChain inbound;
    private final ToolMap tools;
    private final Joiner joiner;
    private final Decisions decisions;

    private boolean ready;
    private boolean published;
    private boolean betweenRecords;
    private boolean redriven;
    private long recordsIn;
    private long bytesIn;
    private long recordsOut;
    private long bytesOut;
    private long sinceSnapshotBytes;
    private long snapshotBytes;
    private long nextForceNs;
    private long stalledSinceNs;
    private long stallLimitNs = STALL_NS;

    CorrelateAgent(final Parts with) {
        this.with = with;
        inbound = new InboundChain(with.inbound);
        tools = new ToolMap(with.mapFile); // as large as the CONFIG says, once there is one
        decisions = new Decisions(with.matched, with.recorded);
        joiner = new Joiner(tools, new PartSource(with.lookup, with.reading), with.attempts, new Told());
    }

    /** Counts what the joiner says on its way. */
    private final class Told implements Outputs {
        @Override
        public void emit(
            final RecordKind kind, final long originSeq, final int ordinal, final long journalTimeNs,
            final DirectBuffer payload, final int offset, final int length) {
            decisions.emit(kind, originSeq, ordinal, journalTimeNs, payload, offset, length);
            recordsOut++;
            bytesOut += RecordHeader.LENGTH + length;
        }

        @Override
        public String recordedVerdict(final long originSeq, final int ordinal, final long messageSeq) {
            return decisions.recordedVerdict(originSeq, ordinal, messageSeq);
        }

        @Override
        public void verdict() {
            decisions.verdict();
        }
    }

    @Override
    public void onStart() {
        try {
            Snapshot.restoreLast(with.recorded, joiner);
        } catch (final CorruptRecordException | BrokenChainException ex) {
            throw with.rebuild.upTo(Long.MAX_VALUE, ex.getMessage());
        }
        if (joiner.seq() > 0) {
            inbound.seekBehind(joiner.seq());
        }
        publish();
        stalledSinceNs = with.nanoClock.nanoTime();
        nextForceNs = stalledSinceNs + FORCE_INTERVAL_NS;
        with.watcher.accept(this);
        betweenRecords = true;
    }

    /** In page-cache mode a power cut may have taken what matched was decided from: nobody reads it before it has been repeated. */
    private void publish() {
        if (decisions.takeVerdict()) {
            with.matched.force();
        }
        if (decisions.takeAppended() || !published && (with.durability == Durability.DISK || decisions.caughtUp())) {
            with.matched.publish();
            published = true;
        }
    }

    @Override
    public int doWork() {
        betweenRecords = false; // stays so where anything below fails: the state is then good for nothing
        int work = 0;
        while (work < RECORD_LIMIT && inbound.next(joiner.seq())) {
            if (inbound.lost() != null) {
                onLost(inbound.lost());
            } else {
                onRecord(inbound.record());
            }
            work++;
        }
        publish();
        if (work == 0) {
            caughtUp();
        } else {
            stalledSinceNs = with.nanoClock.nanoTime();
            with.watcher.accept(this);
            final boolean grown = sinceSnapshotBytes > Math.max(with.snapshotMinBytes, 4 * snapshotBytes);
            if ((grown || redriven && work < RECORD_LIMIT) && decisions.caughtUp()) {
                snapshot();
            }
        }
        with.latencies.publish();
        forceIfDue();
        betweenRecords = true;
        return work;
    }

    private void onRecord(final RecordView record) {
        requireCause(record);
        InboundChain.requireFollows(record, joiner.seq());
        joiner.onRecord(record);
        recordsIn++;
        bytesIn += record.length();
        sinceSnapshotBytes += record.length();
        redriven |= record.kind() == RecordKind.REDRIVE;
        if (record.kind() == RecordKind.MESSAGE) {
            with.latencies.recordNs(with.wallClock.nanoTime() - record.header().wallTimeNs());
        }
    }

    private void onLost(final CorruptRecordException ex) {
        joiner.onLost(ex, inbound.record().header().journalTimeNs());
        LOGGER.warn("inbound {} is lost, it was a {}: {}", Seq.text(joiner.seq()), ex.kind(), ex.getMessage());
        recordsIn++;
    }

    /** In page-cache mode a power cut takes acknowledged records: matched must not know more than inbound does. */
    private void requireCause(final RecordView record) {
        if (record.kind() == RecordKind.OPEN && with.durability == Durability.PAGE_CACHE) {
            final long before = joiner.seq();
            final long last = new EpochRecord().wrap(record).lastSeq();
            if (last < before || decisions.nextIsBetween(last, record.seq())) {
                throw with.rebuild.upTo(last, "inbound has lost what followed " + Seq.text(last) + " and matched was decided from it");
            }
        }
    }

    private void caughtUp() {
        if (!ready && decisions.caughtUp()) {
            ready = true;
            with.ready.run();
        }
        final long nowNs = with.nanoClock.nanoTime();
        if (!inbound.isBehind(joiner.seq())) {
            stalledSinceNs = nowNs;
            stallLimitNs = STALL_NS;
        } else if (nowNs - stalledSinceNs > stallLimitNs) {
            inbound.requireWhole();
            stallLimitNs *= 2; // the one lost record at the end waits for the next one, as long as ingest is away
        }
    }

    private void forceIfDue() {
        if (with.nanoClock.nanoTime() - nextForceNs >= 0) {
            with.matched.force();
            nextForceNs = with.nanoClock.nanoTime() + FORCE_INTERVAL_NS;
        }
    }

    /** Also after a redrive, and forced then: what it looked up in inbound may be older than all that a snapshot had referred to. */
    private void snapshot() {
        snapshotBytes = Snapshot.write(joiner, with.matched);
        bytesOut += snapshotBytes;
        sinceSnapshotBytes = 0;
        if (redriven) {
            with.matched.force();
            redriven = false;
        }
        with.matched.publish();
    }

    @Override
    public void onClose() {
        try {
            if (betweenRecords && decisions.caughtUp()) {
                snapshot();
                with.matched.force();
            }
        } finally {
            CloseHelper.closeAll(inbound, with.lookup, with.recorded, with.matched, tools);
        }
    }

    @Override
    public String roleName() {
        return "correlate";
    }

    Joiner joiner() {
        return joiner;
    }

    long recordsIn() {
        return recordsIn;
    }

    long bytesIn() {
        return bytesIn;
    }

    /** Decisions made since the start, those compared included. */
    long recordsOut() {
        return recordsOut;
    }

    /** Of those decisions, and of snapshots. */
    long bytesOut() {
        return bytesOut;
    }
}
