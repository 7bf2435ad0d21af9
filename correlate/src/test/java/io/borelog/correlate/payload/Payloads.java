package io.borelog.correlate.payload;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Payloads for the tests: real ones from the folder in BORELOG_REAL_DATA, and small ones in the same shape. */
final class Payloads {

    static final String TIME = "2024-05-15T07:29:33Z";
    private static final String DEVICE = "nsu=http://airbus.com/IJT/ADrilling;s=Objects.DeviceSet.tool-1_a.";
    static final String RESULT = DEVICE + "ResultManagement.Results.0.";
    static final String TRACE = RESULT + "ResultContent.Trace.StepTraces.";
    static final String HEADS = DEVICE + "AssetManagement.Assets.Heads.0.";
    static final String STEPS = RESULT + "ResultContent.StepResults.0.StepResultValues.";

    private Payloads() {
    }

    static byte[] real(final String path) {
        final String folder = System.getenv("BORELOG_REAL_DATA");
        assumeTrue(folder != null, "BORELOG_REAL_DATA is not set: real payloads are not read");
        try {
            return Files.readAllBytes(Path.of(folder, path));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String envelope(final String... entries) {
        return "{\"MessageId\":\"m\",\"Messages\":" + message(entries) + "}";
    }

    static String message(final String... entries) {
        return "{\"DataSetWriterId\":1,\"Payload\":{" + String.join(",", entries) + "},\"MessageType\":\"ua-keyframe\"}";
    }

    static String entry(final String key, final String value) {
        return "\"" + key + "\":{\"Value\":" + value + ",\"SourceTimestamp\":\"" + TIME + "\"}";
    }

    static String curve(final String name, final String values) {
        return entry(TRACE + name + ".StepTraceContent[0].Values", values);
    }

    static String traceId(final String value) {
        return entry(TRACE + "PositionTrace.StepResultId", value);
    }

    static String trace(final String position, final String torque, final String thrust, final String step) {
        return envelope(
            traceId("440"), curve("PositionTrace", position), curve("IntensityTorqueTrace", torque),
            curve("IntensityThrustTrace", thrust), curve("StepNumberTrace", step), entry(TRACE + "PowerTrace.SamplingInterval", "100"));
    }

    static String result(final String id, final String... more) {
        final String[] entries = new String[more.length + 1];
        entries[0] = entry(RESULT + "ResultMetaData.ResultId", id);
        System.arraycopy(more, 0, entries, 1, more.length);
        return envelope(entries);
    }

    /** Reads through a direct buffer, as from a journal, at an offset of its own. */
    static Problem read(final PayloadReader reader, final PartKind kind, final byte[] bytes, final Part part, final boolean identityOnly) {
        final UnsafeBuffer buffer = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(bytes.length + 7));
        buffer.putBytes(7, bytes);
        return reader.read(kind, buffer, 7, bytes.length, part, identityOnly);
    }
}
