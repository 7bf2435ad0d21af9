package io.borelog.infer;

import io.borelog.infer.depth.DepthRecipe;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.infer.edge.EdgeEstimator;
import io.borelog.infer.legacy.LegacyRecipe;
import io.borelog.infer.onnx.OnnxEstimator;
import io.borelog.infer.onnx.Recipes;
import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.model.ModelFolder;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The estimators of a data directory: edge, and the models of its store. */
final class StoredModels implements EstimatorSource {
    private static final Recipes RECIPES = new Recipes()
        .with(PositionWindow.NAME, KeyPointHeat.NAME, DepthRecipe::new)
        .with(LegacyRecipe.PRE_PROCESSING, LegacyRecipe.POST_PROCESSING, LegacyRecipe::new);

    private final ModelStore store;
    private final RuntimeOptions options;
    private final Consumer<String> alert;

    /** @param alert told what does not stop a model and should not be */
    StoredModels(final ModelStore store, final RuntimeOptions options, final Consumer<String> alert) {
        this.store = store;
        this.options = options;
        this.alert = alert;
    }

    @Override
    public Estimator open(final ModelRef model) {
        if (model.isEdge()) {
            return new EdgeEstimator();
        }
        if (!store.has(model)) {
            throw new ConfigurationException("model " + model.shortText() + ", which the CONFIG in force names, is not in "
                + store.folder(model).getParent() + ": borelog model add FOLDER puts it there");
        }
        if (!ModelFolder.describe(store.folder(model)).ref().equals(model)) {
            throw new ConfigurationException(store.folder(model) + " is not model " + model.shortText()
                + " any more: its manifest has changed");
        }
        return open(store.folder(model), options, alert);
    }

    /** @throws ConfigurationException one sentence */
    static Estimator open(final Path folder, final RuntimeOptions options, final Consumer<String> alert) {
        return OnnxEstimator.open(folder, RECIPES, options, alert);
    }
}
