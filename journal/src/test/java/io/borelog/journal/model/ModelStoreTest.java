package io.borelog.journal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.ExitCode;
import io.borelog.journal.StageException;
import io.borelog.journal.config.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    @TempDir
    private Path temp;
    private ModelStore store;
    private int folders;

    @BeforeEach
    void create() throws Exception {
        Files.createDirectories(temp.resolve("data"));
        store = new ModelStore(temp.resolve("data"));
    }

    private Path folder(final String name, final String content) throws Exception {
        return TestFolder.write(temp.resolve("folder" + folders++), name, content);
    }

    private List<String> files() throws Exception {
        try (Stream<Path> files = Files.list(temp.resolve("data/models"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("lock")).sorted().toList();
        }
    }

    @Test
    void shouldKeepAModelUnderTheHashOfItsManifest() throws Exception {
        final Path folder = folder("depth", "weights");
        final ModelRef ref = store.add(folder);
        assertEquals(ref, store.add(folder), "once more changes nothing");
        assertEquals(List.of(ref.pin()), files());
        assertTrue(store.has(ref));
        for (final String file : List.of("model.onnx", "manifest.json", "golden.bin")) {
            assertEquals(-1, Files.mismatch(folder.resolve(file), store.folder(ref).resolve(file)), file);
        }
        final ModelStore.Entry entry = store.entries().get(0);
        assertEquals("3", entry.folder().version());
        assertEquals("", entry.loaded());
        store.markLoaded(ref, "runtime 7");
        assertEquals("runtime 7", store.entries().get(0).loaded());
    }

    @Test
    void shouldTakeAChangedManifestForAnotherModelThatNeedsAnotherName() throws Exception {
        final ModelRef ref = store.add(folder("depth", "weights"));
        final Path changed = folder("depth", "weights");
        TestFolder.manifest(changed, Files.readString(changed.resolve("manifest.json")).replace("\"version\":3", "\"version\":4"));
        assertNotEquals(ref, ModelFolder.read(changed).ref());
        final String sentence = assertThrows(ConfigurationException.class, () -> store.add(changed)).getMessage();
        assertTrue(sentence.contains("another model of the name depth with the same model.onnx"), sentence);
        assertTrue(sentence.contains(ref.shortText()), sentence);
        assertEquals(List.of(ref.pin()), files(), "nothing half taken is left");
    }

    @Test
    void shouldSayInOneSentenceWhatIsWrongWithAFolder() throws Exception {
        final Path gone = temp.resolve("gone");
        assertSentence(gone, "is no folder");
        final Path empty = Files.createDirectories(temp.resolve("empty"));
        assertSentence(empty, "has no manifest.json");
        final Path flipped = folder("a", "weights");
        Files.writeString(flipped.resolve("model.onnx"), "x", StandardOpenOption.APPEND);
        final StageException other = assertThrows(StageException.class, () -> store.add(flipped));
        assertEquals(ExitCode.CORRUPT, other.exitCode());
        assertTrue(other.getMessage().contains(flipped.toString()) && other.getMessage().contains("its manifest says"), other.getMessage());
        final Path without = folder("b", "weights");
        Files.delete(without.resolve("model.onnx"));
        assertSentence(without, "has no model.onnx");
        final Path bad = folder("c", "weights");
        final String hash = ",\"sha256\":\"" + "0".repeat(64) + "\"}";
        for (final String manifest : List.of("[]", "", "{\"name\":", "{\"name\":\"x\"}", "{\"name\":\"x\",\"sha256\":\"12\"}",
            "{\"name\":\"edge\"" + hash, "{\"name\":\"../x\"" + hash)) {
            TestFolder.manifest(bad, manifest);
            assertSentence(bad, bad.toString());
        }
        assertEquals(List.of(), store.entries());
    }

    private void assertSentence(final Path folder, final String... words) {
        final String sentence = assertThrows(ConfigurationException.class, () -> store.add(folder)).getMessage();
        assertEquals(1, sentence.lines().count(), sentence);
        for (final String word : words) {
            assertTrue(sentence.contains(word), sentence);
        }
    }

    @Test
    void shouldFindWhatAPersonMeans() throws Exception {
        final ModelRef depth = store.add(folder("depth", "weights"));
        final ModelRef other = store.add(folder("other", "weights"));
        assertEquals(ModelRef.EDGE, store.find("edge"));
        assertEquals(depth, store.find("depth"));
        assertEquals(other, store.find("other@" + other.pin().substring(0, 5)));
        final String sentence = assertThrows(StageException.class, () -> store.find("dept")).getMessage();
        assertTrue(sentence.contains("edge, depth@") && sentence.contains(", other@"), sentence);
        final ModelRef retrained = store.add(folder("depth", "other weights"));
        assertTrue(assertThrows(StageException.class, () -> store.find("depth")).getMessage().contains("say which"));
        assertEquals(retrained, store.find(retrained.shortText()));
    }

    @Test
    void shouldMarkWhatIsNamedNoMoreAndForgetTheMarkWhenItIsNamedAgain() throws Exception {
        final ModelRef a = store.add(folder("a", "1"));
        final ModelRef b = store.add(folder("b", "2"));
        assertThrows(ConfigurationException.class, () -> store.name(Set.of(), Set.of(a), 50), "nobody has loaded it");
        store.name(Set.of(a), Set.of(a), 60);
        store.markLoaded(a, "here");
        store.markLoaded(b, "here");
        store.name(Set.of(ModelRef.EDGE), Set.of(a), 100);
        store.name(Set.of(a), Set.of(b, ModelRef.EDGE), 200);
        assertEquals(List.of(200L, 0L), store.entries().stream().map(ModelStore.Entry::unnamedSeq).toList());
        store.name(Set.of(b), Set.of(a), 300);
        assertEquals(List.of(0L, 300L), store.entries().stream().map(ModelStore.Entry::unnamedSeq).toList());
        store.add(folder("b", "2"));
        assertEquals(0, store.entries().get(1).unnamedSeq(), "wanted again");
        assertThrows(ConfigurationException.class, () -> store.name(Set.of(a), Set.of(new ModelRef("c", "c".repeat(64))), 400));
    }

    @Test
    void shouldRemoveAModelAndWhatADeadProcessLeft() throws Exception {
        final ModelRef ref = store.add(folder("a", "1"));
        Files.createDirectories(temp.resolve("data/models/.unready-" + ref.pin()));
        Files.writeString(temp.resolve("data/models/.unready-" + ref.pin() + "/model.onnx"), "half");
        try (ModelStore.Held held = store.lock()) {
            store.remove(ref);
            store.remove(ref);
        }
        final Path half = Files.createDirectories(temp.resolve("data/models/.unready-123"));
        Files.writeString(half.resolve("model.onnx"), "half");
        store.clean(Files.getLastModifiedTime(half).toMillis());
        assertTrue(Files.exists(half), "somebody may be at it");
        store.clean(Files.getLastModifiedTime(half).toMillis() + 1);
        assertFalse(store.has(ref));
        assertEquals(List.of(), files());
    }

    @Test
    void shouldLetOneAtATimeNameOrRemove() throws Exception {
        final Thread waiting;
        final boolean[] had = new boolean[1];
        try (ModelStore.Held held = store.lock()) {
            waiting = new Thread(() -> {
                try (ModelStore.Held second = store.lock()) {
                    had[0] = true;
                }
            });
            waiting.start();
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertFalse(had[0]);
        }
        waiting.join();
        assertTrue(had[0]);
    }
}
