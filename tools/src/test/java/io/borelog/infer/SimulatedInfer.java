package io.borelog.infer;

import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.stage.StageFile;
import java.util.function.Function;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/** One infer worker over journals in memory, composed as its module composes it over files. */
public final class SimulatedInfer {
    /** Of the simulated clock: some batches are cut by it. */
    private static final long BATCH_DELAY_NS = 2_000_000;

    private SimulatedInfer() {
    }

    /** @param stageFile counts the deaths by computation; null where nothing kills */
    public static Agent worker(
        final int worker, final JournalTailer matched, final JournalAppender estimated, final Function<ModelRef, Estimator> models,
        final StageFile stageFile, final EpochNanoClock wallClock, final NanoClock nanoClock) {
        return new InferAgent("infer-" + worker, new WorkerDuty(worker), matched, estimated, models::apply, BATCH_DELAY_NS,
            stageFile, wallClock, nanoClock, () -> { });
    }
}
