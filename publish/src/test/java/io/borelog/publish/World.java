package io.borelog.publish;

import io.borelog.journal.config.Settings;
import io.borelog.journal.log.Durability;
import io.borelog.journal.log.InMemoryJournal;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.JournalTailer;
import io.borelog.journal.record.DecidingConfig;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.EstimateRecord.Answer;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.RecordView;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;

/** The journals around publish in memory, and publish itself, to be killed and started again by simply forgetting the agent. */
final class World {
    long nowNs = TestHole.LAST_WALL_NS;
    final InMemoryJournal matched = new InMemoryJournal("matched", () -> nowNs);
    final InMemoryJournal outbound = new InMemoryJournal("outbound", () -> nowNs);
    final Map<Integer, InMemoryJournal> estimated = new HashMap<>();
    private final Map<Integer, JournalAppender> workers = new HashMap<>();
    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer(1 << 10);
    final JournalAppender correlate = matched.open(Durability.DISK);

    /** One OUT as a reader sees it. */
    record Told(long originSeq, int originOrdinal, int number, int count, String topic, String body) {
    }

    World config(final String... overrides) {
        final DecidingConfig config = DecidingConfig.parse(null).withFile(Settings.load(null, List.of(overrides)).deciding());
        final int length = Texts.put(payload, 0, config.text());
        correlate.append(RecordKind.CONFIG, Seq.NONE, 0, 0, payload, 0, length);
        correlate.commit();
        return this;
    }

    void matched(final RecordKind kind, final long originSeq, final int ordinal) {
        correlate.append(kind, originSeq, ordinal, originSeq * 10, payload, 0, 64);
        correlate.commit();
    }

    void estimate(final int worker, final String tool, final long originSeq, final int ordinal, final Answer answer) {
        final int length = EstimateRecord.encode(
            payload, 0, TestHole.of(tool, originSeq).encode(), answer, TestHole.LAST_WALL_NS + 1_000, 500, null);
        final JournalAppender appender = worker(worker);
        appender.append(RecordKind.ESTIMATE, originSeq, ordinal, originSeq * 10, payload, 0, length);
        appender.commit();
    }

    void estimate(final int worker, final long originSeq, final int ordinal) {
        estimate(worker, "tool" + worker, originSeq, ordinal, TestHole.ok(1, 2, originSeq + ordinal / 10.0));
    }

    /** A hole and its estimate. */
    void hole(final int worker, final long originSeq, final int ordinal) {
        matched(RecordKind.HOLE, originSeq, ordinal);
        estimate(worker, originSeq, ordinal);
    }

    private JournalAppender worker(final int worker) {
        return workers.computeIfAbsent(worker, k -> journal(k).open(Durability.DISK));
    }

    private InMemoryJournal journal(final int worker) {
        return estimated.computeIfAbsent(worker, k -> new InMemoryJournal("estimated-" + k, () -> nowNs));
    }

    /** A process start. */
    PublishAgent publish(final JournalAppender appender, final ExternalBroker broker, final Progress progress) {
        final WorkerJournals journals = new WorkerJournals() {
            @Override
            public boolean exists(final int worker) {
                return estimated.containsKey(worker);
            }

            @Override
            public JournalTailer tail(final int worker) {
                return journal(worker).tail();
            }
        };
        final PublishAgent agent = new PublishAgent(matched.tail(), new Estimates(journals), appender, checkpoint(appender),
            new Renderer(), broker, progress, () -> nowNs, () -> { });
        agent.onStart();
        return agent;
    }

    Checkpoint checkpoint(final JournalAppender appender) {
        return Checkpoint.find(outbound.tailAll(), appender.lastOriginSeq(), true);
    }

    PublishAgent publish() {
        return publish(outbound.open(Durability.DISK), null, new Progress(null));
    }

    /** Until nothing more happens. */
    static void drain(final PublishAgent agent) {
        while (agent.doWork() > 0) {
            Thread.onSpinWait();
        }
    }

    List<Told> told() {
        final List<Told> told = new ArrayList<>();
        final OutRecord out = new OutRecord();
        final JournalTailer tailer = outbound.tail();
        while (tailer.next()) {
            final RecordView record = tailer.record();
            if (record.kind() == RecordKind.OUT) {
                out.wrap(record);
                told.add(new Told(record.header().originSeq(), record.header().originOrdinal(), out.number(), out.count(), out.topic(),
                    out.buffer().getStringWithoutLengthUtf8(out.bodyOffset(), out.bodyLength())));
            }
        }
        return told;
    }

    /** {@code seq/ordinal:number} each. */
    List<String> order() {
        return told().stream().map(t -> t.originSeq + "/" + t.originOrdinal + ":" + t.number).toList();
    }
}
