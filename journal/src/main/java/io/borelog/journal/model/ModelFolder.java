package io.borelog.journal.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with a model as people bring it: {@code manifest.json}, {@code model.onnx}, and what else the manifest names. Of the manifest
 * only the name of the model and the hash of its file are read here.
 *
 * @param version     as the manifest says, for people; empty where it says none
 * @param modelSha256 of model.onnx, 64 hex digits
 */
public record ModelFolder(Path path, ModelRef ref, String version, String modelSha256) {
    public static final String MODEL = "model.onnx";
    public static final String MANIFEST = "manifest.json";
    private static final long MANIFEST_BYTES_MAX = 4L << 20;
    private static final int FILES_MAX = 16;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Reads all of it and checks the hash of the model's file.
     *
     * @throws ConfigurationException one sentence that names the folder and what is wrong with it
     * @throws StageException         CORRUPT where model.onnx is not the file that the manifest names
     */
    public static ModelFolder read(final Path path) {
        final ModelFolder folder = describe(path);
        final Path model = path.resolve(MODEL);
        if (!Files.isRegularFile(model)) {
            throw new ConfigurationException("model folder " + path + " has no " + MODEL);
        }
        final String found = sha256(model);
        if (!found.equals(folder.modelSha256)) {
            throw new StageException(ExitCode.CORRUPT, model + " has the SHA-256 " + found + ", its manifest says " + folder.modelSha256);
        }
        return folder;
    }

    /** Reads the manifest only: quick, and no promise that the model is whole. @throws ConfigurationException as {@link #read} */
    public static ModelFolder describe(final Path path) {
        final Path manifest = path.resolve(MANIFEST);
        if (!Files.isRegularFile(manifest)) {
            throw new ConfigurationException("model folder " + path + (Files.isDirectory(path) ? " has no " + MANIFEST : " is no folder"));
        }
        try {
            if (Files.size(manifest) > MANIFEST_BYTES_MAX) {
                throw new ConfigurationException(manifest + " has more than " + MANIFEST_BYTES_MAX + " bytes");
            }
            final byte[] bytes = Files.readAllBytes(manifest);
            final Map<String, String> texts = texts(bytes);
            final String name = required(manifest, texts, "name");
            final String sha256 = required(manifest, texts, "sha256");
            if (!ModelRef.NAME.matcher(name).matches() || name.equals(ModelRef.EDGE.name())) {
                throw new ConfigurationException(manifest + ": name must be 1 to 64 letters, digits, dots, dashes or underscores and not "
                    + "edge: " + name);
            }
            if (!ModelRef.PIN.matcher(sha256).matches()) {
                throw new ConfigurationException(manifest + ": sha256 must be 64 hex digits in lower case: " + sha256);
            }
            return new ModelFolder(path, new ModelRef(name, HexFormat.of().formatHex(sha256().digest(bytes))),
                texts.getOrDefault("version", ""), sha256);
        } catch (final JsonProcessingException ex) {
            throw new ConfigurationException(manifest + " is no JSON: " + ex.getOriginalMessage());
        } catch (final IOException ex) {
            throw new ConfigurationException("cannot read " + manifest + ": " + ex, ex);
        }
    }

    /** The files that belong to it: all that lie in it and are not hidden, in no order. @throws ConfigurationException as {@link #read} */
    List<Path> files() {
        try (Stream<Path> all = Files.list(path)) {
            final List<Path> files = all
                .filter(file -> Files.isRegularFile(file) && !file.getFileName().toString().startsWith(".")).toList();
            if (files.size() > FILES_MAX) {
                throw new ConfigurationException("model folder " + path + " has " + files.size() + " files, at most " + FILES_MAX
                    + " belong to a model");
            }
            return files;
        } catch (final IOException ex) {
            throw new ConfigurationException("cannot read model folder " + path + ": " + ex, ex);
        }
    }

    private static String required(final Path manifest, final Map<String, String> texts, final String key) {
        final String value = texts.get(key);
        if (value == null) {
            throw new ConfigurationException(manifest + " has no text " + key);
        }
        return value;
    }

    /** The texts and numbers of the outermost object. */
    private static Map<String, String> texts(final byte[] json) throws IOException {
        final Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return texts;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String key = parser.currentName();
                final JsonToken value = parser.nextToken();
                if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
                    texts.put(key, parser.getText());
                }
                parser.skipChildren();
            }
        }
        return texts;
    }

    private static String sha256(final Path file) {
        final MessageDigest digest = sha256();
        final byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (final IOException ex) {
            throw new ConfigurationException("cannot read " + file + ": " + ex, ex);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (final NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex); // every JDK has SHA-256
        }
    }
}
