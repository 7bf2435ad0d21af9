package io.borelog.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.borelog.journal.log.Durability;
import io.borelog.journal.log.JournalAppender;
import io.borelog.journal.log.Journals;
import io.borelog.journal.log.SpaceRules;
import io.borelog.journal.record.DispositionRecord;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.MessageRecord;
import io.borelog.journal.record.OutRecord;
import io.borelog.journal.record.RecordKind;
import io.borelog.journal.record.Seq;
import io.borelog.journal.record.SnapshotEndRecord;
import io.borelog.journal.stage.AuditCounts;
import io.borelog.journal.stage.StageCounter;
import io.borelog.journal.stage.StageFile;
import io.borelog.journal.stage.StageName;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A data directory written by a test with the real appender, one writer per journal, as stages would. Every record is visible at once. */
final class WrittenJournals implements AutoCloseable {
    static final long CYCLE_BYTES = 1 << 20;
    static final long WALL_START_NS = 1_763_000_000_000_000_000L;

    private final Path data;
    private final Map<String, StageFile> stageFiles = new LinkedHashMap<>();
    private final Map<String, JournalAppender> appenders = new LinkedHashMap<>();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    private final ExpandableArrayBuffer holeBuffer = new ExpandableArrayBuffer();
    private long wallNs = WALL_START_NS;

    WrittenJournals(final Path data) {
        this.data = data;
    }

    StageFile stageFile(final String process) {
        return stageFiles.computeIfAbsent(process, name -> StageFile.create(StageFile.path(data, name), 0));
    }

    private JournalAppender appender(final String journal) {
        return appenders.computeIfAbsent(journal, name -> {
            final JournalAppender appender = Journals.append(
                data, name, CYCLE_BYTES, SpaceRules.SMALL, Durability.PAGE_CACHE, stageFile(StageName.writerOf(name)), () -> wallNs);
            appender.commit();
            return appender;
        });
    }

    /** Opens again, which begins an epoch. */
    void reopen(final String journal) {
        appenders.remove(journal).close();
        appender(journal);
    }

    void wallTime(final long ns) {
        wallNs = ns;
    }

    long message(final String topic, final byte[] body) {
        wallNs++;
        final int at = MessageRecord.putPrefix(buffer, 0, topic.getBytes(UTF_8), "client-1".getBytes(UTF_8), 7, 1, 0);
        buffer.putBytes(at, body);
        return append(Journals.INBOUND, RecordKind.MESSAGE, Seq.NONE, 0, at + body.length);
    }

    long message(final String topic, final String body) {
        return message(topic, body.getBytes(UTF_8));
    }

    void tick() {
        append(Journals.INBOUND, RecordKind.TICK, Seq.NONE, 0, 0);
    }

    void deadLetter(final long messageSeq, final String reason, final String topic) {
        append(Journals.MATCHED, RecordKind.DISPOSITION, messageSeq, 0,
            DispositionRecord.encode(buffer, 0, messageSeq, DispositionRecord.DEAD_LETTER, reason, topic, "in detail"));
    }

    void hole(final long originSeq, final String tool) {
        append(Journals.MATCHED, RecordKind.HOLE, originSeq, 0, HoleRecord.encode(buffer, 0, source(originSeq, tool)));
    }

    void estimate(final int worker, final long originSeq, final String tool, final String status, final String reason) {
        HoleRecord.encode(holeBuffer, 0, source(originSeq, tool));
        final HoleRecord hole = new HoleRecord().wrap(new UnsafeBuffer(holeBuffer, 0, holeBuffer.capacity()), 0);
        final boolean ok = status.equals("OK");
        append(Journals.estimated(worker), RecordKind.ESTIMATE, originSeq, 0, EstimateRecord.encode(buffer, 0, hole,
            new EstimateRecord.Answer(status, reason, ok ? 1.5 : Double.NaN, ok ? 2.5 : Double.NaN, ok ? 4.5 : Double.NaN, "edge", null),
            wallNs, 1_000, "a test"));
    }

    void out(final long originSeq, final int number, final int count, final String topic, final String body) {
        append(Journals.OUTBOUND, RecordKind.OUT, originSeq, 0,
            OutRecord.encode(buffer, 0, number, count, topic.getBytes(UTF_8), body.getBytes(UTF_8)));
    }

    void delivered(final long originSeq) {
        append(Journals.OUTBOUND, RecordKind.DELIVERED, originSeq, 0, 0);
    }

    /** @param oldestSeq of inbound that the snapshot still refers to */
    void snapshot(final long inboundSeq, final long oldestSeq) {
        buffer.putInt(0, 0);
        append(Journals.MATCHED, RecordKind.SNAPSHOT_PART, Seq.NONE, 0, 8);
        buffer.putLong(SnapshotEndRecord.INBOUND_SEQ_OFFSET, inboundSeq, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(SnapshotEndRecord.OLDEST_INBOUND_SEQ_OFFSET, oldestSeq, ByteOrder.LITTLE_ENDIAN);
        append(Journals.MATCHED, RecordKind.SNAPSHOT_END, Seq.NONE, 0, 96);
    }

    void force(final String journal) {
        appender(journal).force();
    }

    void consumed(final String process, final long seq) {
        stageFile(process).set(StageCounter.IN_SEQ, seq);
    }

    void passed(final String process, final long seq) {
        stageFile(process).set(StageCounter.PASSED_SEQ, seq);
    }

    void correlateCounted(final AuditCounts counts) {
        counts.write(stageFile(StageName.CORRELATE));
    }

    private long append(final String journal, final RecordKind kind, final long originSeq, final int ordinal, final int length) {
        final JournalAppender appender = appender(journal);
        final long seq = appender.append(kind, originSeq, ordinal, wallNs - WALL_START_NS, buffer, 0, length);
        appender.commit();
        return seq;
    }

    private static HoleRecord.Source source(final long resultSeq, final String tool) {
        return new HoleSource(resultSeq, tool);
    }

    /** A hole of two samples. */
    private record HoleSource(long resultSeq, String tool) implements HoleRecord.Source {
        @Override
        public long traceSeq() {
            return resultSeq + 1;
        }

        @Override
        public long headsSeq() {
            return 0;
        }

        @Override
        public long lastWallTimeNs() {
            return WALL_START_NS;
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
            return "432";
        }

        @Override
        public String headId() {
            return null;
        }

        @Override
        public String sourceTimestamp() {
            return "2025-06-23T14:07:43Z";
        }

        @Override
        public String reason() {
            return null;
        }

        @Override
        public int stepCount() {
            return 1;
        }

        @Override
        public int sampleCount() {
            return 2;
        }

        @Override
        public float[] stepCode() {
            return new float[] {1};
        }

        @Override
        public float[] torqueEmptyA() {
            return new float[] {0};
        }

        @Override
        public float[] thrustEmptyA() {
            return new float[] {0};
        }

        @Override
        public float[] positionMm() {
            return new float[] {1, 2};
        }

        @Override
        public float[] torqueA() {
            return new float[] {1, 2};
        }

        @Override
        public float[] thrustA() {
            return new float[] {1, 2};
        }

        @Override
        public float[] step() {
            return new float[] {1, 1};
        }
    }

    @Override
    public void close() {
        appenders.values().forEach(JournalAppender::close);
        stageFiles.values().forEach(StageFile::close);
    }
}
