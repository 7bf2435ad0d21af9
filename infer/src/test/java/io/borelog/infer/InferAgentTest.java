package io.borelog.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.ConfigurationException;
import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.model.ModelPlan;
import io.borelog.journal.model.ModelRef;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers over journals in memory: who answers what, and what a restart does. */
class InferAgentTest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final InMemoryJournal matched = new InMemoryJournal("matched", () -> 0);
    private final Map<Integer, InMemoryJournal> estimated = new HashMap<>();
    /** What happened to estimators, in order. */
    private final List<String> events = new ArrayList<>();
    private final Set<ModelRef> missing = new HashSet<>();
    private DecidingConfig config = DecidingConfig.parse(null).withFile(Settings.defaults().deciding()).with("infer.estimator", "edge");
    private JournalAppender writer;
    private long origin = 1 << 20;

    @BeforeEach
    void configure() {
        writer = matched.open(Durability.PAGE_CACHE);
        workers(1);
    }

    private void workers(final int count) {
        config(config.with("infer.workers", Integer.toString(count)));
    }

    private ModelPlan plan() {
        return ModelPlan.of(config);
    }

    private void config(final DecidingConfig next) {
        config = next;
        writer.append(RecordKind.CONFIG, origin++, 0, 0, buffer, 0, Texts.put(buffer, 0, config.text()));
        writer.publish();
    }

    private void hole(final RecordKind kind, final String tool, final int samples, final String reason) {
        writer.append(kind, origin++, 0, 0, buffer, 0, HoleRecord.encode(buffer, 0, new SomeHole(tool, origin, samples, reason)));
        writer.publish();
    }

    private InferAgent agent(final int worker, final StageFile stageFile) {
        final InMemoryJournal journal = estimated.computeIfAbsent(worker, k -> new InMemoryJournal("estimated-" + k, () -> 0));
        final Duty duty = worker == StageName.SHADOW ? new ShadowDuty() : new WorkerDuty(worker);
        final InferAgent agent = new InferAgent("infer-" + worker, duty, matched.tail(), journal.open(Durability.PAGE_CACHE),
            this::open, 0, stageFile, () -> 0, () -> 0, () -> { });
        agent.onStart();
        return agent;
    }

    private Estimator open(final ModelRef model) {
        if (missing.contains(model)) {
            throw new ConfigurationException("no " + model.name());
        }
        return new CountingEstimator(model.name());
    }

    private static ModelRef model(final String name) {
        return new ModelRef(name, "%064x".formatted(name.hashCode()));
    }

    private static void drain(final InferAgent agent) {
        while (agent.doWork() > 0) {
            continue;
        }
    }

    private List<String> answers(final int worker) {
        return answers(worker, estimate -> estimate.tool() + ":" + estimate.status() + ":" + estimate.reason());
    }

    private List<String> models() {
        return models(0);
    }

    private List<String> models(final int worker) {
        return answers(worker, estimate -> estimate.tool() + ":" + estimate.modelName());
    }

    private List<String> answers(final int worker, final Function<EstimateRecord, String> text) {
        final List<String> answers = new ArrayList<>();
        final EstimateRecord estimate = new EstimateRecord();
        try (JournalTailer tailer = estimated.get(worker).tailAll()) {
            while (tailer.next()) {
                final RecordView record = tailer.record();
                if (record.kind() == RecordKind.ESTIMATE) {
                    answers.add(text.apply(estimate.wrap(record)));
                }
            }
        }
        return answers;
    }

    @Test
    void shouldAnswerEveryHoleAndEveryUnmatchedResult() {
        hole(RecordKind.HOLE, "a", 3, null);
        hole(RecordKind.UNMATCHED, "b", 0, "no Trace came for this Result");
        hole(RecordKind.HOLE, "c", CountingEstimator.THROWS, null);
        drain(agent(0, null));
        assertEquals(List.of("a:OK:null", "b:NO_TRACE:no Trace came for this Result",
            "c:CRASH:" + Status.CRASH.sentence()), answers(0));
    }

    @Test
    void shouldAnswerEachHoleOnceHoweverOftenItIsRestarted() {
        for (int i = 0; i < 20; i++) {
            hole(RecordKind.HOLE, "tool" + i, 3, null);
            drain(agent(0, null));
        }
        assertEquals(20, answers(0).size());
        drain(agent(0, null));
        assertEquals(20, answers(0).size());
    }

    @Test
    void shouldSwitchOwnersAtTheConfigRecordInAllWorkers() {
        for (int i = 0; i < 20; i++) {
            hole(RecordKind.HOLE, "before" + i, 3, null);
        }
        workers(3);
        for (int i = 0; i < 60; i++) {
            hole(RecordKind.HOLE, "after" + i, 3, null);
        }
        for (int worker = 0; worker < 3; worker++) {
            drain(agent(worker, null));
        }
        final List<String> all = new ArrayList<>();
        for (int worker = 0; worker < 3; worker++) {
            assertTrue(answers(worker).size() > 5, "worker " + worker + " has its share");
            all.addAll(answers(worker));
        }
        assertEquals(80, all.size());
        assertEquals(80, all.stream().distinct().count());
        assertEquals(20, answers(0).stream().filter(answer -> answer.startsWith("before")).count());
    }

    @Test
    void shouldGiveUpAHoleThatKilledTheProcessThreeTimes(@TempDir final Path data) {
        hole(RecordKind.HOLE, "killer", CountingEstimator.KILLS, null);
        hole(RecordKind.HOLE, "next", 3, null);
        try (StageFile stageFile = StageFile.create(StageFile.path(data, "infer-0"), 0)) {
            for (int death = 1; death <= Computation.MAX_DEATHS; death++) {
                final InferAgent agent = agent(0, stageFile);
                try {
                    drain(agent);
                    throw new IllegalStateException("the process should have died");
                } catch (final CountingEstimator.Death expected) {
                    assertEquals(List.of(), answers(0));
                }
            }
            drain(agent(0, stageFile));
            assertEquals(List.of("killer:CRASH:" + Status.CRASH.sentence(), "next:OK:null"), answers(0));
        }
    }

    @Test
    void shouldAnswerEachHoleByTheModelInForceAtItsRecord() {
        final InferAgent live = agent(0, null);
        for (final String name : List.of("a", "b", "a")) {
            hole(RecordKind.HOLE, "before", 3, null);
            config(plan().promote(model(name)).into(config));
            hole(RecordKind.HOLE, "behind", 3, null);
            hole(RecordKind.UNMATCHED, "lost", 0, "no Trace");
        }
        config(plan().rollback().into(config));
        hole(RecordKind.HOLE, "back", 3, null);
        drain(live);
        final List<String> expected = List.of("before:edge", "behind:a", "lost:a", "before:a", "behind:b", "lost:b", "before:b", "behind:a",
            "lost:a", "back:b");
        assertEquals(expected, models());
        assertEquals(List.of("+edge", "-edge", "+a", "-a", "+b", "-b", "+a", "-a", "+b"), events, "one at a time");

        estimated.clear();
        for (int i = 0; i < expected.size(); i++) {
            final InferAgent killed = agent(0, null); // and started again after a few records
            killed.doWork();
        }
        assertEquals(expected, models(), "the same when each process is killed");
    }

    @Test
    void shouldOpenAtAStartOnlyWhatIsStillAsked() {
        for (int i = 0; i < 100; i++) {
            config(plan().promote(model("m" + i)).into(config));
            hole(RecordKind.HOLE, "tool", 3, null);
        }
        drain(agent(0, null));
        assertEquals(100 + 99, events.size(), "each opened once and closed, but for the last");
        events.clear();
        missing.add(model("m3"));
        drain(agent(0, null));
        assertEquals(List.of("+m99"), events);
        assertEquals(100, models().size());
    }

    @Test
    void shouldEndAtTheHoleWhoseModelIsNotThereAndGoOnThereWhenItIs() {
        hole(RecordKind.HOLE, "before", 3, null);
        config(plan().promote(model("a")).into(config));
        hole(RecordKind.HOLE, "behind", 3, null);
        missing.add(model("a"));
        final InferAgent agent = agent(0, null);
        assertEquals("no a", assertThrows(ConfigurationException.class, () -> drain(agent)).getMessage());
        assertEquals("no a", assertThrows(ConfigurationException.class, () -> drain(agent(0, null))).getMessage());
        assertEquals(List.of("before:edge"), models());
        missing.clear();
        drain(agent(0, null));
        assertEquals(List.of("before:edge", "behind:a"), models());
    }

    @Test
    void shouldNoticeABadModelBeforeAHoleComes() {
        final InferAgent agent = agent(0, null);
        drain(agent);
        missing.add(model("a"));
        config(plan().canary(model("a"), BigDecimal.ONE).into(config));
        assertThrows(ConfigurationException.class, () -> drain(agent));
    }

    @Test
    void shouldLetCanariesAnswerForTheirToolsOnly() {
        config(plan().canary(model("c"), new BigDecimal("0.3")).into(config));
        for (int i = 0; i < 200; i++) {
            hole(RecordKind.HOLE, "tool" + i % 50, 3, null);
        }
        drain(agent(0, null));
        final Set<String> distinct = new HashSet<>(models());
        assertEquals(50, distinct.size(), "no tool has two models");
        final long canaries = distinct.stream().filter(one -> one.endsWith(":c")).count();
        assertTrue(canaries > 5 && canaries < 30, canaries + " canaries of 50");
    }

    @Test
    void shouldShadowEveryToolWhileAConfigNamesAShadow() {
        workers(3);
        final InferAgent shadow = agent(StageName.SHADOW, null);
        hole(RecordKind.HOLE, "before", 3, null);
        config(plan().shadow(model("s")).into(config));
        for (int i = 0; i < 5; i++) {
            hole(RecordKind.HOLE, "tool" + i, 3, null);
        }
        drain(shadow);
        drain(agent(StageName.SHADOW, null));
        config(plan().retire(model("s")).into(config));
        hole(RecordKind.HOLE, "behind", 3, null);
        config(plan().shadow(model("t")).into(config));
        hole(RecordKind.HOLE, "again", 3, null);
        drain(agent(StageName.SHADOW, null));
        assertEquals(List.of("tool0:s", "tool1:s", "tool2:s", "tool3:s", "tool4:s", "again:t"), models(StageName.SHADOW));
    }

    /** Answers by the number of samples. */
    private final class CountingEstimator implements Estimator {
        private static final int THROWS = 7;
        private static final int KILLS = 8;

        /** Stands for the death of the process inside the computation. */
        private static final class Death extends Error {
            private static final long serialVersionUID = 1;
        }

        private final String name;

        private CountingEstimator(final String name) {
            this.name = name;
            events.add("+" + name);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void estimate(final HoleCurves hole, final KeyPoints into) {
            if (hole.count == THROWS) {
                throw new IllegalStateException("a bug");
            }
            if (hole.count == KILLS) {
                throw new Death();
            }
            into.ok(1, 2, hole.positionMm[2]);
        }

        @Override
        public void close() {
            events.add("-" + name);
        }
    }
}
