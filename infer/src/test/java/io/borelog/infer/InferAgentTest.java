package io.borelog.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Texts;
import io.borelog.journal.stage.StageFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers over journals in memory: who answers what, and what a restart does. */
class InferAgentTest {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final InMemoryJournal matched = new InMemoryJournal("matched", () -> 0);
    private final Map<Integer, InMemoryJournal> estimated = new HashMap<>();
    private final Estimator estimator = new CountingEstimator();
    private JournalAppender writer;
    private long origin = 1 << 20;

    @BeforeEach
    void configure() {
        writer = matched.open(Durability.PAGE_CACHE);
        workers(1);
    }

    private void workers(final int count) {
        final DecidingConfig config = DecidingConfig.parse(null).withFile(Settings.defaults().deciding())
            .with("infer.workers", Integer.toString(count));
        writer.append(RecordKind.CONFIG, origin++, 0, 0, buffer, 0, Texts.put(buffer, 0, config.text()));
        writer.publish();
    }

    private void hole(final RecordKind kind, final String tool, final int samples, final String reason) {
        writer.append(kind, origin++, 0, 0, buffer, 0, HoleRecord.encode(buffer, 0, new SomeHole(tool, origin, samples, reason)));
        writer.publish();
    }

    private InferAgent agent(final int worker, final StageFile stageFile) {
        final InMemoryJournal journal = estimated.computeIfAbsent(worker, k -> new InMemoryJournal("estimated-" + k, () -> 0));
        final InferAgent agent = new InferAgent(
            worker, matched.tail(), journal.open(Durability.PAGE_CACHE), model -> estimator, stageFile, () -> 0, () -> 0, () -> { });
        agent.onStart();
        return agent;
    }

    private static void drain(final InferAgent agent) {
        while (agent.doWork() > 0) {
            continue;
        }
    }

    private List<String> answers(final int worker) {
        final List<String> answers = new ArrayList<>();
        final EstimateRecord estimate = new EstimateRecord();
        try (JournalTailer tailer = estimated.get(worker).tailAll()) {
            while (tailer.next()) {
                final RecordView record = tailer.record();
                if (record.kind() == RecordKind.ESTIMATE) {
                    estimate.wrap(record);
                    answers.add(estimate.tool() + ":" + estimate.status() + ":" + estimate.reason());
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
            for (int death = 1; death <= InferAgent.MAX_DEATHS; death++) {
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

    /** Answers by the number of samples. */
    private static final class CountingEstimator implements Estimator {
        private static final int THROWS = 7;
        private static final int KILLS = 8;

        /** Stands for the death of the process inside the computation. */
        private static final class Death extends Error {
            private static final long serialVersionUID = 1;
        }

        @Override
        public String name() {
            return "counting";
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
        }
    }

    private record SomeHole(String tool, long resultSeq, int sampleCount, String reason) implements HoleRecord.Source {
        @Override
        public long traceSeq() {
            return 0;
        }

        @Override
        public long headsSeq() {
            return 0;
        }

        @Override
        public long lastWallTimeNs() {
            return 0;
        }

        @Override
        public String toolbox() {
            return "box";
        }

        @Override
        public String machineId() {
            return "0";
        }

        @Override
        public String resultId() {
            return Long.toString(resultSeq);
        }

        @Override
        public String headId() {
            return null;
        }

        @Override
        public String sourceTimestamp() {
            return "2024-05-15T07:29:33Z";
        }

        @Override
        public int stepCount() {
            return 0;
        }

        @Override
        public float[] stepCode() {
            return new float[0];
        }

        @Override
        public float[] torqueEmptyA() {
            return new float[0];
        }

        @Override
        public float[] thrustEmptyA() {
            return new float[0];
        }

        @Override
        public float[] positionMm() {
            return new float[] {1, 2, 3, 4, 5, 6, 7, 8};
        }

        @Override
        public float[] torqueA() {
            return positionMm();
        }

        @Override
        public float[] thrustA() {
            return positionMm();
        }

        @Override
        public float[] step() {
            return positionMm();
        }
    }
}
