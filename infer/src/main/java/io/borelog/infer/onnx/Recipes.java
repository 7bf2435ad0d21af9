package io.borelog.infer.onnx;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The recipes that this program knows, by the names and versions that manifests call them. Filled once, then read; any thread. */
public final class Recipes {
    private final Map<String, Supplier<Recipe>> known = new TreeMap<>();

    /**
     * @param preProcessing  name and version, {@code position-window/1}
     * @param postProcessing its other half
     * @param recipe         makes one for a place in a batch
     */
    public Recipes with(final String preProcessing, final String postProcessing, final Supplier<Recipe> recipe) {
        known.put(pair(preProcessing, postProcessing), recipe);
        return this;
    }

    /** @return null where this program has no such pair. */
    Supplier<Recipe> of(final String preProcessing, final String postProcessing) {
        return known.get(pair(preProcessing, postProcessing));
    }

    private static String pair(final String preProcessing, final String postProcessing) {
        return preProcessing + " with " + postProcessing;
    }

    @Override
    public String toString() {
        return known.isEmpty() ? "none" : String.join(", ", known.keySet());
    }
}
