package io.borelog.journal.model;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Setting;
import io.borelog.journal.config.Settings;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.DecidingConfig.FileValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which model a start of ingest puts in force. {@code infer.estimator} and {@code infer.model} are one decision: the file's two values win
 * where either has changed since the last CONFIG, and nothing is looked at where neither has. So a promote outlives restarts, a folder that
 * is changed in place or gone changes nothing, and a program that ships another default leaves a running data directory as it is.
 */
public final class ModelAtOpen {
    private final ModelIntake intake;
    private final Settings settings;

    public ModelAtOpen(final ModelIntake intake, final Settings settings) {
        this.intake = intake;
        this.settings = settings;
    }

    /**
     * @param before the last CONFIG, empty where there was none
     * @return the CONFIG in force with these settings; what it newly names is in the store
     * @throws ConfigurationException one sentence, where the settings name a model that is not good
     */
    public DecidingConfig conclude(final DecidingConfig before) {
        final Map<String, FileValue> file = settings.deciding();
        final DecidingConfig merged = before.withFile(file);
        if (!takes(before, file, Setting.INFER_ESTIMATOR) && !takes(before, file, Setting.INFER_MODEL)) {
            return merged;
        }
        return plan(before, model()).into(merged);
    }

    /** Tries the model that the settings name, if they name a folder, and keeps nothing. @throws ConfigurationException one sentence */
    public void check() {
        final String folder = settings.text(Setting.INFER_MODEL);
        if (isOnnx() && !folder.isEmpty()) {
            intake.check(Path.of(folder));
        }
    }

    private static boolean takes(final DecidingConfig before, final Map<String, FileValue> file, final Setting setting) {
        return before.takes(setting.key(), file.get(setting.key()));
    }

    private static ModelPlan plan(final DecidingConfig before, final ModelRef model) {
        if (before.isEmpty()) {
            return new ModelPlan(model, null, null, List.of());
        }
        final ModelPlan plan = ModelPlan.of(before);
        return plan.inForce().equals(model) ? plan : plan.promote(model);
    }

    private ModelRef model() {
        if (!isOnnx()) {
            return ModelRef.EDGE;
        }
        final String folder = settings.text(Setting.INFER_MODEL);
        return folder.isEmpty() ? intake.takeDefault() : intake.take(Path.of(folder));
    }

    private boolean isOnnx() {
        return !settings.text(Setting.INFER_ESTIMATOR).equals(ModelRef.EDGE.name());
    }
}
