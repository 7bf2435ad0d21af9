package io.borelog.infer;

import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.stage.ReplayContext;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import org.agrona.concurrent.Agent;

/** Process {@code infer}, worker k of N: opens its journals and builds the agent. */
public final class InferModule implements StageModule {
    @Override
    public String name() {
        return StageName.INFER;
    }

    @Override
    public String journal(final int instance) {
        return Journals.estimated(instance);
    }

    @Override
    public Agent open(final StageContext context) {
        final StoredModels models = new StoredModels(new ModelStore(context.data()), RuntimeOptions.of(context.settings()));
        return new InferAgent(context.instance(), context.tail(Journals.MATCHED), context.appendDerived(journal(context.instance())),
            models, context.stageFile(), context.wallClock(), context.nanoClock(), context::ready);
    }

    @Override
    public Agent replay(final ReplayContext context) {
        return new EstimatedReplay(context, new StoredModels(new ModelStore(context.live()), RuntimeOptions.REFERENCE));
    }
}
