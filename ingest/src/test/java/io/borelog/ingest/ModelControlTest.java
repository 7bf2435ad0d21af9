package io.borelog.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.log.Journals;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which model is in force, by settings and by control: a CONFIG each, and nothing that a worker could not load. */
@Timeout(60)
class ModelControlTest {
    @TempDir
    private Path temp;
    private Path data;
    private ModelStore store;

    @BeforeEach
    void create() throws IOException {
        data = Files.createDirectories(temp.resolve("data"));
        store = new ModelStore(data);
    }

    private Path folder(final String name) throws Exception {
        final Path folder = Files.createDirectories(temp.resolve(name));
        final byte[] model = ("weights of " + name).getBytes(UTF_8);
        Files.write(folder.resolve("model.onnx"), model);
        Files.writeString(folder.resolve("manifest.json"), "{\"name\":\"" + name + "\",\"sha256\":\""
            + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(model)) + "\"}");
        return folder;
    }

    private ModelRef loaded(final String name) throws Exception {
        final ModelRef ref = store.add(folder(name));
        store.markLoaded(ref, "a test");
        return ref;
    }

    private String ask(final String request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(data.resolve("control.sock")))) {
            channel.write(ByteBuffer.wrap((request + '\n').getBytes(UTF_8)));
            final ByteBuffer answer = ByteBuffer.allocate(1 << 10);
            while (answer.position() == 0 || answer.get(answer.position() - 1) != '\n') {
                assertTrue(channel.read(answer) >= 0);
            }
            return new String(answer.array(), 0, answer.position() - 1, UTF_8);
        }
    }

    private void ok(final String request) throws IOException {
        final String answer = ask(request);
        assertTrue(answer.startsWith("{\"ok\":true"), answer);
    }

    private void refused(final String request, final String sentence) throws IOException {
        final String answer = ask(request);
        assertTrue(answer.startsWith("{\"ok\":false") && answer.contains(sentence), answer);
    }

    private List<DecidingConfig> configs(final RunningIngest ingest) {
        final List<DecidingConfig> configs = new ArrayList<>();
        long seq = 0;
        try (JournalTailer tailer = Journals.tail(data, Journals.INBOUND, ingest.stageFile::limit)) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.CONFIG) {
                    configs.add(DecidingConfig.parse(Texts.get(tailer.record().payload(), tailer.record().payloadOffset())));
                    seq = tailer.record().seq();
                }
            }
        }
        assertEquals(seq, ingest.stageFile.get(StageCounter.CONFIG_SEQ));
        return configs;
    }

    private ModelPlan plan(final RunningIngest ingest) {
        final List<DecidingConfig> configs = configs(ingest);
        return ModelPlan.of(configs.get(configs.size() - 1));
    }

    @Test
    void shouldWriteEachChangeOfTheModelsAsAConfigThatARestartKeeps() throws Exception {
        final ModelRef a = loaded("a");
        final ModelRef b = loaded("b");
        final ModelPlan plan;
        try (RunningIngest ingest = RunningIngest.start(data)) {
            ok("{\"model\":{\"promote\":\"" + a + "\"}}");
            assertEquals(a, plan(ingest).inForce());
            ok("{\"model\":{\"canary\":\"" + b + "\",\"share\":\"0.25\"}}");
            ok("{\"model\":{\"shadow\":\"" + b + "\"}}");
            plan = plan(ingest);
            assertEquals(b, plan.canary().model());
            assertEquals("0.25", plan.canary().shareText());
            assertEquals(b, plan.shadow());
        }
        try (RunningIngest ingest = RunningIngest.start(data)) {
            assertEquals(plan, plan(ingest), "a restart undoes nothing");
            ok("{\"model\":{\"rollback\":true}}");
            assertEquals(ModelRef.EDGE, plan(ingest).inForce());
            assertNull(plan(ingest).canary());
            final int before = configs(ingest).size();
            ok("{\"model\":{\"shadow\":\"" + b + "\"}}");
            assertEquals(before, configs(ingest).size(), "nothing has changed");
        }
    }

    @Test
    void shouldRefuseInOneSentenceWhatNoWorkerCouldLoad() throws Exception {
        final ModelRef a = loaded("a");
        final ModelRef untried = store.add(folder("untried"));
        final ModelRef missing = new ModelRef("missing", "0".repeat(64));
        try (RunningIngest ingest = RunningIngest.start(data)) {
            refused("{\"model\":{\"promote\":\"" + missing + "\"}}", "is not in the store");
            refused("{\"model\":{\"promote\":\"" + untried + "\"}}", "has not been loaded yet");
            refused("{\"model\":{\"canary\":\"" + untried + "\",\"share\":\"0.1\"}}", "has not been loaded yet");
            refused("{\"model\":{\"promote\":\"edge\"}}", "in force already");
            refused("{\"model\":{\"rollback\":true}}", "no model was in force before");
            refused("{\"model\":{\"canary\":\"" + a + "\",\"share\":\"7\"}}", "above 0 and at most 1");
            refused("{\"model\":{\"canary\":\"" + a + "\"}}", "can be asked");
            refused("{\"model\":{\"promote\":\"a\"}}", "name@sha256");
            refused("{\"set\":{\"infer.model\":\"/somewhere\"}}", "borelog model promote");
            try (ModelStore.Held held = store.lock()) {
                refused("{\"model\":{\"promote\":\"" + a + "\"}}", "ask again");
            }
            assertEquals(1, configs(ingest).size());
        }
    }

    @Test
    void shouldMarkWhatIsNamedNoMoreAndRemoveAtOnceWhatNeverWas() throws Exception {
        final ModelRef a = loaded("a");
        final ModelRef b = loaded("b");
        try (RunningIngest ingest = RunningIngest.start(data)) {
            ok("{\"model\":{\"promote\":\"" + a + "\"}}");
            ok("{\"model\":{\"promote\":\"edge\"}}");
            refused("{\"model\":{\"retire\":\"edge\"}}", "is in force");
            assertEquals(0, store.entries().get(0).unnamedSeq(), "a rollback would need it");
            ok("{\"model\":{\"retire\":\"" + a + "\"}}");
            assertEquals(ingest.stageFile.get(StageCounter.CONFIG_SEQ), store.entries().get(0).unnamedSeq());
            ok("{\"model\":{\"retire\":\"" + a + "\"}}");
            ok("{\"model\":{\"retire\":\"" + b + "\"}}");
            assertTrue(store.has(a), "records still name it");
            assertFalse(store.has(b), "nothing ever named it");
        }
    }

    @Test
    void shouldTakeTheModelOfTheSettingsOnlyWhereTheyHaveChanged() throws Exception {
        final ModelRef a = loaded("a");
        final ModelRef b = loaded("b");
        final String[] settings = {"infer.estimator=onnx", "infer.model=" + temp.resolve("a")};
        try (RunningIngest ingest = RunningIngest.start(data, settings)) {
            assertEquals(a, plan(ingest).inForce());
            ok("{\"model\":{\"promote\":\"" + b + "\"}}");
        }
        Files.delete(temp.resolve("a/model.onnx")); // nobody looks there again
        try (RunningIngest ingest = RunningIngest.start(data, settings)) {
            assertEquals(b, plan(ingest).inForce());
        }
        try (RunningIngest ingest = RunningIngest.start(data, "infer.estimator=onnx", "infer.model=" + temp.resolve("b"))) {
            assertEquals(b, plan(ingest).inForce());
        }
        try (RunningIngest ingest = RunningIngest.start(data, "infer.estimator=edge", "infer.model=" + temp.resolve("b"))) {
            assertEquals(ModelRef.EDGE, plan(ingest).inForce());
            assertEquals(List.of(b, a), plan(ingest).before(), "and can be rolled back");
        }
    }

    @Test
    void shouldNotStartWithABadModelInTheSettings() throws Exception {
        Files.delete(folder("bad").resolve("model.onnx"));
        for (final String[] bad : new String[][] {{"nowhere", "is no folder"}, {"bad", "has no model.onnx"}}) {
            final String sentence = assertThrows(ConfigurationException.class, () -> RunningIngest.start(
                data, "infer.estimator=onnx", "infer.model=" + temp.resolve(bad[0]))).getMessage();
            assertTrue(sentence.contains(bad[1]) && sentence.lines().count() == 1, sentence);
        }
        try (RunningIngest ingest = RunningIngest.start(data)) {
            assertEquals(ModelRef.EDGE, plan(ingest).inForce());
        }
    }

    @Test
    void shouldTakeBackTheMarkThatAKilledProcessLeft() throws Exception {
        final ModelRef a = loaded("a");
        try (RunningIngest ingest = RunningIngest.start(data)) {
            ok("{\"model\":{\"promote\":\"" + a + "\"}}");
        }
        Files.writeString(store.folder(a).resolve(".unnamed"), "77"); // killed between the mark and the CONFIG
        assertEquals(77, store.entries().get(0).unnamedSeq());
        try (RunningIngest ingest = RunningIngest.start(data)) {
            assertEquals(0, store.entries().get(0).unnamedSeq());
        }
    }
}
