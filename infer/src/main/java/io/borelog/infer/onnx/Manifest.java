package io.borelog.infer.onnx;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code manifest.json} beside {@code model.onnx}: all that must be true of a model before it answers its first hole. Read when a worker
 * starts or changes its model; every line of it that is wrong is one sentence that names the folder, the key and what was found.
 *
 * @param manifest       version of this layout, 1
 * @param name           goes into each estimate
 * @param version        of the model, for people
 * @param description    what it is and what it is not, for people
 * @param licence        SPDX name or sentence
 * @param trained        false for weights that only have the right shape
 * @param sha256         of model.onnx, hex
 * @param input          the one input
 * @param output         the output that is read
 * @param preProcessing  name and version of the recipe's first half
 * @param postProcessing name and version of its other half
 * @param golden         a hole and the answer that the model must give
 * @param training       where the weights are from
 * @param metrics        what was measured, name to number, for people
 */
public record Manifest(
    @JsonProperty(required = true) int manifest,
    @JsonProperty(required = true) String name,
    @JsonProperty(required = true) String version,
    @JsonProperty(required = true) String description,
    @JsonProperty(required = true) String licence,
    @JsonProperty(required = true) boolean trained,
    @JsonProperty(required = true) String sha256,
    @JsonProperty(required = true) Tensor input,
    @JsonProperty(required = true) Tensor output,
    @JsonProperty(required = true) String preProcessing,
    @JsonProperty(required = true) String postProcessing,
    @JsonProperty(required = true) Golden golden,
    @JsonProperty(required = true) Training training,
    @JsonProperty(required = true) Map<String, Double> metrics) {

    public static final String MANIFEST_FILE = "manifest.json";
    public static final String MODEL_FILE = "model.onnx";
    private static final int LAYOUT = 1;
    private static final String FLOAT32 = "float32";
    private static final String ROWS = "N";
    private static final int SHA256_LENGTH = 64;

    private static final ObjectMapper JSON = JsonMapper.builder()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build();

    /**
     * @param name  as in the .onnx file
     * @param type  float32
     * @param shape {@code ["N", 3, 1024]}: rows first
     * @param unit  of what is in it, for people
     */
    public record Tensor(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) String type,
        @JsonProperty(required = true) List<String> shape,
        @JsonProperty(required = true) String unit) {

        boolean hasRowsOf(final long[] row) {
            return FLOAT32.equals(type) && shape.equals(shapeOf(row));
        }

        /** As people and manifests write it. */
        static List<String> shapeOf(final long[] row) {
            final String[] shape = new String[row.length + 1];
            shape[0] = ROWS;
            for (int i = 0; i < row.length; i++) {
                shape[i + 1] = Long.toString(row[i]);
            }
            return Arrays.asList(shape);
        }
    }

    /**
     * @param file        the hole, see {@link GoldenHole}, beside the manifest
     * @param sha256      of that file, hex
     * @param status      name of a {@link io.borelog.infer.Status}
     * @param keyPoints   three, mm, null where the answer has none
     * @param toleranceMm largest difference of a key point on another CPU
     */
    public record Golden(
        @JsonProperty(required = true) String file,
        @JsonProperty(required = true) String sha256,
        @JsonProperty(required = true) String status,
        @JsonProperty(required = true) List<Double> keyPoints,
        @JsonProperty(required = true) double toleranceMm) {
    }

    /**
     * @param seed    of training data and weights
     * @param data    what it was trained on
     * @param program what trained it
     */
    public record Training(
        @JsonProperty(required = true) long seed,
        @JsonProperty(required = true) String data,
        @JsonProperty(required = true) String program) {
    }

    /** @throws ConfigurationException one sentence: missing, no JSON, unknown or missing key, impossible value */
    public static Manifest read(final Path folder) {
        final String text;
        try {
            text = Files.readString(folder.resolve(MANIFEST_FILE));
        } catch (final NoSuchFileException ex) {
            throw bad(folder, "has no " + MANIFEST_FILE, ex);
        } catch (final IOException ex) {
            throw bad(folder, MANIFEST_FILE + " cannot be read: " + ex, ex);
        }
        final Manifest manifest;
        try {
            manifest = JSON.readValue(text, Manifest.class);
        } catch (final UnrecognizedPropertyException ex) {
            throw bad(folder, MANIFEST_FILE + " has the unknown key " + path(ex) + at(ex), ex);
        } catch (final MismatchedInputException ex) {
            throw bad(folder, MANIFEST_FILE + ": " + words(ex) + at(ex), ex);
        } catch (final JsonProcessingException ex) {
            throw bad(folder, MANIFEST_FILE + ": " + firstLine(ex.getOriginalMessage()) + at(ex), ex);
        }
        if (manifest == null) {
            throw bad(folder, MANIFEST_FILE + " holds nothing", null);
        }
        manifest.check(folder);
        return manifest;
    }

    private void check(final Path folder) {
        require(folder, manifest == LAYOUT, "manifest must be " + LAYOUT + ": " + manifest);
        require(folder, isSha256(sha256), "sha256 must be 64 hex digits: " + sha256);
        require(folder, isSha256(golden.sha256), "golden.sha256 must be 64 hex digits: " + golden.sha256);
        require(folder, golden.keyPoints.size() == 3, "golden.keyPoints must be three numbers or nulls: " + golden.keyPoints);
        require(folder, golden.toleranceMm > 0 && golden.toleranceMm <= 1,
            "golden.toleranceMm must be more than 0 and at most 1: " + golden.toleranceMm);
        require(folder, Path.of(golden.file).getNameCount() == 1 && !Path.of(golden.file).isAbsolute(),
            "golden.file must be a name in the same folder: " + golden.file);
    }

    private static void require(final Path folder, final boolean holds, final String otherwise) {
        if (!holds) {
            throw bad(folder, MANIFEST_FILE + ": " + otherwise, null);
        }
    }

    private static boolean isSha256(final String text) {
        return text.length() == SHA256_LENGTH && text.toLowerCase(Locale.ROOT).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static String words(final MismatchedInputException ex) {
        final String message = firstLine(ex.getOriginalMessage());
        final boolean absent = message.startsWith("Missing required creator property") || message.startsWith("Null value for");
        return ex.getPath().isEmpty() ? message : "the key " + path(ex) + (absent ? " is missing or null" : ": " + message);
    }

    private static String path(final JsonMappingException ex) {
        return ex.getPath().stream().map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
            .collect(Collectors.joining("."));
    }

    private static String at(final JsonProcessingException ex) {
        return ex.getLocation() == null ? "" : " (line " + ex.getLocation().getLineNr() + ")";
    }

    static String firstLine(final String text) {
        return text == null ? "no reason given" : text.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst().orElse("");
    }

    static ConfigurationException bad(final Path folder, final String sentence, final Exception cause) {
        return new ConfigurationException("model " + folder + ": " + sentence, cause);
    }

    /** What {@link #read} reads: for those who make a model. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (final JsonProcessingException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
