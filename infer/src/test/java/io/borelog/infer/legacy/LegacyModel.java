package io.borelog.infer.legacy;

import io.borelog.infer.HoleCurves;
import io.borelog.infer.onnx.Manifest;
import io.borelog.infer.onnx.ModelFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A folder with an untrained {@link PatchTsMixer} for the {@link LegacyRecipe}. */
public final class LegacyModel {
    private static final List<String> SHAPE = List.of("N", "512", "17");
    private static final ModelFolders.Labels LABELS = new ModelFolders.Labels("patchtsmixer-untrained",
        "The legacy architecture with weights from a seed: UNTRAINED, its exit means nothing. Entry and transition are the legacy rules'. "
            + "Torque is scaled by the hole's own mean and deviation, because the legacy reference table is lost.",
        new Manifest.Tensor(PatchTsMixer.INPUT, "float32", SHAPE, "standard deviations of the hole's torque; local', predrilled'"),
        new Manifest.Tensor(PatchTsMixer.OUTPUT, "float32", SHAPE, "heat"),
        LegacyRecipe.PRE_PROCESSING, LegacyRecipe.POST_PROCESSING);

    private LegacyModel() {
    }

    /** @param golden a hole that the legacy rules can read */
    public static Path write(final Path folder, final long seed, final HoleCurves golden) throws IOException {
        return ModelFolders.write(folder, LABELS, PatchTsMixer.network(seed).bytes(), new LegacyRecipe(), golden, seed);
    }
}
