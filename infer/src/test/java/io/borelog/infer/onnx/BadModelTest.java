package io.borelog.infer.onnx;

import static io.borelog.infer.onnx.OnnxGraph.attribute;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.borelog.infer.HoleCurves;
import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a folder can be no model is one line that names the folder and what is wrong. */
class BadModelTest {
    @TempDir
    Path folder;

    private String manifest;

    @BeforeEach
    void write() throws IOException {
        TestModel.write(folder, 3);
        manifest = Files.readString(folder.resolve("manifest.json"));
        open();
    }

    private void open() {
        OnnxEstimator.open(folder, TestRecipe.KNOWN, RuntimeOptions.REFERENCE, alert -> { }).close();
    }

    private void refused(final String... words) {
        says(assertThrows(ConfigurationException.class, this::open), words);
    }

    private void corrupt(final String... words) {
        final StageException ex = assertThrows(StageException.class, this::open);
        assertEquals(ExitCode.CORRUPT, ex.exitCode());
        says(ex, words);
    }

    private void says(final RuntimeException ex, final String... words) {
        final String message = ex.getMessage();
        assertTrue(message.startsWith("model " + folder + ": "), message);
        assertEquals(1, message.lines().count(), message);
        for (final String word : words) {
            assertTrue(message.contains(word), message + " names not " + word);
        }
    }

    private void manifestWith(final String from, final String to) throws IOException {
        assertTrue(manifest.contains(from), manifest);
        Files.writeString(folder.resolve("manifest.json"), manifest.replace(from, to));
    }

    /** Another network under a manifest that has its right hash. */
    private void network(final byte[] bytes) throws IOException {
        Files.write(folder.resolve("model.onnx"), bytes);
        manifestWith(Sha256.hex(TestModel.network(3)), Sha256.hex(bytes));
    }

    private void network(final OnnxGraph graph) throws IOException {
        network(graph.bytes());
    }

    private static OnnxGraph means(final OnnxGraph graph, final String input, final String output) {
        graph.node("ReduceMean", output, List.of(input), attribute("axes", 2), OnnxGraph.number("keepdims", 0));
        return graph;
    }

    @Test
    void shouldNameAMissingManifest() throws IOException {
        Files.delete(folder.resolve("manifest.json"));
        refused("has no manifest.json");
    }

    @Test
    void shouldNameTheLineWhereAManifestIsNoJson() throws IOException {
        manifestWith("\"name\" : \"test\",", "\"name\" : \"test\"");
        refused("manifest.json", "line 4");
        Files.writeString(folder.resolve("manifest.json"), "");
        refused("manifest.json");
        Files.writeString(folder.resolve("manifest.json"), "null");
        refused("manifest.json");
    }

    @Test
    void shouldNameAnUnknownKey() throws IOException {
        manifestWith("\"toleranceMm\"", "\"tolerance\" : 1, \"toleranceMm\"");
        refused("unknown key golden.tolerance");
    }

    @Test
    void shouldNameAKeyThatIsMissingTwiceOrNull() throws IOException {
        manifestWith("\"licence\" : \"Apache-2.0\",", "");
        refused("licence");
        manifestWith("\"licence\" : \"Apache-2.0\",", "\"licence\" : null,");
        refused("licence");
        manifestWith("\"licence\" : \"Apache-2.0\",", "\"licence\" : \"A\", \"licence\" : \"B\",");
        refused("licence");
    }

    @Test
    void shouldRefuseALayoutOfAnotherVersion() throws IOException {
        manifestWith("\"manifest\" : 1", "\"manifest\" : 2");
        refused("manifest must be 1: 2");
    }

    @Test
    void shouldRefuseAGoldenFileOutsideOfTheFolder() throws IOException {
        manifestWith("\"golden.bin\"", "\"../golden.bin\"");
        refused("golden.file", "../golden.bin");
    }

    @Test
    void shouldExitWithFourWhereTheModelIsAnotherFile() throws IOException {
        Files.write(folder.resolve("model.onnx"), TestModel.network(4));
        corrupt("model.onnx", Sha256.hex(TestModel.network(4)), Sha256.hex(TestModel.network(3)));
    }

    @Test
    void shouldExitWithFourWhereTheGoldenHoleIsAnotherFile() throws IOException {
        Files.write(folder.resolve("golden.bin"), GoldenHole.write(TestModel.hole(4)));
        corrupt("golden.bin");
    }

    @Test
    void shouldNameAMissingFile() throws IOException {
        Files.delete(folder.resolve("golden.bin"));
        refused("has no golden.bin");
        Files.delete(folder.resolve("model.onnx"));
        refused("has no model.onnx");
    }

    @Test
    void shouldNameATensorThatTheModelHasNot() throws IOException {
        manifestWith("\"window\"", "\"curves\"");
        refused("no input curves", "window");
        manifestWith("\"points\"", "\"heat\"");
        refused("no output heat", "points");
    }

    @Test
    void shouldNameATensorOfTheWrongType() throws IOException {
        final OnnxGraph graph = new OnnxGraph().input("window", TensorProto.DataType.DOUBLE, 3, 64).output("points", 3);
        final String floats = graph.node("Cast", List.of("window"), OnnxGraph.number("to", TensorProto.DataType.FLOAT.getNumber()));
        network(means(graph, floats, "points"));
        refused("input window must be float32", "DOUBLE");
    }

    @Test
    void shouldNameATensorOfTheWrongShape() throws IOException {
        network(means(new OnnxGraph().input("window", 4, 64).output("points", 4), "window", "points"));
        refused("input window", "[N, 3, 64]", "[-1, 4, 64]");
        network(means(new OnnxGraph().input("window", 3, 64).output("points", 3, 1), "window", "points"));
        refused("model.onnx");
    }

    @Test
    void shouldRefuseAManifestWhoseShapeIsNotItsRecipes() throws IOException {
        manifestWith("[ \"N\", \"3\", \"64\" ]", "[ \"N\", \"3\", \"65\" ]");
        refused("input must be float32 [N, 3, 64]", "[N, 3, 65]");
        manifestWith("\"float32\"", "\"float64\"");
        refused("input must be float32", "float64");
    }

    @Test
    void shouldRefuseAModelOfTwoInputs() throws IOException {
        final OnnxGraph graph = new OnnxGraph().input("window", 3, 64).input("age", 3, 64).output("points", 3);
        network(means(graph, graph.node("Add", List.of("window", "age")), "points"));
        refused("2 inputs");
    }

    @Test
    void shouldNameTheRecipesThatThereAre() throws IOException {
        manifestWith("test-window/1", "test-window/2");
        refused("test-window/2 with test-sums/1", "test-window/1 with test-sums/1");
    }

    @Test
    void shouldRefuseAModelThatGivesNotItsGoldenAnswer() throws IOException {
        network(TestModel.network(4));
        refused("golden answer", "OK [");
    }

    @Test
    void shouldRefuseAModelThatGivesNotItsGoldenStatus() throws IOException {
        manifestWith("\"status\" : \"OK\"", "\"status\" : \"NO_EXIT\"");
        refused("golden answer", "expected NO_EXIT");
    }

    @Test
    void shouldAnswerNothingWhereTheGoldenAnswerIsNone() throws IOException {
        final HoleCurves stub = TestModel.hole(5);
        stub.count = 3;
        final byte[] golden = GoldenHole.write(stub);
        Files.write(folder.resolve("golden.bin"), golden);
        manifestWith(Sha256.hex(GoldenHole.write(TestModel.hole(3))), Sha256.hex(golden));
        refused("TOO_SHORT", "expected OK");
    }

    @Test
    void shouldRefuseAGoldenFileThatIsNone() throws IOException {
        final byte[] golden = new byte[100];
        final String hash = Sha256.hex(GoldenHole.write(TestModel.hole(3)));
        Files.write(folder.resolve("golden.bin"), golden);
        manifestWith(hash, Sha256.hex(golden));
        refused("golden.bin is no golden hole");
        final byte[] cut = Arrays.copyOf(GoldenHole.write(TestModel.hole(3)), 400);
        Files.write(folder.resolve("golden.bin"), cut);
        manifestWith(hash, Sha256.hex(cut));
        refused("golden.bin has 400 bytes");
    }

    @Test
    void shouldRefuseAFileThatIsNoOnnx() throws IOException {
        network("this is no model".getBytes(StandardCharsets.UTF_8));
        refused("model.onnx: ONNX Runtime cannot load it");
        network(Arrays.copyOf(TestModel.network(3), 500));
        refused("model.onnx: ONNX Runtime cannot load it");
        network(new byte[0]);
        refused("model.onnx");
    }

    @Test
    void shouldNameAnOperatorThatTheRuntimeLacks() throws IOException {
        final OnnxGraph graph = new OnnxGraph().input("window", 3, 64).output("points", 3);
        network(means(graph, graph.node("Crystallise", List.of("window")), "points"));
        refused("model.onnx: ONNX Runtime cannot load it", "Crystallise");
    }

    @Test
    void shouldRefuseAModelThatFailsOnItsGoldenHole() throws IOException {
        final OnnxGraph graph = new OnnxGraph().input("window", 3, 64).output("points", 3);
        final String shape = graph.longs("impossible", -1, 7);
        network(means(graph, graph.node("Unsqueeze", List.of(graph.node("Reshape", List.of("window", shape)), graph.longs("axis", 2))),
            "points"));
        refused("fails on its golden hole");
    }
}
