package io.borelog.correlate.payload;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What six gateways really sent; the figures were computed from the files by an independent program. */
class RealPayloadTest {

    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final Part part = new Part();

    @Test
    void shouldReadTheCompleteTripleOfMarch2025() {
        read(PartKind.RESULT, "data_20250326/ResultManagement.json");
        assertIdentity("440", "2024-05-15T07:29:33Z");
        assertEquals("0", part.machineId().toString());
        assertEquals(3, part.stepCount());
        assertPrefix(part.stepCode(), 1, 2, 3);
        assertPrefix(part.torqueEmptyA(), 4.687f, 2.295f, 5.029f);
        assertPrefix(part.thrustEmptyA(), 0.176f, 0.047f, 0.176f);

        read(PartKind.TRACE, "data_20250326/Trace.json");
        assertIdentity("440", "2024-05-15T07:29:33Z");
        assertEquals(9769, part.sampleCount());
        assertEquals(Map.of(1f, 2163, 2f, 6220, 3f, 1386), stepCounts());
        assertEquals(0.551f, part.positionMm()[0]);
        assertEquals(44.261f, part.positionMm()[9768]);
        assertRange(part.positionMm(), 0.551f, 44.261f);
        assertRange(part.torqueA(), -0.195f, 10.693f);
        assertRange(part.thrustA(), -0.012f, 1.687f);
        assertEquals(10.693f, part.torqueA()[3486]);
        assertEquals(2f, part.step()[2163]);
        assertEquals(1f, part.step()[2162]);
        assertEquals(21.355f, part.positionMm()[2163]);

        read(PartKind.HEADS, "data_20250326/Heads.json");
        assertEquals("440", part.counter().toString());
        assertEquals("E00401009F45BACA", part.headId().toString());
        assertEquals("2024-05-15T07:29:33Z", part.sourceTimestamp().toString());
    }

    @Test
    void shouldReadTheAbortedHoleWithScalarsAndTextIds() {
        read(PartKind.RESULT, "data_20250623/ResultManagement.json");
        assertIdentity("1210", "2025-06-23T14:07:43Z");
        assertEquals("0", part.machineId().toString());
        assertEquals(1, part.stepCount());
        assertPrefix(part.stepCode(), 1);
        assertPrefix(part.torqueEmptyA(), 3.076f);
        assertPrefix(part.thrustEmptyA(), 0.516f);

        read(PartKind.TRACE, "data_20250623/Trace.json");
        assertIdentity("1210", "2025-06-23T14:07:43Z");
        assertEquals(Map.of(1f, 18), stepCounts());
        assertRange(part.positionMm(), 3.007f, 4.881f);
        assertRange(part.torqueA(), 0f, 0.830f);

        read(PartKind.HEADS, "data_20250623/Heads.json");
        assertEquals("1210", part.counter().toString());
        assertEquals("E00401009F78AA43", part.headId().toString());
    }

    @Test
    void shouldRefuseTheCutTraceAndReadItsNeighbours() {
        read(PartKind.RESULT, "data_20250626/ResultManagement.json");
        assertIdentity("432", "2024-05-15T07:04:19Z");
        assertPrefix(part.stepCode(), 1, 2, 3);
        assertPrefix(part.torqueEmptyA(), 4.834f, 2.148f, 4.834f);

        for (final boolean identityOnly : new boolean[] {true, false}) {
            final Problem problem = Payloads.read(
                reader, PartKind.TRACE, Payloads.real("mqtt/data_20250626/Trace.json"), part, identityOnly);
            assertNotNull(problem);
            assertEquals(Reason.BAD_JSON, problem.reason());
            assertTrue(problem.detail().startsWith("Unexpected end-of-input"), problem.detail());
            assertTrue(problem.detail().endsWith("at offset 20000"), problem.detail());
            assertEquals(0, part.sampleCount());
        }

        read(PartKind.HEADS, "data_20250626/Heads.json");
        assertEquals("E00401009F45BACA", part.headId().toString());
        assertEquals("432", part.counter().toString());
    }

    @Test
    void shouldReadTheOlderHoleWithoutPower() {
        read(PartKind.RESULT, "data0/Result.json");
        assertIdentity("2409", "2024-12-11T08:24:49Z");
        assertEquals("23120040", part.machineId().toString());
        read(PartKind.TRACE, "data0/Trace.json");
        assertIdentity("2409", "2024-12-11T08:24:49Z");
        assertEquals(Map.of(1f, 105, 2f, 387), stepCounts());
        assertRange(part.torqueA(), -0.439f, 17.041f);
        assertEquals(4.178f, part.positionMm()[128]);
    }

    @Test
    void shouldReadStepCodesSentAsFloatsAndUnequalStepTables() {
        read(PartKind.RESULT, "data2/Result.json");
        assertEquals("17070141", part.machineId().toString());
        assertEquals(4, part.stepCount());
        assertPrefix(part.torqueEmptyA(), 4.736f, 4.639f, 3.125f, 4.834f);
        read(PartKind.TRACE, "data2/Trace.json");
        assertEquals(Map.of(0f, 150, 1f, 301, 2f, 1032, 3f, 377), stepCounts());
        assertEquals(4.805f, part.positionMm()[142]);
        assertEquals(5.219f, part.positionMm()[166]);
        assertEquals(13.213f, part.positionMm()[451]);
        assertEquals(2f, part.step()[451]);
    }

    @Test
    void shouldReadTheOneStepHole() {
        read(PartKind.RESULT, "data1/Result.json");
        assertIdentity("2412", "2024-12-11T15:33:29Z");
        assertEquals("23120040", part.machineId().toString());
        assertEquals(1, part.stepCount());
        assertPrefix(part.torqueEmptyA(), 5.078f);
        read(PartKind.TRACE, "data1/Trace.json");
        assertEquals(135, part.sampleCount());
        assertIdentity("2412", "2024-12-11T15:33:29Z");
    }

    @Test
    void shouldFindTheSameIdentityWhenOnlyThatIsAsked() {
        final List<String> ids = new ArrayList<>();
        for (final String path : List.of("data0/Trace.json", "data1/Trace.json", "data2/Trace.json", "data_20250326/Trace.json",
            "data_20250623/Trace.json")) {
            read(PartKind.TRACE, path);
            final String full = part.resultId() + " " + part.sourceTimestamp();
            assertNull(Payloads.read(reader, PartKind.TRACE, Payloads.real("mqtt/" + path), part, true));
            assertEquals(full, part.resultId() + " " + part.sourceTimestamp());
            assertEquals(0, part.sampleCount());
            ids.add(part.resultId().toString());
        }
        assertEquals(5, ids.size());
    }

    @Test
    void shouldSurviveWhatIsNoHoleMessageAtAll() {
        assertEquals(Reason.BAD_JSON, problemOf("csv/MQTT_Curve_Info_20240304 14H27.csv"));
        assertEquals(Reason.NO_RESULT_ID, problemOf("mqtt/data_20250326/raw.json"));
        assertEquals(Reason.NO_RESULT_ID, problemOf("mqtt_single/data-wh.json"));
    }

    private Reason problemOf(final String path) {
        final Problem problem = Payloads.read(reader, PartKind.TRACE, Payloads.real(path), part, false);
        assertNotNull(problem, path);
        return problem.reason();
    }

    private void read(final PartKind kind, final String path) {
        assertNull(Payloads.read(reader, kind, Payloads.real("mqtt/" + path), part, false), path);
        assertEquals(kind, part.kind());
    }

    private void assertIdentity(final String resultId, final String sourceTimestamp) {
        assertEquals(resultId, part.resultId().toString());
        assertEquals(sourceTimestamp, part.sourceTimestamp().toString());
    }

    private Map<Float, Integer> stepCounts() {
        final Map<Float, Integer> counts = new TreeMap<>();
        for (int i = 0; i < part.sampleCount(); i++) {
            counts.merge(part.step()[i], 1, Integer::sum);
        }
        return counts;
    }

    private void assertRange(final float[] values, final float min, final float max) {
        float lowest = Float.POSITIVE_INFINITY;
        float highest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < part.sampleCount(); i++) {
            lowest = Math.min(lowest, values[i]);
            highest = Math.max(highest, values[i]);
        }
        assertEquals(min, lowest);
        assertEquals(max, highest);
    }

    private static void assertPrefix(final float[] values, final float... expected) {
        assertArrayEquals(expected, java.util.Arrays.copyOf(values, expected.length));
    }
}
