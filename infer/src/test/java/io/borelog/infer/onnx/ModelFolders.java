package io.borelog.infer.onnx;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes folders that open: a network for a recipe, a golden hole, and a manifest that is true of both. For tests and benches. */
public final class ModelFolders {
    private static final double TOLERANCE_MM = 1e-3;

    private ModelFolders() {
    }

    /** What a manifest says of an untrained model and cannot be computed. */
    public record Labels(
        String name, String description, Manifest.Tensor input, Manifest.Tensor output, String preProcessing, String postProcessing) {
    }

    public static Path write(
        final Path folder, final Labels labels, final byte[] network, final Recipe recipe, final HoleCurves golden, final long seed)
        throws IOException {
        final byte[] hole = GoldenHole.write(golden);
        final KeyPoints points = answer(labels, network, recipe, golden);
        Files.createDirectories(folder);
        Files.write(folder.resolve(Manifest.MODEL_FILE), network);
        Files.write(folder.resolve("golden.bin"), hole);
        Files.writeString(folder.resolve(Manifest.MANIFEST_FILE), manifest(labels, network, new Manifest.Golden("golden.bin",
            Sha256.hex(hole), points.status.name(), keyPoints(points), TOLERANCE_MM), seed).toJson());
        return folder;
    }

    static Manifest manifest(final Labels labels, final byte[] network, final Manifest.Golden golden, final long seed) {
        return new Manifest(1, labels.name, "1", labels.description, "Apache-2.0", false, Sha256.hex(network), labels.input, labels.output,
            labels.preProcessing, labels.postProcessing, golden, new Manifest.Training(seed, "none: weights from the seed", "none"),
            Map.of());
    }

    private static List<Double> keyPoints(final KeyPoints points) {
        return Arrays.asList(known(points.entryMm), known(points.transitionMm), known(points.exitMm));
    }

    private static Double known(final double mm) {
        return Double.isNaN(mm) ? null : mm;
    }

    /** Straight through the session, without what an estimator checks. */
    private static KeyPoints answer(final Labels labels, final byte[] network, final Recipe recipe, final HoleCurves hole) {
        final KeyPoints points = new KeyPoints();
        final Manifest.Golden none = new Manifest.Golden("", "", "", List.of(), 1);
        try (Model model = Model.open(network, manifest(labels, network, none, 0), recipe, RuntimeOptions.REFERENCE, alert -> { })) {
            final Status prepared = recipe.prepare(hole, model.input(), 0);
            if (prepared == Status.OK) {
                model.run(1);
                recipe.answer(model.output(), 0, points);
            } else {
                points.fail(prepared);
            }
            return points;
        } catch (final Model.UnfitException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
