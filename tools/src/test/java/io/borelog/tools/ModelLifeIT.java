package io.borelog.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.model.ModelStore;
import io.borelog.journal.stage.StageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in a real pipeline under load: tried, put in force, taken back; with processes killed meanwhile. */
class ModelLifeIT {
    /** More of them with {@code -Dborelog.model.changes=100}. */
    private static final int CHANGES = Integer.getInteger("borelog.model.changes", 30);
    /** Resident from the start, so that what grows is something else. */
    private static final List<String> WHOLE_HEAP = List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch");

    @TempDir
    private Path temp;
    private RunningBorelog up;
    private RunningBorelog load;
    private int port;

    @AfterEach
    void stop() throws Exception {
        if (load != null) {
            load.close();
        }
        if (up != null) {
            up.close();
        }
    }

    private Path data() {
        return temp.resolve("data");
    }

    private Path model(final String name, final int shift) {
        return TinyModel.write(temp.resolve("models").resolve(name), name, shift);
    }

    private void up(final String... settings) throws Exception {
        final List<String> arguments = new ArrayList<>(List.of("up", "--data", data().toString(), "--set", "mqtt.port=0",
            "--set", "correlate.window=2s", "--set", "correlate.grace=1s", "--set", "journal.ahead=1MiB", "--set", "infer.estimator=edge"));
        Arrays.stream(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
        up = RunningBorelog.start(Files.createTempFile(temp, "talk", ".txt"), WHOLE_HEAP, arguments.toArray(String[]::new));
        final String ready = up.line();
        assertTrue(ready != null && ready.startsWith("borelog ready "), () -> ready + " " + talk());
        port = Integer.parseInt(ready.replaceAll(".* mqtt=[^ ]*:(\\d+) .*", "$1"));
    }

    private List<String> talk() {
        try {
            return up.talk();
        } catch (final IOException ex) {
            return List.of(ex.toString());
        }
    }

    /** Until {@link #drain}. */
    private void load(final int holesPerSecond) throws Exception {
        load = RunningBorelog.start(Files.createTempFile(temp, "load", ".txt"), "simulate", "--set", "mqtt.port=" + port, "--rate",
            Integer.toString(holesPerSecond), "--duration", "3600", "--tools", "8", "--size", "SMALL", "--json");
    }

    private CommandRun run(final String... arguments) {
        final List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--data", data().toString(), "--json"));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private JsonNode ok(final String... arguments) {
        final CommandRun run = run(arguments);
        assertEquals(0, run.code(), () -> run.stderr() + talk());
        return run.object();
    }

    /** Until a killed ingest is back. */
    private void insist(final String... arguments) {
        Await.until(String.join(" ", arguments), () -> {
            final CommandRun run = run(arguments);
            return run.code() == 0 || run.stderr().contains("in force already");
        });
    }

    private long estimated() {
        return run("audit").object().at("/holes/estimated").asLong();
    }

    private void awaitEstimates(final long more) {
        final long wanted = estimated() + more;
        try {
            Await.until(more + " more estimates", () -> estimated() >= wanted);
        } catch (final AssertionError ex) {
            throw new AssertionError(CommandRun.of("status", "--data", data().toString()).stdout() + run("audit").stdout()
                + String.join("\n", talk()), ex);
        }
    }

    /** Ends the load; until everything is told. */
    private void drain() throws Exception {
        assertEquals(0, load.terminate());
        Await.until("rest", () -> {
            final JsonNode audit = run("audit").object();
            final JsonNode holes = audit.get("holes");
            return audit.at("/messages/pending").asLong() == 0 && holes.get("matched").equals(holes.get("estimated"))
                && holes.get("matched").equals(holes.get("delivered"));
        });
        assertEquals(0, run("audit").object().at("/messages/unaccounted").asLong());
    }

    private AnsweredBy checkAll(final int replay) {
        final JsonNode verified = ok("replay", "--from", "start", "--verify", "--into", temp.resolve("replay-" + replay).toString());
        assertEquals(0, verified.get("difference_count").asLong(), verified.toString());
        assertEquals(0, verified.get("not_compared").asLong());
        return AnsweredBy.check(new DataDirectory(data()));
    }

    private ProcessHandle process(final String name) {
        try (StageFile file = StageFile.watch(StageFile.path(data(), name))) {
            return ProcessHandle.of(file.pid()).orElseThrow();
        }
    }

    private boolean isReady(final String name, final long otherThan) {
        final JsonNode stages = run("status").object().get("stages");
        for (final JsonNode stage : stages) {
            if (stage.get("name").asText().equals(name)) {
                return stage.get("pid").asLong() != otherThan && stage.get("state").asText().equals("READY");
            }
        }
        return false;
    }

    @Test
    void shouldChangeTheModelUnderLoadAtExactlyOneRecord() throws Exception {
        up("infer.workers=2");
        ok("model", "add", model("first", 0).toString());
        ok("model", "add", model("second", 3).toString());
        load(20);
        awaitEstimates(10);
        ok("model", "promote", "first");
        awaitEstimates(20);
        ok("model", "canary", "second", "--share", "0.5");
        awaitEstimates(20);
        ok("model", "promote", "second");
        awaitEstimates(20);
        ok("model", "rollback");
        awaitEstimates(10);
        ok("model", "rollback");
        drain();

        final AnsweredBy answers = checkAll(1);
        assertEquals(List.of("edge", "first", "second"), List.copyOf(answers.counts.keySet()));
        assertTrue(answers.counts.values().stream().allMatch(count -> count >= 10), answers.counts.toString());
        assertEquals(0, up.terminate());
        assertEquals(List.of(), talk(), "nobody had anything to say");
    }

    @Test
    void shouldAnswerEveryHoleOnceWhoeverIsKilledAroundAPromote() throws Exception {
        up("infer.workers=2");
        ok("model", "add", model("first", 0).toString());
        ok("model", "add", model("second", 3).toString());
        final Random random = new Random(4);
        load(15);
        for (int round = 0; round < 6; round++) {
            awaitEstimates(3 + random.nextInt(5));
            final String victim = List.of("ingest", "infer-0", "infer-1").get(round % 3);
            final long pid = process(victim).pid();
            if (random.nextBoolean()) {
                process(victim).destroyForcibly();
                insist("model", "promote", round % 2 == 0 ? "first" : "second");
            } else {
                insist("model", "promote", round % 2 == 0 ? "first" : "second");
                process(victim).destroyForcibly();
            }
            Await.until(victim + " again", () -> isReady(victim, pid));
        }
        drain();

        final AnsweredBy answers = checkAll(1);
        assertTrue(answers.counts.getOrDefault("first", 0) > 0 && answers.counts.getOrDefault("second", 0) > 0, answers.counts.toString());
    }

    @Test
    void shouldCompareTheShadowOverItsOwnDeath() throws Exception {
        up();
        load(15);
        awaitEstimates(5);
        ok("model", "shadow", model("shade", 2).toString());
        Await.until("a comparison", () -> run("status").object().at("/model/compared/compared").asLong() >= 10);
        final long pid = process("infer-shadow").pid();
        assertTrue(up.handle().descendants().anyMatch(child -> child.pid() == pid), "a process of its own");
        process("infer-shadow").destroyForcibly();
        awaitEstimates(10);
        Await.until("the shadow again", () -> isReady("infer-shadow", pid));
        drain();
        Await.until("all shadowed", () -> {
            final JsonNode compared = run("status").object().at("/model/compared");
            return compared.get("missing").asLong() == 0 && run("tail", "shadow", "--kind", "ESTIMATE").lines().size()
                == compared.get("compared").asLong();
        });

        final JsonNode model = run("status").object().get("model");
        assertEquals("edge", model.get("in_force").asText());
        assertTrue(model.get("shadow").asText().startsWith("shade@"));
        final JsonNode compared = model.get("compared");
        assertEquals(compared.get("compared").asLong(), sum(compared.get("tools"), "compared"));
        assertEquals(compared.get("status_changes").asLong(), sum(compared.get("tools"), "status_changes"));
        assertTrue(compared.at("/key_points/entry/mean_abs").asDouble() > 0);
        assertTrue(compared.at("/estimator_us/is/p50").asLong() >= 0);
        final String text = CommandRun.of("status", "--data", data().toString()).stdout();
        assertTrue(text.contains("shadow shade@") && text.contains("SIMBOX0/simtool"), text);

        final AnsweredBy answers = checkAll(1);
        assertEquals(List.of("edge"), List.copyOf(answers.counts.keySet()), "a shadow answers for nobody");
        assertEquals(List.of("shade"), List.copyOf(answers.shadowCounts.keySet()));
        ok("model", "retire", "shade");
        Await.until("the end of the shadow", () -> !new DataDirectory(data()).isAlive("infer-shadow"));
        assertEquals(0, up.terminate());
    }

    private static long sum(final JsonNode tools, final String key) {
        long sum = 0;
        for (final JsonNode tool : tools) {
            sum += tool.get(key).asLong();
        }
        return sum;
    }

    @Test
    void shouldWaitWithOneLineForAModelThatIsGoneAndGoOnWhereItStood() throws Exception {
        up();
        final Path folder = model("gone", 1);
        ok("model", "add", folder.toString());
        final ModelRef ref = new ModelStore(data()).find("gone");
        final long pid = process("infer-0").pid();
        process("infer-0").destroyForcibly();
        Await.until("a new worker", () -> isReady("infer-0", pid));
        ok("model", "promote", "gone");
        Await.until("the model in use", () -> modelOfWorker().equals("gone"));
        final Path hidden = temp.resolve("hidden");
        Files.move(new ModelStore(data()).folder(ref), hidden);
        process("infer-0").destroyForcibly();
        load(10);
        Await.until("its sentence", () -> talk().stream().anyMatch(line -> line.contains("infer-0: model gone@")));
        final List<String> said = talk().stream().filter(line -> line.startsWith("[infer-0]")).distinct().toList();
        assertEquals(1, said.size(), said.toString());
        assertTrue(said.get(0).contains("is not in " + data().resolve("models")), said.get(0));
        Await.until("its end", () -> talk().stream().anyMatch(line -> line.matches("borelog up: infer-0 .* ended with 2 .*")));
        ok("model", "add", folder.toString());
        awaitEstimates(5);
        drain();
        assertTrue(checkAll(1).counts.get("gone") >= 5);
    }

    private String modelOfWorker() {
        final JsonNode model = run("status").object().get("model");
        return model.get("in_force").asText().replaceAll("@.*", "");
    }

    @Test
    void shouldNotStartWithABadModel() throws Exception {
        final Path bad = model("bad", 0);
        Files.writeString(bad.resolve("model.onnx"), "no model");
        final String[] settings = {"--data", data().toString(), "--set", "mqtt.port=0", "--set", "infer.estimator=onnx",
            "--set", "infer.model=" + bad};
        for (final String command : List.of("up", "ingest", "config check")) {
            final List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
            arguments.addAll(List.of(settings));
            try (RunningBorelog started = RunningBorelog.start(Files.createTempFile(temp, "talk", ".txt"),
                arguments.toArray(String[]::new))) {
                assertEquals(4, started.awaitExit(), command);
                assertEquals(1, started.talk().size(), () -> command);
                assertTrue(started.talk().get(0).contains(bad + "/model.onnx has the SHA-256"), started.talk().get(0));
            }
        }
    }

    @Test
    void shouldRunAModelFromAFolderAndOutliveTheFolder() throws Exception {
        final Path folder = model("brought", 4);
        up("infer.estimator=onnx", "infer.model=" + folder);
        load(10);
        awaitEstimates(5);
        drain();
        assertEquals(List.of("brought"), List.copyOf(checkAll(1).counts.keySet()));
        assertEquals(0, up.terminate());
        delete(folder);
        up("infer.estimator=onnx", "infer.model=" + folder);
        load(10);
        awaitEstimates(5);
        drain();
        assertEquals(List.of("brought"), List.copyOf(checkAll(2).counts.keySet()));
    }

    @Test
    void shouldLeaveNothingBehindOfManyChanges() throws Exception {
        up();
        ok("model", "add", model("first", 0).toString());
        ok("model", "add", model("second", 3).toString());
        final Path proc = Path.of("/proc", Long.toString(process("infer-0").pid()));
        load(20);
        change(10);
        final long files = count(proc.resolve("fd"));
        final long threads = count(proc.resolve("task"));
        final long mapped = Files.readAllLines(proc.resolve("maps")).size();
        final long rssKb = rssKb(proc);
        change(CHANGES);
        drain();
        assertTrue(count(proc.resolve("fd")) <= files, "open files");
        assertTrue(count(proc.resolve("task")) <= threads + 2, "threads, but for the JVM's compilers");
        assertTrue(Files.readAllLines(proc.resolve("maps")).size() < mapped + 20, "mappings");
        assertTrue(rssKb(proc) < rssKb + CHANGES * 500, () -> rssKb + " kB before, " + rssKb(proc) + " kB behind " + CHANGES + " changes");
        try (Stream<Path> left = Files.list(data().resolve("models"))) {
            assertEquals(3, left.count(), "two models and the lock");
        }
        checkAll(1);
    }

    /** Each with a hole that the new model answers, so that it is really there. */
    private void change(final int times) throws Exception {
        for (int i = 0; i < times; i++) {
            ok("model", "promote", i % 2 == 0 ? "first" : "second");
            awaitEstimates(2);
        }
    }

    private static long count(final Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private static long rssKb(final Path proc) {
        try {
            return Files.readAllLines(proc.resolve("status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        } catch (final IOException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void delete(final Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (final Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        assertFalse(Files.exists(folder));
    }
}
