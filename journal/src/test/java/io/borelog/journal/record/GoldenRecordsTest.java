package io.borelog.journal.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes of each version, kept for ever: what is written today must be the newest, and all must stay readable. */
class GoldenRecordsTest {
    private static final String GOLDEN = "/golden/records-v1.txt";
    /** ESTIMATE, which has changed since. */
    private static final String ESTIMATE_2 = "/golden/estimate-v2.txt";

    private final ExpandableArrayBuffer payload = new ExpandableArrayBuffer();

    @Test
    void shouldWriteTheBytesOfTheNewestVersion() throws IOException {
        final StringBuilder written = new StringBuilder();
        records().forEach((name, bytes) -> written.append(name).append(' ').append(HexFormat.of().formatHex(bytes)).append('\n'));
        final String newest = golden(GOLDEN).lines().map(line -> line.startsWith("ESTIMATE ") ? estimate2() : line)
            .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(newest, written.toString());
    }

    @Test
    void shouldReadTheBytesOfVersionOne() throws IOException {
        final Map<String, RecordView> views = new LinkedHashMap<>();
        for (final String line : golden(GOLDEN).split("\n")) {
            final int space = line.indexOf(' ');
            final UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(line.substring(space + 1)));
            final RecordView view = new RecordView().wrap(buffer, 0, 77);
            assertEquals(RecordHeader.MAGIC, view.header().magic());
            assertEquals(1, view.header().version());
            assertEquals(new Checksum().ofRecord(buffer, 0, view.payloadLength()), view.header().crc());
            assertEquals(Seq.first(3) + 5, view.seq());
            assertEquals(1_000, view.header().journalTimeNs());
            assertEquals(2_000, view.header().wallTimeNs());
            assertEquals(1_999, view.header().rawWallTimeNs());
            views.put(line.substring(0, space), view);
        }
        final EpochRecord open = new EpochRecord().wrap(views.get("OPEN"));
        assertEquals(41, open.lastSeq());
        assertEquals(40, open.lastOriginSeq());
        assertEquals(2, open.lastOriginOrdinal());
        assertEquals("15s", DecidingConfig.parse(open.config()).get("correlate.window"));

        final MessageRecord message = new MessageRecord().wrap(views.get("MESSAGE"));
        assertEquals("OPCPUBSUB/box/tool/ResultManagement", message.topic());
        assertEquals("clientå", message.clientId());
        assertEquals(513, message.packetId());
        assertEquals(2, message.qos());
        assertTrue(message.dup());
        assertEquals("{}", message.buffer().getStringWithoutLengthUtf8(message.bodyOffset(), message.bodyLength()));

        final HoleRecord hole = new HoleRecord().wrap(views.get("HOLE"));
        assertEquals("box", hole.toolbox());
        assertEquals("tool", hole.tool());
        assertNull(hole.headId());
        assertEquals("440", hole.resultId());
        assertEquals(3, hole.sampleCount());
        final float[] position = new float[3];
        final float[] torque = new float[3];
        final float[] thrust = new float[3];
        final float[] step = new float[3];
        hole.copyCurves(position, torque, thrust, step);
        assertEquals(0.57f, position[2]);
        assertEquals(-0.195f, torque[0]);
        assertTrue(Float.isNaN(thrust[1]));
        assertEquals(2f, step[2]);
        final float[] code = new float[2];
        final float[] torqueEmpty = new float[2];
        hole.copySteps(code, torqueEmpty, new float[2]);
        assertEquals(2.295f, torqueEmpty[1]);
        assertEquals(Math.floorMod(Hashes.ofTool("box", "tool"), 7), hole.owner(7));

        final DispositionRecord disposition = new DispositionRecord().wrap(views.get("DISPOSITION"));
        assertEquals(DispositionRecord.DEAD_LETTER, disposition.disposition());
        assertEquals("BAD_JSON", disposition.reason());
        assertEquals("a/b", disposition.topic());
        assertEquals("at offset 20000", disposition.detail());

        final EstimateRecord estimate = new EstimateRecord().wrap(views.get("ESTIMATE"));
        assertEquals("OK", estimate.status());
        assertNull(estimate.reason());
        assertEquals(21.88, estimate.transitionMm());
        assertEquals("edge", estimate.modelName());
        assertNull(estimate.runtime());
        assertEquals(Hashes.estimateId("box", "tool", "440", "2024-05-15T07:29:33Z", 0), estimate.estimateId());

        assertEquals(Seq.first(2) + 17, new RedriveRecord().wrap(views.get("REDRIVE")).messageSeq());

        final OutRecord out = new OutRecord().wrap(views.get("OUT"));
        assertEquals(2, out.number());
        assertEquals(3, out.count());
        assertEquals("t/u", out.topic());
    }

    /** Every kind that has a payload of its own, with fixed values. */
    private Map<String, byte[]> records() {
        final Map<String, byte[]> records = new LinkedHashMap<>();
        final String config = DecidingConfig.parse(null).withFile(Map.of("correlate.window", new DecidingConfig.FileValue("30s", true)))
            .with("correlate.window", "15s").text();
        records.put("OPEN", record(RecordKind.OPEN, EpochRecord.encode(payload, 0, 41, 40, 2, 123, 7, 8, config)));
        records.put("TICK", record(RecordKind.TICK, 0));
        records.put("CONFIG", record(RecordKind.CONFIG, Texts.put(payload, 0, config)));
        final int body = MessageRecord.putPrefix(payload, 0, MessageRecord.utf8("OPCPUBSUB/box/tool/ResultManagement"),
            MessageRecord.utf8("clientå"), 513, 2, MessageRecord.DUP);
        payload.putBytes(body, MessageRecord.utf8("{}"));
        records.put("MESSAGE", record(RecordKind.MESSAGE, body + 2));
        final int holeLength = HoleRecord.encode(payload, 0, new Hole());
        final byte[] holeBytes = new byte[holeLength];
        payload.getBytes(0, holeBytes);
        records.put("HOLE", record(RecordKind.HOLE, holeLength));
        records.put("DISPOSITION", record(RecordKind.DISPOSITION,
            DispositionRecord.encode(payload, 0, 99, DispositionRecord.DEAD_LETTER, "BAD_JSON", "a/b", "at offset 20000")));
        records.put("ESTIMATE", record(RecordKind.ESTIMATE, EstimateRecord.encode(payload, 0,
            new HoleRecord().wrap(new UnsafeBuffer(holeBytes), 0),
            new EstimateRecord.Answer("OK", null, 4.0, 21.88, 25.12, "edge", null), 3_000, 400, "a runtime")));
        records.put("OUT", record(RecordKind.OUT,
            OutRecord.encode(payload, 0, 2, 3, MessageRecord.utf8("t/u"), MessageRecord.utf8("{\"a\": 1}"))));
        records.put("REDRIVE", record(RecordKind.REDRIVE, RedriveRecord.encode(payload, 0, Seq.first(2) + 17)));
        return records;
    }

    private byte[] record(final RecordKind kind, final int payloadLength) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordHeader.LENGTH + payloadLength]);
        RecordHeader.write(record, 0, kind, 0, Seq.first(3) + 5, 4, 1, payloadLength, 1_000, 2_000, 1_999);
        record.putBytes(RecordHeader.LENGTH, payload, 0, payloadLength);
        record.putInt(RecordHeader.CRC_OFFSET, new Checksum().ofRecord(record, 0, payloadLength), java.nio.ByteOrder.LITTLE_ENDIAN);
        return record.byteArray();
    }

    @Test
    void shouldReadTheRuntimeOfAnEstimateOfVersionTwo() {
        final UnsafeBuffer buffer = new UnsafeBuffer(HexFormat.of().parseHex(estimate2().substring("ESTIMATE ".length())));
        final RecordView view = new RecordView().wrap(buffer, 0, 77);
        assertEquals(new Checksum().ofRecord(buffer, 0, view.payloadLength()), view.header().crc());
        final EstimateRecord estimate = new EstimateRecord().wrap(view);
        assertEquals("a runtime", estimate.runtime());
        assertEquals("edge", estimate.modelName());
        assertNull(estimate.modelSha256());
    }

    @Test
    void shouldCallBothVersionsOfAnEstimateTheSameDecision() throws IOException {
        final String one = golden(GOLDEN).lines().filter(line -> line.startsWith("ESTIMATE ")).findFirst().orElseThrow();
        final RecordView old = new RecordView().wrap(
            new UnsafeBuffer(HexFormat.of().parseHex(one.substring("ESTIMATE ".length()))), 0, 77);
        final RecordView current = new RecordView().wrap(
            new UnsafeBuffer(HexFormat.of().parseHex(estimate2().substring("ESTIMATE ".length()))), 0, 77);
        assertEquals(-1, new DecisionBytes().firstDifference(old, current));
        assertEquals(new EstimateRecord().wrap(old).digest(), new EstimateRecord().wrap(current).digest());
    }

    private static String estimate2() {
        try {
            return golden(ESTIMATE_2).strip();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static String golden(final String file) throws IOException {
        try (InputStream in = GoldenRecordsTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static final class Hole implements HoleRecord.Source {
        @Override
        public long resultSeq() {
            return 11;
        }

        @Override
        public long traceSeq() {
            return 12;
        }

        @Override
        public long headsSeq() {
            return 0;
        }

        @Override
        public long lastWallTimeNs() {
            return 5_000;
        }

        @Override
        public String toolbox() {
            return "box";
        }

        @Override
        public String tool() {
            return "tool";
        }

        @Override
        public String machineId() {
            return "0";
        }

        @Override
        public String resultId() {
            return "440";
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
        public String reason() {
            return null;
        }

        @Override
        public int stepCount() {
            return 2;
        }

        @Override
        public int sampleCount() {
            return 3;
        }

        @Override
        public float[] stepCode() {
            return new float[] {1, 2};
        }

        @Override
        public float[] torqueEmptyA() {
            return new float[] {4.687f, 2.295f};
        }

        @Override
        public float[] thrustEmptyA() {
            return new float[] {0.176f, Float.NaN};
        }

        @Override
        public float[] positionMm() {
            return new float[] {0.551f, 0.559f, 0.57f};
        }

        @Override
        public float[] torqueA() {
            return new float[] {-0.195f, 0.049f, 10.693f};
        }

        @Override
        public float[] thrustA() {
            return new float[] {0f, Float.NaN, 1.687f};
        }

        @Override
        public float[] step() {
            return new float[] {1, 1, 2};
        }
    }
}
