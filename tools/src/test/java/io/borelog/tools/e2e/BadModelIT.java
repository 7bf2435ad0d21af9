package io.borelog.tools.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.journal.model.ModelLoader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody gets who brings a bad model: a process that ends with one line, the exit code of the contract, and no stack trace. */
class BadModelIT {
    private static final int USAGE = 2;
    private static final int CORRUPT = 4;

    @TempDir
    private Path dir;

    private Path model;

    @BeforeEach
    void unpack() throws IOException {
        model = Files.createDirectory(dir.resolve("model"));
        final ModelLoader models = ServiceLoader.load(ModelLoader.class).findFirst().orElseThrow();
        models.unpack(models.shipped().get(0), model);
    }

    private void assertRefused(final int exitCode, final String named) {
        WrongConfigurationIT.assertRefused(exitCode, named, "ingest", "--data", dir.resolve("data").toString(), "--set", "mqtt.port=0",
            "--set", "infer.estimator=onnx", "--set", "infer.model=" + model);
    }

    private void manifest(final Consumer<ObjectNode> change) throws IOException {
        final Path file = model.resolve("manifest.json");
        final ObjectNode manifest = (ObjectNode) Program.JSON.readTree(file.toFile());
        change.accept(manifest);
        Files.writeString(file, manifest.toString());
    }

    private void network(final byte[] bytes) throws Exception {
        Files.write(model.resolve("model.onnx"), bytes);
        final String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        manifest(manifest -> manifest.put("sha256", sha256));
    }

    @Test
    void shouldRefuseAFolderThatIsNoModel() throws IOException {
        Files.delete(model.resolve("model.onnx"));
        assertRefused(USAGE, "model.onnx");
        Files.delete(model.resolve("manifest.json"));
        assertRefused(USAGE, "manifest.json");
    }

    @Test
    void shouldRefuseAFileThatIsAnother() throws IOException {
        Files.writeString(model.resolve("golden.bin"), "x", StandardOpenOption.APPEND);
        assertRefused(CORRUPT, "golden.bin");
        Files.writeString(model.resolve("model.onnx"), "x", StandardOpenOption.APPEND);
        assertRefused(CORRUPT, "model.onnx");
    }

    @Test
    void shouldRefuseAManifestThatIsNotTrue() throws IOException {
        manifest(manifest -> manifest.put("colour", "red"));
        assertRefused(USAGE, "unknown key colour");
        manifest(manifest -> manifest.remove("colour"));
        manifest(manifest -> manifest.put("preProcessing", "position-window/99"));
        assertRefused(USAGE, "no recipe position-window/99");
        Files.writeString(model.resolve("manifest.json"), "{");
        assertRefused(USAGE, "manifest.json");
    }

    @Test
    void shouldRefuseTensorsThatTheModelHasNot() throws IOException {
        manifest(manifest -> ((ObjectNode) manifest.get("input")).put("name", "curves"));
        assertRefused(USAGE, "no input curves");
        manifest(manifest -> ((ObjectNode) manifest.get("input")).put("name", "window").putArray("shape").add("N").add("7").add("9"));
        assertRefused(USAGE, "[N, 7, 9]");
    }

    @Test
    void shouldRefuseAnAnswerThatIsNotTheGoldenOne() throws IOException {
        manifest(manifest -> ((ObjectNode) manifest.get("golden")).putArray("keyPoints").add(1.0).add(2.0).add(3.0));
        assertRefused(USAGE, "gives not its golden answer");
    }

    @Test
    void shouldRefuseAFileThatTheRuntimeCannotLoad() throws Exception {
        network("this is no model".getBytes(StandardCharsets.UTF_8));
        assertRefused(USAGE, "ONNX Runtime cannot load it");
    }
}
