package io.borelog.infer;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageLatencies;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The duty cycle of one infer process: tails matched, answers every HOLE and UNMATCHED that is its own with one ESTIMATE of the same
 * origin. Which are its own, and which model answers, is said by the last CONFIG before the record: all processes switch at the same
 * record, and a replay knows it. Holes that can share a run of their model are gathered while matched has more, and answered in
 * order. On the stage's thread.
 */
final class InferAgent implements Agent {
    private static final int RECORD_LIMIT = 16;
    private static final long FORCE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final HoleRecord hole = new HoleRecord();
    private final EpochRecord epoch = new EpochRecord();
    private final String name;
    private final Duty duty;
    private final JournalTailer matched;
    private final JournalAppender estimated;
    private final Estimators estimators;
    private final Computation computation;
    private final HoleInHand[] batch = new HoleInHand[Computation.BATCH_LIMIT];
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(1 << 10);
    private final long batchDelayNs;
    private final StageFile stageFile;
    private final StageLatencies latencies;
    private final EpochNanoClock wallClock;
    private final NanoClock nanoClock;
    private final Runnable onReady;

    private boolean ready;
    private boolean warm = true;
    private boolean inCycle;
    private long nextForceNs;
    private int batchSize;
    private long batchBeganNs;
    /** The newest origin that was taken in hand: a matched that is written anew is read from its beginning again. */
    private long takenSeq;
    private int takenOrdinal;
    private long inSeq;
    private long inIndex;
    /** Up to here no record waits in the batch. */
    private long answeredSeq;

    /**
     * @param name         of the process
     * @param batchDelayNs longest time that a hole waits for others while matched has more records
     * @param stageFile    null in the simulation: nobody watches, and no computation kills the process
     */
    InferAgent(
        final String name, final Duty duty, final JournalTailer matched, final JournalAppender estimated, final EstimatorSource source,
        final long batchDelayNs, final StageFile stageFile, final EpochNanoClock wallClock, final NanoClock nanoClock, final Runnable onReady) {
        this.name = name;
        this.duty = duty;
        this.matched = matched;
        this.estimated = estimated;
        this.estimators = new Estimators(source);
        this.computation = new Computation(stageFile, nanoClock);
        this.batchDelayNs = batchDelayNs;
        this.stageFile = stageFile;
        this.latencies = new StageLatencies(stageFile, nanoClock);
        this.wallClock = wallClock;
        this.nanoClock = nanoClock;
        this.onReady = onReady;
        for (int i = 0; i < batch.length; i++) {
            batch[i] = new HoleInHand();
        }
    }

    @Override
    public void onStart() {
        takenSeq = estimated.lastOriginSeq();
        takenOrdinal = estimated.lastOriginOrdinal();
        matched.seekBeforeOrigin(takenSeq);
        estimated.publish();
        nextForceNs = nanoClock.nanoTime() + FORCE_INTERVAL_NS;
    }

    @Override
    public int doWork() {
        inCycle = true;
        int read = 0;
        while (read < RECORD_LIMIT && matched.next()) {
            onRecord(matched.record());
            read++;
        }
        final int work = Math.max(read, batchSize);
        if (read < RECORD_LIMIT || batchSize > 0 && nanoClock.nanoTime() - batchBeganNs >= batchDelayNs) {
            answerBatch();
        }
        if (batchSize == 0) {
            answeredSeq = inSeq;
        }
        if (stageFile != null && batchSize == 0 && read > 0) { // what is passed is answered and published: retention may remove it
            stageFile.set(StageCounter.IN_SEQ, inSeq);
            stageFile.set(StageCounter.IN_INDEX, inIndex);
        }
        if (read == 0) {
            caughtUp();
        }
        latencies.publish();
        if (nanoClock.nanoTime() - nextForceNs >= 0) {
            force();
            nextForceNs = nanoClock.nanoTime() + FORCE_INTERVAL_NS;
        }
        inCycle = false;
        return work;
    }

    /** Retention goes by what is passed: under a steady load there is always an estimate that is not forced yet. */
    private void force() {
        estimated.force();
        if (stageFile != null) {
            stageFile.set(StageCounter.PASSED_SEQ, answeredSeq);
        }
    }

    private void caughtUp() {
        if (!warm) {
            duty.models().forEach(estimators::of); // so that a model that is not good is noticed before a hole comes
            warm = true;
        }
        if (!ready) {
            ready = true;
            onReady.run();
        }
    }

    private void onRecord(final RecordView record) {
        final RecordKind kind = record.kind();
        switch (kind) {
            case OPEN, HEAD -> useConfig(epoch.wrap(record).config());
            case CONFIG -> useConfig(Texts.get(record.payload(), record.payloadOffset()));
            case HOLE, UNMATCHED -> {
                if (isNew(record) && duty.isOurs(hole.wrap(record))) {
                    take(record);
                }
            }
            default -> {
                // dispositions and snapshots are not ours
            }
        }
        inSeq = record.seq();
        inIndex = record.index();
        if (stageFile != null) {
            stageFile.increment(StageCounter.RECORDS_IN);
            stageFile.add(StageCounter.BYTES_IN, record.length());
        }
    }

    private boolean isNew(final RecordView record) {
        return Seq.compareOrigins(record.header().originSeq(), record.header().originOrdinal(), takenSeq, takenOrdinal) > 0;
    }

    private void useConfig(final String text) {
        if (text != null) {
            answerBatch(); // by the models of before
            duty.use(DecidingConfig.parse(text));
            estimators.keepOnly(duty.models());
            warm = false;
        }
    }

    private void take(final RecordView record) {
        final HoleInHand taken = batch[batchSize];
        taken.take(record, estimators.of(duty.modelOf(hole)));
        takenSeq = record.header().originSeq();
        takenOrdinal = record.header().originOrdinal();
        if (batchSize++ == 0) {
            batchBeganNs = nanoClock.nanoTime();
        }
        if (computation.isKiller(taken.resultSeq())) {
            taken.crash();
            answerBatch();
            estimated.force(); // no function of inbound: it must be on the device before anybody acts on it
            computation.condemned();
        } else if (batchSize >= computation.limit(taken.estimator()) || !batch[0].isOpen()) {
            answerBatch();
        }
    }

    /** Published before the next computation begins: if that one kills the process, these holes must not be in its company again. */
    private void answerBatch() {
        if (batchSize > 0) {
            computation.answer(batch, batchSize);
            for (int i = 0; i < batchSize; i++) {
                append(batch[i]);
            }
            batchSize = 0;
            estimated.publish();
        }
    }

    private void append(final HoleInHand answered) {
        final int length = answered.encode(payload);
        estimated.append(RecordKind.ESTIMATE, answered.originSeq(), answered.originOrdinal(), answered.journalTimeNs(), payload, 0, length);
        if (stageFile != null) {
            stageFile.increment(StageCounter.RECORDS_OUT);
            stageFile.add(StageCounter.BYTES_OUT, RecordHeader.LENGTH + length);
        }
        latencies.recordNs(wallClock.nanoTime() - answered.wallTimeNs());
    }

    @Override
    public void onClose() {
        if (ready && !inCycle) {
            force(); // never behind a failed one: its success would hide what the first has lost
        }
        CloseHelper.closeAll(matched, estimated, estimators);
    }

    @Override
    public String roleName() {
        return name;
    }
}
