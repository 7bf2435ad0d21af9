package io.borelog.journal.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.borelog.journal.record.EstimateRecord;
import io.borelog.journal.record.EstimateRecord.Answer;
import io.borelog.journal.record.HoleRecord;
import io.borelog.journal.record.Seq;
import java.io.IOException;
import java.io.StringWriter;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

/** The estimate message to the letter: what scripts and subscribers read. */
class EstimateJsonTest {
    private static final long ORIGIN = Seq.first(3) + 1_042;
    private static final String SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /** The ids of one hole, no curves: an estimate carries none. */
    private record Hole(long resultSeq, long traceSeq, long headsSeq, long lastWallTimeNs, String headId) implements HoleRecord.Source {
        @Override
        public String toolbox() {
            return "ILLL502033771";
        }

        @Override
        public String tool() {
            return "setitec\u00e9\u4e2d";
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
        public String sourceTimestamp() {
            return "2024-05-15T07:29:33Z";
        }

        @Override
        public String reason() {
            return null;
        }

        @Override
        public int stepCount() {
            return 0;
        }

        @Override
        public int sampleCount() {
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
            return new float[0];
        }

        @Override
        public float[] torqueA() {
            return new float[0];
        }

        @Override
        public float[] thrustA() {
            return new float[0];
        }

        @Override
        public float[] step() {
            return new float[0];
        }
    }

    private static EstimateRecord estimate(final Hole hole, final Answer answer, final long matchedWallNs, final long estimatorNs) {
        final ExpandableArrayBuffer holeBytes = new ExpandableArrayBuffer(256);
        HoleRecord.encode(holeBytes, 0, hole);
        final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(512);
        final int length = EstimateRecord.encode(
            bytes, 0, new HoleRecord().wrap(holeBytes, 0), answer, matchedWallNs, estimatorNs, "somewhere");
        return new EstimateRecord().wrap(bytes, 0, length);
    }

    private static EstimateRecord known() {
        return estimate(
            new Hole(ORIGIN - 2, ORIGIN, ORIGIN - 1, 1_700_000_000_000_000_000L, "E00401009F45BACA"),
            new Answer("OK", null, 4.569, 5.01, 18.488275003433227, "edge", SHA256),
            1_700_000_000_000_345_678L, 61_999);
    }

    @Test
    void shouldWriteEveryFieldInTheOrderOfTheContract() {
        assertEquals("{\"estimateId\":\"" + known().estimateId() + "\",\"toolbox\":\"ILLL502033771\",\"tool\":\"setitec\u00e9\u4e2d\","
            + "\"machineId\":\"0\",\"resultId\":\"440\",\"headId\":\"E00401009F45BACA\",\"sourceTimestamp\":\"2024-05-15T07:29:33Z\","
            + "\"status\":\"OK\",\"reason\":null,\"keyPoints\":[4.569,5.01,18.488275003433227],"
            + "\"depths\":[0.44099999999999984,13.478275003433227],\"model\":{\"name\":\"edge\",\"sha256\":\"" + SHA256 + "\"},"
            + "\"lineage\":{\"result\":3298534884368,\"trace\":3298534884370,\"heads\":3298534884369,\"matched\":\"3:1042/0\"},"
            + "\"latencyUs\":{\"matched\":345,\"estimator\":61}}",
            new String(EstimateJson.render(known(), ORIGIN, 0), UTF_8));
    }

    @Test
    void shouldWriteNullForWhatIsUnknownAndLeaveNothingOut() {
        final EstimateRecord unmatched = estimate(new Hole(ORIGIN - 9, 0, 0, 0, null),
            new Answer("NO_TRACE", "no Trace within 40 s", Double.NaN, Double.NaN, Double.NaN, null, null), 1_700_000_000_000_345_678L, 0);
        assertEquals("{\"estimateId\":\"" + unmatched.estimateId() + "\",\"toolbox\":\"ILLL502033771\",\"tool\":\"setitec\u00e9\u4e2d\","
            + "\"machineId\":\"0\",\"resultId\":\"440\",\"headId\":null,\"sourceTimestamp\":\"2024-05-15T07:29:33Z\","
            + "\"status\":\"NO_TRACE\",\"reason\":\"no Trace within 40 s\",\"keyPoints\":[null,null,null],\"depths\":[null,null],"
            + "\"model\":{\"name\":null,\"sha256\":null},"
            + "\"lineage\":{\"result\":3298534884361,\"trace\":null,\"heads\":null,\"matched\":\"3:1042/7\"},"
            + "\"latencyUs\":{\"matched\":null,\"estimator\":0}}",
            new String(EstimateJson.render(unmatched, ORIGIN, 7), UTF_8));
    }

    @Test
    void shouldKeepAKnownEntryWhereTheRestIsUnknown() {
        final EstimateRecord entryOnly = estimate(new Hole(ORIGIN, ORIGIN, 0, 1, null),
            new Answer("NO_EXIT", "the trace ends in the material", 2.0E-3, Double.NaN, Double.NaN, "edge", null), 1, 0);
        final String text = new String(EstimateJson.render(entryOnly, ORIGIN, 0), UTF_8);
        assertEquals("\"keyPoints\":[0.002,null,null],\"depths\":[null,null]",
            text.substring(text.indexOf("\"keyPoints"), text.indexOf(",\"model")));
    }

    @Test
    void shouldRenderTheSameBytesAgainFromTheSameRecord() {
        assertArrayEquals(EstimateJson.render(known(), ORIGIN, 0), EstimateJson.render(known(), ORIGIN, 0));
    }

    @Test
    void shouldWriteIntoTheObjectOfAnotherGeneratorWithTheSameDigits() throws IOException {
        final StringWriter text = new StringWriter();
        final EstimateRecord shortest = estimate(new Hole(ORIGIN, ORIGIN, 0, 1, null), // JDK 17 itself says 1.9999999999999998E23
            new Answer("OK", null, 2.2250738585072014E-308, 2.0E23, 2.0E23, "edge", SHA256), 1, 0);
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("index", 7);
            EstimateJson.writeFields(json, shortest, ORIGIN, 0);
            json.writeEndObject();
        }
        assertEquals("{\"index\":7,\"estimateId\"", text.toString().substring(0, 23));
        assertEquals("[2.2250738585072014E-308,2.0E23,2.0E23]",
            text.toString().substring(text.toString().indexOf("\"keyPoints\":") + 12, text.toString().indexOf(",\"depths")));
    }
}
