package io.borelog.infer;

import io.borelog.journal.config.Setting;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageLatencies;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * The duty cycle of one infer worker: tails matched, answers every HOLE and UNMATCHED that is its own with one ESTIMATE of the same
 * origin. Which are its own, and which model answers, is said by the last CONFIG before the record: all workers switch at the same record,
 * and a replay knows it. On the stage's thread.
 */
final class InferAgent implements Agent {
    /** A unit whose computation killed the process this often is answered with CRASH and not tried again. */
    static final int MAX_DEATHS = 3;
    private static final int RECORD_LIMIT = 16;
    private static final long FORCE_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final HoleRecord hole = new HoleRecord();
    private final EpochRecord epoch = new EpochRecord();
    private final int worker;
    private final JournalTailer matched;
    private final JournalAppender estimated;
    private final Answers answers = new Answers();
    private final Estimators estimators;
    private final StageFile stageFile;
    private final StageLatencies latencies;
    private final EpochNanoClock wallClock;
    private final NanoClock nanoClock;
    private final Runnable onReady;

    private int workers;
    private boolean ready;
    private boolean warm;
    private boolean appended;
    private boolean inCycle;
    private long nextForceNs;

    /** @param stageFile null in the simulation: nobody watches, and no computation kills the process */
    InferAgent(
        final int worker, final JournalTailer matched, final JournalAppender estimated, final EstimatorSource source,
        final StageFile stageFile, final EpochNanoClock wallClock, final NanoClock nanoClock, final Runnable onReady) {
        this.worker = worker;
        this.matched = matched;
        this.estimated = estimated;
        this.estimators = new Estimators(source);
        this.stageFile = stageFile;
        this.latencies = new StageLatencies(stageFile, nanoClock);
        this.wallClock = wallClock;
        this.nanoClock = nanoClock;
        this.onReady = onReady;
    }

    @Override
    public void onStart() {
        matched.seekBeforeOrigin(estimated.lastOriginSeq());
        estimated.publish();
        nextForceNs = nanoClock.nanoTime() + FORCE_INTERVAL_NS;
    }

    @Override
    public int doWork() {
        inCycle = true;
        int work = 0;
        while (work < RECORD_LIMIT && matched.next()) {
            onRecord(matched.record());
            work++;
        }
        if (appended) {
            appended = false;
            estimated.publish();
        }
        if (work == 0) {
            caughtUp();
        }
        latencies.publish();
        if (nanoClock.nanoTime() - nextForceNs >= 0) {
            estimated.force();
            nextForceNs = nanoClock.nanoTime() + FORCE_INTERVAL_NS;
        }
        inCycle = false;
        return work;
    }

    private void caughtUp() {
        if (!warm) {
            estimators.warm();
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
                if (isNew(record) && hole.wrap(record).owner(workers) == worker) {
                    answer(record);
                }
            }
            default -> {
                // dispositions and snapshots are not ours
            }
        }
        if (stageFile != null) {
            stageFile.increment(StageCounter.RECORDS_IN);
            stageFile.add(StageCounter.BYTES_IN, record.length());
            stageFile.set(StageCounter.IN_SEQ, record.seq());
            stageFile.set(StageCounter.IN_INDEX, record.index());
        }
    }

    private boolean isNew(final RecordView record) {
        return Seq.compareOrigins(record.header().originSeq(), record.header().originOrdinal(),
            estimated.lastOriginSeq(), estimated.lastOriginOrdinal()) > 0;
    }

    private void useConfig(final String text) {
        if (text != null) {
            final DecidingConfig config = DecidingConfig.parse(text);
            workers = workersOf(config);
            estimators.use(ModelPlan.of(config));
            warm = false;
        }
    }

    static int workersOf(final DecidingConfig config) {
        return Integer.parseInt(config.get(Setting.INFER_WORKERS.key()));
    }

    private void answer(final RecordView record) {
        final Estimator estimator = estimators.of(hole.toolHash());
        final long startNs = nanoClock.nanoTime();
        final boolean killer = stageFile != null && stageFile.deathsOf(hole.resultSeq()) >= MAX_DEATHS;
        if (killer) {
            answers.crash();
        } else if (record.kind() == RecordKind.UNMATCHED) {
            answers.unmatched(hole);
        } else {
            estimate(estimator);
        }
        final int length = answers.encode(hole, estimator, record.header().wallTimeNs(), nanoClock.nanoTime() - startNs);
        estimated.append(RecordKind.ESTIMATE, record.header().originSeq(), record.header().originOrdinal(),
            record.header().journalTimeNs(), answers.payload(), 0, length);
        appended = true;
        if (killer) {
            estimated.force(); // no function of inbound: it must be on the device before anybody acts on it
            stageFile.endUnit();
        }
        if (stageFile != null) {
            stageFile.increment(StageCounter.RECORDS_OUT);
        }
        latencies.recordNs(wallClock.nanoTime() - record.header().wallTimeNs());
    }

    private void estimate(final Estimator estimator) {
        if (stageFile != null) {
            stageFile.beginUnit(hole.resultSeq());
        }
        final RuntimeException failure = answers.estimate(hole, estimator);
        if (failure != null && stageFile != null) {
            stageFile.increment(StageCounter.ERRORS);
            stageFile.errorLog().record(failure);
        }
        if (stageFile != null) {
            stageFile.endUnit(); // here and not behind the append: a death there is not the computation's
        }
    }

    @Override
    public void onClose() {
        if (ready && !inCycle) {
            estimated.force(); // never behind a failed one: its success would hide what the first has lost
        }
        CloseHelper.closeAll(matched, estimated, estimators);
    }

    @Override
    public String roleName() {
        return "infer-" + worker;
    }
}
