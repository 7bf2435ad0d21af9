package io.borelog.trainer;

import ai.onnxruntime.OrtException;
import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.depth.DepthRecipe;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.depth.PositionWindow;
import io.borelog.infer.onnx.GoldenHole;
import io.borelog.infer.onnx.Manifest;
import io.borelog.infer.onnx.OnnxEstimator;
import io.borelog.infer.onnx.Recipes;
import io.borelog.infer.onnx.RuntimeOptions;
import io.borelog.infer.onnx.Sha256;
import io.borelog.trainer.network.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Makes a folder that the infer stage takes as a model: the network, its manifest, and the golden hole. */
final class ModelFolder {
    private static final String GOLDEN_FILE = "golden.bin";
    private static final double SURE = 0.9;
    /** Another CPU adds in another order; a tenth of the resolution of the answer is far beyond that. */
    private static final double TOLERANCE_MM = 0.005;
    private static final int LONGEST_GOLDEN = 3_000;
    private static final int GOLDEN_TRIES = 2_000;

    private ModelFolder() {
    }

    /** Writes all three files and opens the folder as the infer stage would. */
    static void write(final Path folder, final byte[] model, final Manifest.Training training, final String version,
                      final Map<String, Double> metrics) throws IOException, OrtException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(Manifest.MODEL_FILE), model);
        final DrilledHole hole = new DrilledHole();
        final KeyPoints answer = new KeyPoints();
        final HoleCurves curves = golden(model, training.seed(), hole, answer);
        final byte[] golden = GoldenHole.write(curves);
        Files.write(folder.resolve(GOLDEN_FILE), golden);
        final Manifest manifest = new Manifest(1, "depth", version,
            "Entry, transition and exit of one hole as heat maps over depth, by a small convolutional network",
            "same as borelog", true, Sha256.hex(model),
            new Manifest.Tensor(OnnxModel.INPUT, "float32",
                List.of("N", "" + PositionWindow.CHANNELS, "" + PositionWindow.CELLS), "see " + PositionWindow.NAME),
            new Manifest.Tensor(OnnxModel.OUTPUT, "float32",
                List.of("N", "" + KeyPointHeat.POINTS, "" + KeyPointHeat.PLACES), "probability"),
            PositionWindow.NAME, KeyPointHeat.NAME,
            new Manifest.Golden(GOLDEN_FILE, Sha256.hex(golden), answer.status.name(),
                List.of(answer.entryMm, answer.transitionMm, answer.exitMm), TOLERANCE_MM),
            training, metrics);
        Files.writeString(folder.resolve(Manifest.MANIFEST_FILE), manifest.toJson());
        final Recipes recipes = new Recipes().with(PositionWindow.NAME, KeyPointHeat.NAME, DepthRecipe::new);
        OnnxEstimator.open(folder, recipes, RuntimeOptions.REFERENCE, System.err::println).close();
    }

    /** The first short hole of which the model is sure in all three points. */
    private static HoleCurves golden(final byte[] model, final long seed, final DrilledHole hole, final KeyPoints answer)
        throws OrtException {
        final Drill drill = new Drill(seed, Conditions.UNSEEN);
        final HoleCurves curves = new HoleCurves();
        try (TrainedModel trained = new TrainedModel(model)) {
            for (long number = 0; number < GOLDEN_TRIES; number++) {
                drill.drill(number, hole);
                Holes.wrap(hole, curves);
                if (hole.count > LONGEST_GOLDEN || curves.check() != Status.OK || trained.run(curves) != Status.OK) {
                    continue;
                }
                trained.points().answer(answer);
                boolean sure = answer.status == Status.OK;
                for (int point = 0; point < KeyPointHeat.POINTS; point++) {
                    sure &= trained.points().confidence(point) > SURE;
                }
                if (sure) {
                    return curves;
                }
            }
        }
        throw new IllegalStateException(
            "the model is sure of none of " + GOLDEN_TRIES + " holes: it has no manifest, train it for more steps");
    }
}
