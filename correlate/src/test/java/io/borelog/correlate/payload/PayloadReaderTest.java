package io.borelog.correlate.payload;

import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.Arrays;

import static io.borelog.correlate.payload.Payloads.TIME;
import static io.borelog.correlate.payload.Payloads.bytes;
import static io.borelog.correlate.payload.Payloads.curve;
import static io.borelog.correlate.payload.Payloads.entry;
import static io.borelog.correlate.payload.Payloads.envelope;
import static io.borelog.correlate.payload.Payloads.message;
import static io.borelog.correlate.payload.Payloads.result;
import static io.borelog.correlate.payload.Payloads.trace;
import static io.borelog.correlate.payload.Payloads.traceId;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PayloadReaderTest {

    private static final String ID = Payloads.RESULT + "ResultMetaData.ResultId";
    private static final String STEP_NUMBER = Payloads.STEPS + "StepNumber";

    private final PayloadReader reader = new PayloadReader(Limits.DEFAULT);
    private final Part part = new Part();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "1210 | 1210", "\"1210\" | 1210", "440.0 | 440", "\"440.0\" | 440", "440. | ",
        "4.4e2 | 440", "\" +7 \" | 7", "-3 | -3", "\"007\" | 007",
        "1.5 | 1.5", "\"A-1.0\" | A-1.0", "\"4e2\" | 4e2", "1e999 | 1e999", "12345678901234567890123 | 12345678901234567890123", "0 | 0"})
    void shouldMakeOneTextOfAnId(final String json, final String expected) {
        final Problem problem = read(PartKind.RESULT, result(json));
        if (expected == null) {
            assertEquals(Reason.BAD_JSON, problem.reason());
        } else {
            assertNull(problem);
            assertEquals(expected, part.resultId().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"null", "\"\"", "\"  \"", "true", "[1]", "{\"a\":1}", "NaN"})
    void shouldMissAnIdThatIsNone(final String json) {
        assertProblem(Reason.NO_RESULT_ID, PartKind.RESULT, result(json));
    }

    @Test
    void shouldReadMessagesFromAnArrayOfSeveral() {
        final String first = message(traceId("7"), curve("PositionTrace", "[-1,-2]"));
        final String second = message(curve("IntensityTorqueTrace", "[1,2]"), curve("StepNumberTrace", "[1,1]"));
        assertNull(read(PartKind.TRACE, "{\"Messages\":[null,3,[" + first + "]," + first + "," + second + "]}"));
        assertEquals("7", part.resultId().toString());
        assertCurve(part.positionMm(), 1, 2);
        assertCurve(part.torqueA(), 1, 2);
        assertCurve(part.thrustA(), Float.NaN, Float.NaN);
    }

    @Test
    void shouldLetTheFirstUsableValueWin() {
        assertNull(read(PartKind.RESULT, envelope(
            "\"" + ID + "\":{\"SourceTimestamp\":\"" + TIME + "\"}",
            entry(ID, "null"),
            "\"" + ID + "\":{\"Value\":null,\"Value\":5,\"Value\":6,"
                + "\"SourceTimestamp\":\"2020-01-01T00:00:00Z\",\"SourceTimestamp\":\"x\"}",
            entry(ID, "8"))));
        assertEquals("5", part.resultId().toString());
        assertEquals("2020-01-01T00:00:00Z", part.sourceTimestamp().toString());
        assertNull(read(PartKind.RESULT, result("1",
            entry(STEP_NUMBER, "[null]"), entry(STEP_NUMBER, "[2,3]"), entry(STEP_NUMBER, "[4]"))));
        assertEquals(2, part.stepCount());
        assertEquals(2f, part.stepCode()[0]);
    }

    @Test
    void shouldTakeTheTimestampOfTheEntryThatIdentifies() {
        final String other = "\"x.GapLengthTrace.StepResultId\":{\"Value\":1,\"SourceTimestamp\":\"2001-01-01T00:00:00Z\"}";
        final String key = "\"x.StepTraces.PositionTrace.StepResultId\":";
        final String position = key + "{\"SourceTimestamp\":\"2002-01-01T00:00:00.5+00:00\",\"Value\":2}";
        final String silent = key + "{\"Value\":2}";
        assertNull(readIdentity(PartKind.TRACE, envelope(other, position)));
        assertEquals("2 2002-01-01T00:00:00.5+00:00", part.resultId() + " " + part.sourceTimestamp());
        assertNull(readIdentity(PartKind.TRACE, envelope(other)));
        assertEquals("1 2001-01-01T00:00:00Z", part.resultId() + " " + part.sourceTimestamp());
        assertNull(readIdentity(PartKind.TRACE, envelope(other, silent)));
        assertEquals("2 2001-01-01T00:00:00Z", part.resultId() + " " + part.sourceTimestamp());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "\"\"", "\"yesterday\"", "\"2024-05-15\"", "17", "{}", "null", "\"2024-05-15T07:29:33Z\\n\""})
    void shouldRefuseATimestampThatIsNone(final String json) {
        assertProblem(Reason.NO_TIMESTAMP, PartKind.RESULT, envelope("\"" + ID + "\":{\"Value\":1,\"SourceTimestamp\":" + json + "}"));
    }

    @Test
    void shouldReadHeadsByCounterOrSerial() {
        final String counter = entry(Payloads.HEADS + "LifetimeCounters.0.LifeTimeCycleCounter", "440");
        final String serial = entry(Payloads.HEADS + "Identification.SerialNumber", "\" E004 \"");
        assertNull(read(PartKind.HEADS, envelope(serial, counter)));
        assertEquals("440 E004", part.counter() + " " + part.headId());
        assertNull(part.resultId());
        assertNull(read(PartKind.HEADS, envelope(serial)));
        assertNull(part.counter());
        assertEquals(TIME, part.sourceTimestamp().toString());
        assertNull(read(PartKind.HEADS, envelope(counter)));
        assertNull(part.headId());
        assertProblem(Reason.NO_HEAD, PartKind.HEADS, envelope(entry(Payloads.HEADS + "Identification.Model", "1")));
    }

    @Test
    void shouldReadScalarsArraysAndTheMeasuredValueSuffix() {
        assertNull(read(PartKind.RESULT, result("1", entry(STEP_NUMBER + ".MeasuredValue", "2.0"),
            entry(Payloads.STEPS + "IntensityTorqueEmpty", "[1.5, 2.5, 3.5]"), entry(Payloads.STEPS + "StopCode", "[1,2,3,4]"))));
        assertEquals(1, part.stepCount());
        assertEquals(2f, part.stepCode()[0]);
        assertEquals(1.5f, part.torqueEmptyA()[0]);
        assertTrue(Float.isNaN(part.thrustEmptyA()[0]));
    }

    @Test
    void shouldMatchWholePathLevelsOnly() {
        assertProblem(Reason.NO_RESULT_ID, PartKind.RESULT, envelope(
            entry("a.ResultMetaData.ResultIdX", "1"), entry("aResultMetaData.ResultId", "1"),
            entry("a.ResultMetaData.ResultId.MeasuredValue.MeasuredValue", "1")));
    }

    @Test
    void shouldAcceptAByteOrderMarkAndCommentLinesInFront() {
        assertNull(read(PartKind.RESULT, "\uFEFF// RESULTMANAGEMENT\r\n\n// {\n" + result("1")));
        final Problem problem = assertProblem(Reason.BAD_JSON, PartKind.RESULT, "// HEADS\n{\"a\":}");
        assertTrue(problem.detail().endsWith("at offset 15"), problem.detail());
        assertProblem(Reason.BAD_JSON, PartKind.RESULT, "{ // no\n}");
        assertProblem(Reason.BAD_JSON, PartKind.RESULT, "// only a comment");
    }

    @Test
    void shouldRefuseWhatIsNotOneJsonObject() {
        assertProblem(Reason.BAD_JSON, PartKind.TRACE, "");
        assertProblem(Reason.BAD_JSON, PartKind.TRACE, "Position (mm);I Torque (A)\n-0.1;0.2\n");
        assertProblem(Reason.BAD_JSON, PartKind.TRACE, result("1") + " {}");
        assertProblem(Reason.BAD_JSON, PartKind.TRACE, "-0.7;1.5;2\n-0.8;1.5;2\n");
        assertProblem(Reason.NOT_AN_OBJECT, PartKind.TRACE, "[" + result("1") + "]");
        assertProblem(Reason.NOT_AN_OBJECT, PartKind.OTHER, "42");
        assertNull(read(PartKind.OTHER, "{}"));
    }

    @Test
    void shouldKeepThePositionPositive() {
        assertNull(read(PartKind.TRACE, trace("[-0.5,0,-2]", "[1,2,3]", "[4,5,6]", "[1.0,1.0,2.0]")));
        assertEquals(3, part.sampleCount());
        assertCurve(part.positionMm(), 0.5f, 0.0f, 2);
        assertCurve(part.step(), 1, 1, 2);
        assertNull(read(PartKind.TRACE, trace("[-0.1,1,2]", "[1,2,3]", "[4,5,6]", "[1,1,2]")));
        assertCurve(part.positionMm(), -0.1f, 1, 2);
    }

    @Test
    void shouldNameTheCurveThatIsMissing() {
        assertEquals("PositionTrace", assertProblem(Reason.NO_CURVE, PartKind.TRACE, trace("[]", "[1]", "[1]", "[1]")).detail());
        assertEquals("IntensityTorqueTrace",
            assertProblem(Reason.NO_CURVE, PartKind.TRACE, trace("[1]", "[null,null]", "[1]", "[1]")).detail());
        assertEquals("StepNumberTrace", assertProblem(Reason.NO_CURVE, PartKind.TRACE, trace("[1]", "[1]", "[1]", "null")).detail());
    }

    @Test
    void shouldNotLoseAHoleForItsThrust() {
        for (final String thrust : new String[] {"[null,null]", "null", "[1,2,3]", "\"\"", "{}"}) {
            assertNull(read(PartKind.TRACE, trace("[1,2]", "[1,2]", thrust, "[1,1]")), thrust);
            assertCurve(part.thrustA(), Float.NaN, Float.NaN);
        }
        assertNull(read(PartKind.TRACE, trace("[1,2]", "[1,2]", "[1e400,2]", "[1,1]")));
        assertCurve(part.thrustA(), Float.NaN, 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "[1,1e400]", "[1,NaN]", "[1,-Infinity]", "[1,null]", "[1,\"x\"]", "[1,[2]]", "[1,{}]", "[1,true]", "[1,1e39]"})
    void shouldRefuseANeededNumberThatIsNone(final String torque) {
        final Problem problem = assertProblem(Reason.BAD_NUMBER, PartKind.TRACE, trace("[1,2]", torque, "[1,2]", "[1,1]"));
        assertEquals("IntensityTorqueTrace: no finite number at index 1", problem.detail());
        assertNull(readIdentity(PartKind.TRACE, trace("[1,2]", torque, "[1,2]", "[1,1]")));
    }

    @Test
    void shouldRefuseCurvesOfUnequalLength() {
        final Problem problem = assertProblem(Reason.LENGTH_MISMATCH, PartKind.TRACE, trace("[1,2]", "[1,2,3]", "[1,2]", "[1,1]"));
        assertEquals("position 2, torque 3, step 2", problem.detail());
        assertEquals(0, part.sampleCount());
        assertEquals("440", part.resultId().toString());
    }

    @Test
    void shouldStopAtEachLimit() {
        final PayloadReader small = new PayloadReader(new Limits(2000, 3, 2, 8));
        assertNull(Payloads.read(small, PartKind.TRACE, bytes(trace("[1,2,3]", "[1,2,3]", "[1,2,3]", "[1,1,1]")), part, false));
        assertReason(Reason.TOO_LARGE, small, PartKind.TRACE, trace("[1,2,3,4]", "[1]", "[1]", "[1]"));
        assertReason(Reason.TOO_LARGE, small, PartKind.RESULT, result("1", entry(STEP_NUMBER, "[1,2,3]")));
        assertReason(Reason.TOO_LARGE, small, PartKind.RESULT, result("1", entry("x", "\"" + "y".repeat(2000) + "\"")));
        assertReason(Reason.TOO_LARGE, small, PartKind.RESULT, result("\"" + "y".repeat(Limits.MAX_ID_CHARS + 1) + "\""));
        assertNull(Payloads.read(small, PartKind.OTHER, bytes("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}"), part, true));
        assertReason(Reason.TOO_DEEP, small, PartKind.OTHER, "{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}");
        assertProblem(Reason.TOO_DEEP, PartKind.RESULT, "{\"a\":".repeat(100_000));
        assertProblem(Reason.TOO_DEEP, PartKind.RESULT, "[".repeat(100_000));
        assertProblem(Reason.TOO_LARGE, PartKind.TRACE, trace("[" + "1".repeat(5000) + "]", "[1]", "[1]", "[1]"));
    }

    @Test
    void shouldForgetTheMessageBefore() {
        assertNull(read(PartKind.TRACE, trace("[1,2]", "[1,2]", "[1,2]", "[1,1]")));
        assertProblem(Reason.NO_RESULT_ID, PartKind.TRACE, envelope(curve("PositionTrace", "[1]")));
        assertEquals(0, part.sampleCount());
        assertNull(part.resultId());
        assertNull(read(PartKind.RESULT, result("3")));
        assertEquals(0, part.stepCount());
        assertNull(part.machineId());
    }

    @Test
    void shouldReadAlikeFromHeapAndDirectBuffers() {
        final byte[] json = bytes("xx" + trace("[-1,-2]", "[3,4]", "[5,6]", "[1,1]") + "x");
        final UnsafeBuffer slice = new UnsafeBuffer(json, 1, json.length - 1);
        assertNull(reader.read(PartKind.TRACE, slice, 1, json.length - 3, part, false));
        assertCurve(part.positionMm(), 1, 2);
        assertCurve(part.thrustA(), 5, 6);
    }

    @Test
    void shouldReadMemoryThatIsOnlyAnAddress() {
        final byte[] json = bytes(trace("[-1,-2]", "[3,4]", "[5,6]", "[1,1]"));
        final ByteBuffer memory = ByteBuffer.allocateDirect(json.length).put(json);
        final UnsafeBuffer mapped = new UnsafeBuffer(BufferUtil.address(memory), json.length);
        assertNull(reader.read(PartKind.TRACE, mapped, 0, json.length, part, false));
        assertCurve(part.positionMm(), 1, 2);
        Reference.reachabilityFence(memory);
    }

    private Problem read(final PartKind kind, final String json) {
        return Payloads.read(reader, kind, bytes(json), part, false);
    }

    private Problem readIdentity(final PartKind kind, final String json) {
        return Payloads.read(reader, kind, bytes(json), part, true);
    }

    private Problem assertProblem(final Reason reason, final PartKind kind, final String json) {
        return assertReason(reason, reader, kind, json);
    }

    private Problem assertReason(final Reason reason, final PayloadReader by, final PartKind kind, final String json) {
        final Problem problem = Payloads.read(by, kind, bytes(json), part, false);
        assertNotNull(problem);
        assertEquals(reason, problem.reason(), problem.detail());
        return problem;
    }

    private void assertCurve(final float[] values, final float... expected) {
        assertEquals(expected.length, part.sampleCount());
        assertArrayEquals(expected, Arrays.copyOf(values, expected.length));
    }
}
