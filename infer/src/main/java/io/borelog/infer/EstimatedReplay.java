package io.borelog.infer;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EpochRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordHeader;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.ReplayContext;
import java.util.ArrayList;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.Agent;

/**
 * Answers the holes of a replayed matched, all workers' in one: each by the model that was in force, or by another that is tried, into the
 * journal of the worker it belongs to. One thread.
 */
final class EstimatedReplay implements Agent {
    private static final int RECORD_LIMIT = 64;

    private final HoleRecord hole = new HoleRecord();
    private final EpochRecord epoch = new EpochRecord();
    private final List<JournalAppender> estimated = new ArrayList<>();
    private final ReplayContext context;
    private final JournalTailer matched;
    private final HoleInHand inHand = new HoleInHand();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(1 << 10);
    private final WorkerDuty duty = new WorkerDuty(0);
    private final Estimators estimators;
    private final Verdicts verdicts;
    private long wallTimeNs;

    EstimatedReplay(final ReplayContext context, final EstimatorSource source) {
        this.context = context;
        matched = context.tail(Journals.MATCHED);
        estimators = new Estimators(source);
        verdicts = new Verdicts(context);
    }

    @Override
    public int doWork() {
        int work = 0;
        while (work < RECORD_LIMIT && matched.next()) {
            final RecordView record = matched.record();
            final RecordKind kind = record.kind();
            if (kind == RecordKind.HOLE || kind == RecordKind.UNMATCHED) {
                answer(record);
            } else if (kind == RecordKind.CONFIG) {
                useConfig(Texts.get(record.payload(), record.payloadOffset()));
            } else if (kind == RecordKind.OPEN || kind == RecordKind.HEAD) {
                useConfig(epoch.wrap(record).config());
            }
            work++;
        }
        for (int worker = 0; worker < estimated.size(); worker++) {
            if (estimated.get(worker) != null) {
                estimated.get(worker).publish();
            }
        }
        return work;
    }

    private void useConfig(final String text) {
        if (text != null) {
            duty.use(DecidingConfig.parse(text));
            if (context.model() == null) {
                estimators.keepOnly(duty.models());
            }
        }
    }

    private void answer(final RecordView record) {
        final RecordHeader header = record.header();
        final int owner = duty.owner(hole.wrap(record));
        wallTimeNs = header.wallTimeNs();
        inHand.take(record, estimators.of(context.model() == null ? duty.modelOf(hole) : context.model().ref()));
        if (inHand.isOpen() && context.model() == null && verdicts.isCrash(owner, header.originSeq(), header.originOrdinal())) {
            inHand.crash();
        } else if (inHand.isOpen()) {
            final long startNs = context.nanoClock().nanoTime();
            inHand.estimate();
            inHand.answered(context.nanoClock().nanoTime() - startNs);
        }
        appender(owner).append(RecordKind.ESTIMATE, header.originSeq(), header.originOrdinal(), header.journalTimeNs(),
            payload, 0, inHand.encode(payload));
    }

    private JournalAppender appender(final int worker) {
        while (estimated.size() <= worker) {
            estimated.add(null);
        }
        if (estimated.get(worker) == null) {
            estimated.set(worker, context.append(Journals.estimated(worker), () -> wallTimeNs));
        }
        return estimated.get(worker);
    }

    @Override
    public void onClose() {
        estimated.stream().filter(appender -> appender != null).forEach(JournalAppender::force);
        CloseHelper.closeAll(matched, estimators, verdicts);
        CloseHelper.closeAll(estimated);
    }

    @Override
    public String roleName() {
        return "replay of estimated";
    }
}
