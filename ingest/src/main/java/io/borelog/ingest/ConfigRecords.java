package io.borelog.ingest;

import io.borelog.ingest.control.ModelChange;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.model.ModelAtOpen;
import io.borelog.journal.model.ModelIntake;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.stage.StageContext;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import java.util.Map;
import java.util.Set;

/**
 * What decides, written down: at OPEN by the settings, later by control. A model that a CONFIG names is in the store before the CONFIG is
 * in inbound, and stays there while a record may be answered by it. Stage's thread.
 */
final class ConfigRecords {
    private final StageContext context;
    private final JournalAppender appender;
    private final InboundWriter writer;
    private final StageFile stageFile;
    private final ModelStore store;

    ConfigRecords(final StageContext context, final JournalAppender appender, final InboundWriter writer) {
        this.context = context;
        this.appender = appender;
        this.writer = writer;
        this.stageFile = context.stageFile();
        this.store = new ModelStore(context.data());
    }

    /** @throws ConfigurationException one sentence, where the settings newly name a model that is not good: nothing is written then */
    void open(final long nowNs) {
        final DecidingConfig before = appender.config();
        final ModelAtOpen model = new ModelAtOpen(new ModelIntake(context.data(), context.settings()), context.settings());
        final DecidingConfig now = model.conclude(before);
        final Set<ModelRef> named = named(now);
        if (named.equals(Set.of(ModelRef.EDGE))) {
            write(now, nowNs); // a directory without models needs no store
            return;
        }
        try (ModelStore.Held held = store.lock()) {
            store.name(named(before), named, appender.lastSeq() + 1);
            write(now, nowNs);
        }
    }

    /** A control change: the values in force change, those of the file stay, so that a restart does not undo it. */
    void set(final Map<String, String> changes, final long nowNs) {
        DecidingConfig config = appender.config();
        for (final Map.Entry<String, String> change : changes.entrySet()) {
            config = config.with(change.getKey(), change.getValue());
        }
        write(config, nowNs);
    }

    /** @throws ConfigurationException one sentence, where it cannot be: nothing is written then */
    void change(final ModelChange change, final long nowNs) {
        final ModelPlan before = ModelPlan.of(appender.config());
        final ModelPlan after = change.apply(before);
        try (ModelStore.Held held = store.tryLock()) {
            if (held == null) {
                throw new ConfigurationException("another process is at the models just now, ask again");
            }
            prepare(change, before, after);
            if (!after.equals(before)) {
                write(after.into(appender.config()), nowNs);
            }
        }
    }

    private void prepare(final ModelChange change, final ModelPlan before, final ModelPlan after) {
        try {
            if (after.equals(before)) {
                change.unwanted().ifPresent(this::removeIfNeverNamed);
            } else {
                store.name(before.named(), after.named(), appender.lastSeq() + 1);
            }
        } catch (final StageException ex) {
            throw new ConfigurationException(ex.getMessage(), ex); // trouble of whoever asked, no reason to take no more messages
        }
    }

    private void removeIfNeverNamed(final ModelRef model) {
        if (store.entries().stream().anyMatch(entry -> entry.ref().equals(model) && entry.unnamedSeq() == 0)) {
            store.remove(model);
        }
    }

    private static Set<ModelRef> named(final DecidingConfig config) {
        return config.isEmpty() ? Set.of() : ModelPlan.of(config).named();
    }

    private void write(final DecidingConfig config, final long nowNs) {
        final long seq = writer.config(config, nowNs);
        appender.commit();
        stageFile.set(StageCounter.CONFIG_SEQ, seq);
    }
}
