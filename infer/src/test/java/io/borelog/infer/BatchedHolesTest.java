package io.borelog.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose models answer several holes in one run: what is gathered, how long, and what a death or an exception in a run does. */
class BatchedHolesTest {
    private static final int BATCH = 8;
    private static final long DELAY_NS = 1_000;
    private static final int GOOD = 3;
    private static final int THROWS = 7;
    private static final int KILLS = 8;

    @TempDir
    Path data;

    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final InMemoryJournal matched = new InMemoryJournal("matched", () -> 0);
    private final InMemoryJournal estimated = new InMemoryJournal("estimated-0", () -> 0);
    /** Model and holes of each run. */
    private final List<String> runs = new ArrayList<>();
    private DecidingConfig config = DecidingConfig.parse(null).withFile(Settings.defaults().deciding()).with("infer.estimator", "edge");
    private StageFile stageFile;
    private JournalAppender writer;
    private long origin = 1 << 20;
    private long nowNs;

    /** Stands for the death of the process inside the computation. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void configure() {
        stageFile = StageFile.create(StageFile.path(data, "infer-0"), 0);
        writer = matched.open(Durability.PAGE_CACHE);
        config(config);
    }

    @AfterEach
    void close() {
        stageFile.close();
    }

    private void config(final DecidingConfig next) {
        config = next;
        writer.append(RecordKind.CONFIG, origin++, 0, 0, buffer, 0, Texts.put(buffer, 0, config.text()));
        writer.publish();
    }

    private void hole(final String tool, final int samples) {
        writer.append(RecordKind.HOLE, origin++, 0, 0, buffer, 0, HoleRecord.encode(buffer, 0, new SomeHole(tool, origin, samples, null)));
        writer.publish();
    }

    private void unmatched(final String tool) {
        writer.append(RecordKind.UNMATCHED, origin++, 0, 0, buffer, 0,
            HoleRecord.encode(buffer, 0, new SomeHole(tool, origin, 0, "no Trace")));
        writer.publish();
    }

    private InferAgent agent() {
        final InferAgent agent = new InferAgent("infer-0", new WorkerDuty(0), matched.tail(), estimated.open(Durability.PAGE_CACHE),
            Batching::new, DELAY_NS, stageFile, () -> 0, () -> nowNs, () -> { });
        agent.onStart();
        return agent;
    }

    private static void drain(final InferAgent agent) {
        while (agent.doWork() > 0) {
            continue;
        }
    }

    private List<String> answers() {
        final List<String> answers = new ArrayList<>();
        final EstimateRecord estimate = new EstimateRecord();
        try (JournalTailer tailer = estimated.tailAll()) {
            while (tailer.next()) {
                if (tailer.record().kind() == RecordKind.ESTIMATE) {
                    estimate.wrap(tailer.record());
                    answers.add(estimate.tool() + ":" + estimate.status());
                }
            }
        }
        return answers;
    }

    private final class Batching implements Estimator {
        private final String name;

        private Batching(final ModelRef model) {
            name = model.name();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int batchLimit() {
            return BATCH;
        }

        @Override
        public void estimate(final HoleCurves hole, final KeyPoints into) {
            runs.add(name + "1");
            answer(hole, into);
        }

        @Override
        public void estimate(final HoleCurves[] holes, final KeyPoints[] into, final int count) {
            runs.add(name + count);
            for (int i = 0; i < count; i++) {
                answer(holes[i], into[i]);
            }
        }

        private void answer(final HoleCurves hole, final KeyPoints into) {
            if (hole.count == THROWS) {
                throw new IllegalStateException("a bug");
            }
            if (hole.count == KILLS) {
                throw new Death();
            }
            into.ok(1, 2, 3);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }

    @Test
    void shouldAnswerInOrderWhatHasGathered() {
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hole("tool" + i, GOOD);
            expected.add("tool" + i + ":OK");
            if (i % 5 == 0) {
                unmatched("lost" + i);
                expected.add("lost" + i + ":NO_TRACE");
            }
        }
        drain(agent());
        assertEquals(expected, answers());
        assertEquals(20, runs.stream().mapToInt(run -> Integer.parseInt(run.substring("edge".length()))).sum());
        assertTrue(runs.size() <= 4, runs.toString());
    }

    @Test
    void shouldTakeOnceWhatComesAgainBeforeItIsAnswered() {
        final long first = origin;
        hole("tool1", GOOD);
        hole("tool2", GOOD);
        origin = first; // as where matched is written anew and read from its beginning
        hole("tool1", GOOD);
        hole("tool2", GOOD);
        hole("tool3", GOOD);
        drain(agent());
        assertEquals(List.of("tool1:OK", "tool2:OK", "tool3:OK"), answers());
        assertEquals(List.of("edge3"), runs, "all in one run");
    }

    @Test
    void shouldNotWaitWhereMatchedHasNothingMore() {
        final InferAgent agent = agent();
        hole("tool", GOOD);
        agent.doWork();
        assertEquals(List.of("tool:OK"), answers());
    }

    @Test
    void shouldWaitAtMostTheDelayWhileMatchedHasMore() {
        config(config.with("infer.workers", "64"));
        final String ours = Stream.iterate(0, i -> i + 1).map(i -> "tool" + i).filter(this::isOurs).findFirst().orElseThrow();
        hole(ours, GOOD);
        for (int i = 0; i < 100; i++) {
            hole(Stream.iterate(0, k -> k + 1).map(k -> "other" + k).filter(tool -> !isOurs(tool)).findFirst().orElseThrow(), GOOD);
        }
        final InferAgent agent = agent();
        agent.doWork();
        nowNs += DELAY_NS - 1;
        agent.doWork();
        assertEquals(List.of(), answers());
        assertEquals(0, stageFile.get(StageCounter.IN_SEQ), "not passed yet: retention must leave it alone");
        nowNs++;
        agent.doWork();
        assertEquals(List.of(ours + ":OK"), answers());
        assertTrue(stageFile.get(StageCounter.IN_SEQ) > 0);
        assertEquals(0, stageFile.get(StageCounter.PASSED_SEQ), "its estimate is not forced yet");
        nowNs += TimeUnit.SECONDS.toNanos(1);
        agent.doWork();
        assertTrue(stageFile.get(StageCounter.PASSED_SEQ) >= stageFile.get(StageCounter.IN_SEQ));
    }

    private boolean isOurs(final String tool) {
        final int length = HoleRecord.encode(buffer, 0, new SomeHole(tool, 1, GOOD, null));
        assertTrue(length > 0);
        return new HoleRecord().wrap(buffer, 0).owner(64) == 0;
    }

    @Test
    void shouldAnswerByTheModelOfBeforeWhenAConfigComes() {
        hole("a", GOOD);
        hole("b", GOOD);
        config(ModelPlan.of(config).promote(new ModelRef("next", "%064x".formatted(1))).into(config));
        hole("c", GOOD);
        drain(agent());
        assertEquals(List.of("edge2", "next1"), runs);
        assertEquals(List.of("a:OK", "b:OK", "c:OK"), answers());
    }

    @Test
    void shouldRunTheHolesOfACanaryApart() {
        config(ModelPlan.of(config).canary(new ModelRef("try", "%064x".formatted(1)), new BigDecimal("0.5")).into(config));
        final List<String> expected = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            hole("tool" + i, GOOD);
            expected.add("tool" + i + ":OK");
        }
        drain(agent());
        assertEquals(expected, answers());
        assertEquals(2, runs.size(), runs.toString());
        assertTrue(runs.get(0).startsWith("edge") ^ runs.get(1).startsWith("edge"), runs.toString());
    }

    @Test
    void shouldAnswerAloneWhatThrowsInARun() {
        hole("a", GOOD);
        hole("bug", THROWS);
        hole("c", GOOD);
        drain(agent());
        assertEquals(List.of("a:OK", "bug:CRASH", "c:OK"), answers());
        assertEquals(List.of("edge3", "edge1", "edge1", "edge1"), runs);
        assertEquals(1, stageFile.get(StageCounter.ERRORS));
    }

    @Test
    void shouldAccuseNobodyButTheKillerOfADeathInARun() {
        hole("a", GOOD);
        hole("killer", KILLS);
        hole("c", GOOD);
        int deaths = 0;
        while (deaths < 10 && answers().size() < 3) {
            final InferAgent agent = agent();
            try {
                drain(agent);
            } catch (final Death expected) {
                deaths++;
            }
        }
        assertEquals(1 + Computation.MAX_DEATHS, deaths, "one in the run of three, and three alone");
        assertEquals(List.of("a:OK", "killer:CRASH", "c:OK"), answers());
        assertEquals(List.of("edge3", "edge1", "edge1", "edge1", "edge1", "edge1"), runs);
    }

    @Test
    void shouldRunTogetherAgainOnceThePlaceOfADeathIsPassed() {
        stageFile.beginUnits(1); // the process before died in a run
        for (int i = 0; i < Computation.BATCH_LIMIT + BATCH; i++) {
            hole("tool" + i, GOOD);
        }
        drain(agent());
        assertEquals(Computation.BATCH_LIMIT + 1, runs.size());
        assertEquals("edge" + BATCH, runs.get(runs.size() - 1));
    }
}
