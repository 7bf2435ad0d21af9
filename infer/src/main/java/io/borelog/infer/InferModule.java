package io.borelog.infer;

import io.borelog.infer.onnx.OrtLibraries;
import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.journal.config.Setting;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.stage.ReplayContext;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageModule;
import io.borelog.journal.stage.StageName;
import io.borelog.journal.stage.StageRunner;
import java.nio.file.Path;
import org.agrona.concurrent.Agent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Process {@code infer}, worker k of N or the shadow: opens its journals and builds the agent. */
public final class InferModule implements StageModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(InferModule.class);

    @Override
    public String name() {
        return StageName.INFER;
    }

    @Override
    public String journal(final int instance) {
        return instance == StageName.SHADOW ? Journals.SHADOW : Journals.estimated(instance);
    }

    @Override
    public Agent open(final StageContext context) {
        final StoredModels models = new StoredModels(new ModelStore(context.data()), RuntimeOptions.of(context.settings()),
            sentence -> alert(context.stageFile(), sentence));
        final int instance = context.instance();
        final Duty duty = instance == StageName.SHADOW ? new ShadowDuty() : new WorkerDuty(instance);
        return new InferAgent(StageName.process(name(), instance), duty, context.tail(Journals.MATCHED),
            context.appendDerived(journal(instance)), models, context.settings().durationNs(Setting.INFER_BATCH_DELAY),
            context.stageFile(), context.wallClock(), context.nanoClock(), context::ready);
    }

    /** Seen in status, in the errors of the stage file and in the log. */
    private static void alert(final StageFile stageFile, final String sentence) {
        LOGGER.warn(sentence);
        stageFile.note(sentence);
        StageRunner.record(stageFile, stageFile.errorLog(), new IllegalStateException(sentence));
    }

    @Override
    public void prepare() {
        OrtLibraries.unpack();
    }

    @Override
    public Agent replay(final ReplayContext context) {
        final Path data = context.model() == null ? context.live() : context.model().data();
        return new EstimatedReplay(context, new StoredModels(new ModelStore(data), RuntimeOptions.REFERENCE, LOGGER::warn));
    }
}
