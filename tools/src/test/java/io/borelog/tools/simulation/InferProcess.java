package io.borelog.tools.simulation;

import io.borelog.infer.SimulatedEstimator;
import io.borelog.infer.SimulatedInfer;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/** One real infer worker with a model that errs; its stage file is a real one, because it counts the deaths. */
final class InferProcess implements SimulatedProcess {
    /** Seeds have models of one hole a run up to so many. */
    private static final int HOLES_PER_RUN = 5;

    private final World world;
    private final int worker;
    private StageFile stageFile;
    private Agent agent;

    InferProcess(final World world, final int worker) {
        this.world = world;
        this.worker = worker;
    }

    @Override
    public String name() {
        return "infer-" + worker;
    }

    static Path stagePath(final Path data, final int worker) {
        return StageFile.path(data, "infer-" + worker);
    }

    @Override
    public void start() {
        stageFile = StageFile.create(stagePath(world.data, worker), world.nowNs() / 1_000_000);
        final JournalAppender opened = world.estimated(worker).open();
        agent = SimulatedInfer.worker(worker,
            world.mutation == Mutation.OWNER_BY_NEWEST_CONFIG ? new NewestConfig(world.matched) : world.matched.tail(),
            world.mutation == Mutation.CRASH_NOT_FORCED ? new Lazy(opened) : opened,
            model -> new SimulatedEstimator(
                model.name(), world.realEstimator, 1 + (int) (world.seed % HOLES_PER_RUN), world.faults::poison),
            stageFile, world::wallNs, world::nowNs);
        agent.onStart();
    }

    @Override
    public int step() throws Exception {
        return agent.doWork();
    }

    @Override
    public void close() {
        if (agent != null) {
            agent.onClose();
        }
        forget();
    }

    @Override
    public void forget() {
        agent = null;
        if (stageFile != null) {
            stageFile.close();
            stageFile = null;
        }
    }

    /** Forces at its opening and never again. */
    private static final class Lazy extends FaultyAppender {
        Lazy(final JournalAppender appender) {
            super(appender);
        }

        @Override
        public void force() {
            // the mistake
        }
    }

    /** Shows the newest CONFIG wherever one is. */
    private static final class NewestConfig implements JournalTailer {
        private final SimulatedJournal journal;
        private final JournalTailer tailer;
        private final RecordView newest = new RecordView();
        private boolean replaced;

        NewestConfig(final SimulatedJournal journal) {
            this.journal = journal;
            tailer = journal.tail();
        }

        @Override
        public boolean next() {
            replaced = false;
            if (!tailer.next()) {
                return false;
            }
            for (int i = journal.size() - 1; i >= 0 && tailer.record().kind() == RecordKind.CONFIG; i--) {
                newest.wrap(new UnsafeBuffer(journal.bytes(i)), 0, i);
                if (newest.kind() == RecordKind.CONFIG && newest.seq() <= tailer.limit()) {
                    replaced = true;
                    break;
                }
            }
            return true;
        }

        @Override
        public RecordView record() {
            return replaced ? newest : tailer.record();
        }

        @Override
        public void toStart() {
            tailer.toStart();
        }

        @Override
        public void toEnd() {
            tailer.toEnd();
        }

        @Override
        public boolean seekIndex(final long index) {
            return tailer.seekIndex(index);
        }

        @Override
        public void seekSeq(final long seq) {
            tailer.seekSeq(seq);
        }

        @Override
        public void seekWallTime(final long wallTimeNs) {
            tailer.seekWallTime(wallTimeNs);
        }

        @Override
        public void seekBeforeOrigin(final long originSeq) {
            tailer.seekBeforeOrigin(originSeq);
        }

        @Override
        public void requireWhole() {
            tailer.requireWhole();
        }

        @Override
        public long limit() {
            return tailer.limit();
        }

        @Override
        public long countFrom(final long index) {
            return tailer.countFrom(index);
        }

        @Override
        public long firstIndex() {
            return tailer.firstIndex();
        }

        @Override
        public long lastIndex() {
            return tailer.lastIndex();
        }

        @Override
        public void close() {
            tailer.close();
        }
    }
}
