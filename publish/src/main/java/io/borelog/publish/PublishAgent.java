package io.borelog.publish;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * The duty cycle of publish: the next hole of {@code matched}, its estimate, its messages into {@code outbound}, one commit for a batch.
 * A missing estimate is a stall: the hole stays in hand and is looked for again. Built by {@link PublishModule} or a simulation, which
 * own nothing of what they pass in: {@link #onClose} closes it. One thread.
 */
public final class PublishAgent implements Agent {
    /** Holes told with one force. */
    static final int BATCH_LIMIT = 64;
    /** Records of matched that are no holes to be told, passed over in one duty cycle. */
    private static final int PASS_LIMIT = 1_024;
    private static final long DISCOVER_INTERVAL_NS = 1_000_000_000L;

    private final EstimateRecord estimate = new EstimateRecord();
    private final EpochRecord epoch = new EpochRecord();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(4 << 10);
    private final NegativeDepths negativeDepths = new NegativeDepths();
    private final JournalTailer matched;
    private final Estimates estimates;
    private final JournalAppender outbound;
    private final Checkpoint checkpoint;
    private final Renderer renderer;
    private final ExternalBroker broker;
    private final Progress progress;
    private final NanoClock nanoClock;
    private final Runnable ready;

    private PublishRules rules;
    private boolean holeInHand;
    /** The last that was told since the start: a matched that is written anew is read from its beginning again. */
    private long toldSeq;
    private int toldOrdinal;
    private long nextDiscoverNs;
    private int told;
    private boolean inCycle;

    /**
     * @param checkpoint of outbound, see {@link Checkpoint#find}
     * @param broker     null for none
     * @param ready      called at the first duty cycle
     */
    public PublishAgent(
        final JournalTailer matched, final Estimates estimates, final JournalAppender outbound, final Checkpoint checkpoint,
        final Renderer renderer, final ExternalBroker broker, final Progress progress, final NanoClock nanoClock, final Runnable ready) {
        this.matched = matched;
        this.estimates = estimates;
        this.outbound = outbound;
        this.checkpoint = checkpoint;
        this.renderer = renderer;
        this.broker = broker;
        this.progress = progress;
        this.nanoClock = nanoClock;
        this.ready = ready;
    }

    @Override
    public String roleName() {
        return "publish";
    }

    @Override
    public void onStart() {
        outbound.commit(); // readers may see this epoch's OPEN, and what the epoch before could not show them any more
        matched.seekBeforeOrigin(checkpoint.originSeq());
        estimates.from(checkpoint.originSeq());
        nextDiscoverNs = nanoClock.nanoTime() + DISCOVER_INTERVAL_NS;
    }

    @Override
    public int doWork() {
        inCycle = true;
        ready.run();
        final long nowNs = nanoClock.nanoTime();
        int work = broker == null ? 0 : broker.doWork(nowNs);
        final boolean marked = broker != null && broker.takeMarked();
        work += tellHoles(nowNs) + estimates.takePassed();
        if (told > 0 || marked) {
            outbound.commit();
            progress.add(StageCounter.RECORDS_OUT, told);
            told = 0;
        }
        progress.show(nowNs);
        inCycle = false;
        return work;
    }

    private int tellHoles(final long nowNs) {
        int work = 0;
        for (int i = 0; i < BATCH_LIMIT; i++) {
            if (!holeInHand) {
                work += nextHole();
            }
            if (!holeInHand) {
                break;
            }
            final RecordHeader hole = matched.record().header();
            final RecordView found = estimates.find(hole.originSeq(), hole.originOrdinal());
            if (found == null) {
                if (nowNs - nextDiscoverNs >= 0) {
                    nextDiscoverNs = nowNs + DISCOVER_INTERVAL_NS;
                    estimates.discover();
                }
                break;
            }
            tell(hole, estimate.wrap(found));
            consumed(matched.record());
            holeInHand = false;
            work++;
        }
        return work;
    }

    /** Goes on to the next hole that has not been told, and learns the CONFIG on the way. @return records passed. */
    private int nextHole() {
        int passed = 0;
        while (passed < PASS_LIMIT && matched.next()) {
            final RecordView record = matched.record();
            final RecordKind kind = record.kind();
            if (kind == RecordKind.HOLE || kind == RecordKind.UNMATCHED) {
                if (!isTold(record.header())) {
                    holeInHand = true;
                    return passed;
                }
            } else if (kind == RecordKind.CONFIG) {
                configure(Texts.get(record.payload(), record.payloadOffset()));
            } else if (kind == RecordKind.OPEN || kind == RecordKind.HEAD) {
                configure(epoch.wrap(record).config());
            }
            consumed(record);
            passed++;
        }
        return passed;
    }

    private boolean isTold(final RecordHeader hole) {
        return checkpoint.covers(hole.originSeq(), hole.originOrdinal())
            || Seq.compareOrigins(hole.originSeq(), hole.originOrdinal(), toldSeq, toldOrdinal) <= 0;
    }

    private void configure(final String config) {
        if (config != null) {
            rules = PublishRules.of(DecidingConfig.parse(config));
            estimates.expect(rules.workers());
        }
    }

    private void tell(final RecordHeader hole, final EstimateRecord answer) {
        if (rules == null) {
            throw new IllegalStateException("publish: matched has a hole before any CONFIG");
        }
        if (Renderer.hasNegativeDepth(answer)) {
            progress.add(StageCounter.NEGATIVE_DEPTHS, 1);
            negativeDepths.onNegative(answer);
        } else {
            negativeDepths.onOther(answer);
        }
        final long originSeq = hole.originSeq();
        final int originOrdinal = hole.originOrdinal();
        final List<OutMessage> messages = renderer.render(answer, originSeq, originOrdinal, rules);
        long bytes = 0;
        for (int i = checkpoint.toldOf(originSeq, originOrdinal); i < messages.size(); i++) {
            final OutMessage message = messages.get(i);
            final int length = OutRecord.encode(payload, 0, i + 1, messages.size(), message.topic(), message.body());
            outbound.append(RecordKind.OUT, originSeq, originOrdinal, hole.journalTimeNs(), payload, 0, length);
            bytes += RecordHeader.LENGTH + length;
            told++;
        }
        toldSeq = originSeq;
        toldOrdinal = originOrdinal;
        progress.add(StageCounter.BYTES_OUT, bytes);
        progress.latency(answer.lastWallTimeNs(), outbound.lastWallTimeNs());
    }

    private void consumed(final RecordView record) {
        progress.add(StageCounter.RECORDS_IN, 1);
        progress.add(StageCounter.BYTES_IN, record.payloadLength());
        progress.set(StageCounter.IN_INDEX, record.index());
        progress.set(StageCounter.IN_SEQ, record.seq());
    }

    @Override
    public void onClose() {
        if (broker != null && !inCycle && broker.markNow()) { // a cycle that ended in a failed force must not be followed by another
            outbound.commit();
        }
        CloseHelper.closeAll(broker, matched, estimates, outbound);
    }
}
