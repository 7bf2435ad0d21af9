package io.borelog.infer.onnx;

import io.borelog.infer.Estimator;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A model from a folder, {@code model.onnx} and {@code manifest.json}, checked before it answers anything: hash, tensors, recipe, and a golden
 * hole that must give its golden answer. Used by one thread; allocates nothing per hole outside ONNX Runtime.
 */
public final class OnnxEstimator implements Estimator {
    private static final int NOT_RUN = -1;

    private final Manifest manifest;
    private final Model model;
    private final Recipe[] recipes;
    private final int[] places;
    private final String runtime;
    private final String sha256;

    private OnnxEstimator(final Manifest manifest, final Model model, final Supplier<Recipe> recipe, final String runtime) {
        this.manifest = manifest;
        this.model = model;
        this.runtime = runtime;
        sha256 = manifest.sha256().toLowerCase(Locale.ROOT);
        recipes = new Recipe[model.holesPerRun()];
        places = new int[recipes.length];
        for (int i = 0; i < recipes.length; i++) {
            recipes[i] = recipe.get();
        }
    }

    /**
     * @param alert told what does not stop the model and should not be: the device that was asked for cannot be had
     * @throws ConfigurationException one sentence that names the folder and what is wrong in it
     * @throws StageException         CORRUPT: a file is not the one that the manifest names
     */
    public static OnnxEstimator open(
        final Path folder, final Recipes recipes, final RuntimeOptions options, final Consumer<String> alert) {
        final Manifest manifest = Manifest.read(folder);
        final Supplier<Recipe> recipe = recipes.of(manifest.preProcessing(), manifest.postProcessing());
        if (recipe == null) {
            throw Manifest.bad(folder, "this program has no recipe " + manifest.preProcessing() + " with " + manifest.postProcessing()
                + ", it has: " + recipes, null);
        }
        final Recipe shapes = recipe.get();
        requireShape(folder, "input", manifest.input(), shapes.inputShape());
        requireShape(folder, "output", manifest.output(), shapes.outputShape());
        final byte[] bytes = read(folder, Manifest.MODEL_FILE, manifest.sha256());
        final byte[] golden = read(folder, manifest.golden().file(), manifest.golden().sha256());
        final Model model;
        try {
            model = Model.open(bytes, manifest, shapes, options, alert);
        } catch (final Model.UnfitException ex) {
            throw Manifest.bad(folder, Manifest.MODEL_FILE + ": " + ex.getMessage(), ex);
        }
        final String runtime = RuntimeFingerprint.of(Ort.environment().getVersion(), model.isOnCuda() ? "cuda" : "cpu", options);
        final OnnxEstimator estimator = new OnnxEstimator(manifest, model, recipe, runtime);
        try {
            estimator.requireGolden(folder, golden);
            return estimator;
        } catch (final RuntimeException ex) {
            estimator.close();
            throw ex;
        }
    }

    private static void requireShape(final Path folder, final String what, final Manifest.Tensor tensor, final long[] row) {
        if (!tensor.hasRowsOf(row)) {
            throw Manifest.bad(folder, Manifest.MANIFEST_FILE + ": " + what + " must be float32 " + Manifest.Tensor.shapeOf(row)
                + " for its recipe: " + tensor.type() + " " + tensor.shape(), null);
        }
    }

    private static byte[] read(final Path folder, final String file, final String sha256) {
        final byte[] bytes;
        try {
            bytes = Files.readAllBytes(folder.resolve(file));
        } catch (final NoSuchFileException ex) {
            throw Manifest.bad(folder, "has no " + file, ex);
        } catch (final IOException ex) {
            throw Manifest.bad(folder, file + " cannot be read: " + ex, ex);
        }
        final String found = Sha256.hex(bytes);
        if (!found.equalsIgnoreCase(sha256)) {
            throw new StageException(ExitCode.CORRUPT, "model " + folder + ": " + file + " is not the file that "
                + Manifest.MANIFEST_FILE + " names: sha256 " + found + ", expected " + sha256);
        }
        return bytes;
    }

    private void requireGolden(final Path folder, final byte[] bytes) {
        final Manifest.Golden golden = manifest.golden();
        final KeyPoints points = new KeyPoints();
        try {
            estimate(GoldenHole.read(bytes), points);
        } catch (final IllegalArgumentException ex) {
            throw Manifest.bad(folder, golden.file() + " " + ex.getMessage(), ex);
        } catch (final IllegalStateException ex) {
            throw Manifest.bad(folder, "fails on its golden hole: " + ex.getMessage(), ex);
        }
        final boolean same = points.status.name().equals(golden.status())
            && isNear(points.entryMm, golden.keyPoints().get(0), golden.toleranceMm())
            && isNear(points.transitionMm, golden.keyPoints().get(1), golden.toleranceMm())
            && isNear(points.exitMm, golden.keyPoints().get(2), golden.toleranceMm());
        if (!same) {
            throw Manifest.bad(folder, "gives not its golden answer: " + points.status + " [" + points.entryMm + ", "
                + points.transitionMm + ", " + points.exitMm + "], expected " + golden.status() + " " + golden.keyPoints(), null);
        }
    }

    private static boolean isNear(final double found, final Double expected, final double tolerance) {
        return expected == null ? Double.isNaN(found) : Math.abs(found - expected) <= tolerance;
    }

    @Override
    public String name() {
        return manifest.name();
    }

    @Override
    public String modelSha256() {
        return sha256;
    }

    @Override
    public String runtime() {
        return runtime;
    }

    @Override
    public int batchLimit() {
        return recipes.length;
    }

    @Override
    public void estimate(final HoleCurves hole, final KeyPoints into) {
        final Status prepared = recipes[0].prepare(hole, model.input(), 0);
        if (prepared != Status.OK) {
            into.fail(prepared);
            return;
        }
        model.run(1);
        recipes[0].answer(model.output(), 0, into);
    }

    @Override
    public void estimate(final HoleCurves[] holes, final KeyPoints[] into, final int count) {
        for (int from = 0; from < count; from += recipes.length) {
            runTogether(holes, into, from, Math.min(recipes.length, count - from));
        }
    }

    private void runTogether(final HoleCurves[] holes, final KeyPoints[] into, final int from, final int count) {
        int runs = 0;
        for (int i = 0; i < count; i++) {
            final Status prepared = recipes[i].prepare(holes[from + i], model.input(), runs * recipes[i].rows());
            places[i] = prepared == Status.OK ? runs++ : NOT_RUN;
            if (prepared != Status.OK) {
                into[from + i].fail(prepared);
            }
        }
        if (runs > 0) {
            model.run(runs);
        }
        for (int i = 0; i < count; i++) {
            if (places[i] != NOT_RUN) {
                recipes[i].answer(model.output(), places[i] * recipes[i].rows(), into[from + i]);
            }
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
