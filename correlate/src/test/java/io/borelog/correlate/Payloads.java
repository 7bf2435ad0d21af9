package io.borelog.correlate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Short payloads of one hole as the two generations of gateways write them: 2024 with numeric ids, 2025 with text ids and suffixes. */
enum Payloads {
    GATEWAY_2024("", false),
    GATEWAY_2025(".MeasuredValue", true);

    private static final JsonFactory JSON = new JsonFactory();
    private static final String DEVICE = "nsu=http://airbus.com/IJT/ADrilling;s=Objects.DeviceSet.tool-1_a.";
    private static final String RESULT = DEVICE + "ResultManagement.Results.0.";
    private static final String STEPS = RESULT + "ResultContent.StepResults.0.StepResultValues.";
    private static final String TRACE = RESULT + "ResultContent.Trace.StepTraces.";
    private static final String HEAD = DEVICE + "AssetManagement.Assets.Heads.0.";

    private final String suffix;
    private final boolean textIds;

    Payloads(final String suffix, final boolean textIds) {
        this.suffix = suffix;
        this.textIds = textIds;
    }

    /** @param envelope tells a message that is sent again from its first sending */
    byte[] result(final int id, final String timestamp, final int envelope) {
        return write(envelope, timestamp, json -> {
            entry(json, timestamp, RESULT + "ResultMetaData.SerialNumber", "0");
            id(json, timestamp, RESULT + "ResultMetaData.ResultId", id);
            numbers(json, timestamp, STEPS + "StepNumber" + suffix, 1, 2);
            numbers(json, timestamp, STEPS + "IntensityTorqueEmpty" + suffix, 4.5, 2.25);
            numbers(json, timestamp, STEPS + "IntensityThrustEmpty" + suffix, 0.5, 0.25);
        });
    }

    byte[] trace(final int id, final String timestamp, final int envelope) {
        return write(envelope, timestamp, json -> {
            id(json, timestamp, TRACE + "PositionTrace.StepResultId", id);
            numbers(json, timestamp, TRACE + "PositionTrace.StepTraceContent[0].Values", -0.5, -1.5, -id);
            numbers(json, timestamp, TRACE + "IntensityTorqueTrace.StepTraceContent[0].Values", 1, 2, 3);
            numbers(json, timestamp, TRACE + "IntensityThrustTrace.StepTraceContent[0].Values", 4, 5, 6);
            numbers(json, timestamp, TRACE + "StepNumberTrace.StepTraceContent[0].Values", 1, 1, 2);
        });
    }

    /** @param counter null for a Heads that names no hole; @param headId null for one that names no head */
    byte[] heads(final Integer counter, final String headId, final String timestamp, final int envelope) {
        return write(envelope, timestamp, json -> {
            if (counter != null) {
                id(json, timestamp, HEAD + "LifeTimeCycleCounter", counter);
            }
            if (headId != null) {
                entry(json, timestamp, HEAD + "Identification.SerialNumber", headId);
            }
        });
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private byte[] write(final int envelope, final String timestamp, final Body body) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("MessageId", "envelope-" + envelope);
            json.writeStringField("MessageType", "ua-data");
            json.writeObjectFieldStart("Messages");
            json.writeNumberField("SequenceNumber", 1161L + envelope);
            json.writeStringField("Timestamp", timestamp);
            json.writeObjectFieldStart("Payload");
            body.write(json);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return bytes.toByteArray();
    }

    private void id(final JsonGenerator json, final String timestamp, final String key, final int id) throws IOException {
        json.writeObjectFieldStart(key);
        if (textIds) {
            json.writeStringField("Value", Integer.toString(id));
        } else {
            json.writeNumberField("Value", id);
        }
        json.writeStringField("SourceTimestamp", timestamp);
        json.writeEndObject();
    }

    private static void entry(final JsonGenerator json, final String timestamp, final String key, final String value) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeStringField("Value", value);
        json.writeStringField("SourceTimestamp", timestamp);
        json.writeEndObject();
    }

    private static void numbers(
        final JsonGenerator json, final String timestamp, final String key, final double... values) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeFieldName("Value");
        json.writeArray(values, 0, values.length);
        json.writeStringField("SourceTimestamp", timestamp);
        json.writeEndObject();
    }

    /** Cut short: JSON no more. */
    static byte[] broken() {
        return "{\"MessageId\":\"m\",\"Messages\":{\"Payload\":{".getBytes(UTF_8);
    }
}
