package io.borelog.tools.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PayloadWriterTest {
    private static final long EPOCH_S = 1_750_000_000L;
    private static final String NODE = "nsu=http://airbus.com/IJT/ADrilling;s=Objects.DeviceSet.";
    private static final String STEP_VALUES = "ResultContent.StepResults.0.StepResultValues.";
    private static final String[] CURVES = {
        "PositionTrace", "IntensityTorqueTrace", "IntensityThrustTrace", "StepNumberTrace", "PowerTrace", "GapLengthTrace"};

    private final ObjectMapper mapper = new ObjectMapper();
    private final Hole hole = new Hole();
    private final PayloadWriter writer = new PayloadWriter();

    @Test
    void shouldWriteTheResultOf2024() throws IOException {
        generate(Dialect.GATEWAY_2024, 3);
        final JsonNode messages = parse(Part.RESULT).get("Messages");
        final JsonNode payload = messages.get("Payload");
        assertTrue(messages.isObject());
        assertTrue(messages.get("DataSetWriterId").isInt());
        assertEquals(19, payload.size());
        assertEquals(hole.resultId(), value(payload, "ResultMetaData.ResultId").intValue());
        assertTrue(value(payload, "ResultMetaData.ResultId").isInt());
        assertTrue(value(payload, "ResultMetaData.SerialNumber").isInt());
        assertEquals(hole.model.steps().size(), value(payload, STEP_VALUES + "StepNumber").size());
        assertEquals(hole.model.steps().size(), value(payload, STEP_VALUES + "IntensityTorqueEmpty").size());
        assertFalse(payload.toString().contains("MeasuredValue"));
    }

    @Test
    void shouldWriteTheResultOf2025() throws IOException {
        generate(Dialect.GATEWAY_2025, 3);
        final JsonNode messages = parse(Part.RESULT).get("Messages");
        final JsonNode payload = messages.get("Payload");
        assertEquals(hole.tool(), messages.get("DataSetWriterId").textValue());
        assertEquals(20, payload.size());
        assertEquals(Integer.toString(hole.resultId()), value(payload, "ResultMetaData.ResultId").textValue());
        assertEquals("0", value(payload, "ResultMetaData.SerialNumber").textValue());
        payload.fieldNames().forEachRemaining(
            name -> assertEquals(name.contains("ResultContent"), name.endsWith(".MeasuredValue"), name));
    }

    @Test
    void shouldWriteEveryCurveInBothDialects() throws IOException {
        for (final Dialect dialect : Dialect.values()) {
            generate(dialect, 2);
            final JsonNode payload = parse(Part.TRACE).get("Messages").get("Payload");
            final boolean newer = dialect == Dialect.GATEWAY_2025;
            assertEquals(newer ? 18 : 17, payload.size());
            for (final String curve : CURVES) {
                final String path = "ResultContent.Trace.StepTraces." + curve;
                assertEquals(hole.resultId(), value(payload, path + ".StepResultId").asInt());
                assertEquals(newer, value(payload, path + ".StepResultId").isTextual());
                assertEquals(100, value(payload, path + ".SamplingInterval").intValue());
                if (newer || !"PowerTrace".equals(curve)) {
                    assertEquals(hole.samples(), value(payload, path + ".StepTraceContent[0].Values").size(), curve);
                }
            }
            final JsonNode positions = value(payload, "ResultContent.Trace.StepTraces.PositionTrace.StepTraceContent[0].Values");
            assertEquals(-hole.positionMm(17), positions.get(17).doubleValue());
            assertTrue(positions.get(0).doubleValue() < 0.0);
            assertEquals(newer, value(payload, "ResultContent.Trace.StepTraces.GapLengthTrace.StepTraceContent[0].Values").get(5).isNull());
        }
    }

    @Test
    void shouldWriteHeadsThatNameTheHole() throws IOException {
        for (final Dialect dialect : Dialect.values()) {
            generate(dialect, 2);
            final JsonNode payload = parse(Part.HEADS).get("Messages").get("Payload");
            final String prefix = NODE + hole.tool() + ".AssetManagement.Assets.Heads.0.";
            assertEquals(hole.headId(), payload.get(prefix + "Identification.SerialNumber").get("Value").textValue());
            assertEquals(hole.resultId(), payload.get(prefix + "LifetimeCounters.0.LifeTimeCycleCounter").get("Value").intValue());
            assertEquals(dialect == Dialect.GATEWAY_2025,
                payload.get(prefix + "Identification.DefaultInstanceBrowseName").get("Value").isInt());
            assertEquals(16, hole.headId().length());
        }
    }

    @Test
    void shouldWriteABareValueWhereTheHoleHasOneStep() throws IOException {
        final HoleGenerator generator = new HoleGenerator(5, 1, SizeProfile.SMALL, Dialect.GATEWAY_2024);
        int number = 0;
        do {
            generator.generate(number++, EPOCH_S, hole);
        } while (hole.model.steps().size() > 1 && number < 500);
        final JsonNode payload = parse(Part.RESULT).get("Messages").get("Payload");
        assertEquals(1, value(payload, STEP_VALUES + "StepNumber").intValue());
        assertTrue(value(payload, STEP_VALUES + "IntensityTorqueEmpty").isNumber());
    }

    @Test
    void shouldChangeOnlyTheMessageIdWhenSentAgain() throws IOException {
        generate(Dialect.GATEWAY_2025, 2);
        final JsonNode first = parse(Part.TRACE);
        final JsonNode again = mapper.readTree(writer.write(hole, Part.TRACE, 1));
        assertNotEquals(first.get("MessageId"), again.get("MessageId"));
        assertEquals(first.get("Messages"), again.get("Messages"));
    }

    @Test
    void shouldSendEveryPartWithTheSameSourceTimestamp() throws IOException {
        generate(Dialect.GATEWAY_2025, 2);
        final Set<String> stamps = new TreeSet<>();
        for (int p = 0; p < Part.COUNT; p++) {
            parse(Part.at(p)).get("Messages").get("Payload").forEach(entry -> stamps.add(entry.get("SourceTimestamp").textValue()));
        }
        assertEquals(Set.of("2025-06-15T15:06:40Z"), stamps);
    }

    @Test
    void shouldWriteThousandthsAsTheShortestDecimal() throws IOException {
        final StringWriter text = new StringWriter();
        final Thousandths thousandths = new Thousandths();
        try (JsonGenerator json = mapper.getFactory().createGenerator(text)) {
            json.writeStartArray();
            for (final int value : new int[] {0, -49, 25_780, 4_800, -12_000, 1, -100, 999_999}) {
                thousandths.write(json, value);
            }
            json.writeEndArray();
        }
        assertEquals("[0,-0.049,25.78,4.8,-12,0.001,-0.1,999.999]", text.toString());
    }

    @Test
    void shouldUseThePathsOfTheRealMessages() throws IOException {
        final String data = System.getenv("BORELOG_REAL_DATA");
        Assumptions.assumeTrue(data != null, "BORELOG_REAL_DATA is unset");
        final Path sets = Path.of(data, "mqtt");
        generate(Dialect.GATEWAY_2024, 3);
        assertEquals(paths(Files.readAllBytes(sets.resolve("data0/Result.json"))), paths(writer.write(hole, Part.RESULT, 0)));
        assertEquals(paths(Files.readAllBytes(sets.resolve("data0/Trace.json"))), paths(writer.write(hole, Part.TRACE, 0)));
        assertEquals(paths(Files.readAllBytes(sets.resolve("data_20250326/Heads.json"))), paths(writer.write(hole, Part.HEADS, 0)));
        generate(Dialect.GATEWAY_2025, 3);
        final Path newer = sets.resolve("data_20250623");
        assertEquals(paths(Files.readAllBytes(newer.resolve("ResultManagement.json"))), paths(writer.write(hole, Part.RESULT, 0)));
        assertEquals(paths(Files.readAllBytes(newer.resolve("Trace.json"))), paths(writer.write(hole, Part.TRACE, 0)));
        assertEquals(paths(Files.readAllBytes(newer.resolve("Heads.json"))), paths(writer.write(hole, Part.HEADS, 0)));
    }

    private String paths(final byte[] payload) throws IOException {
        final StringBuilder text = new StringBuilder();
        mapper.readTree(payload).get("Messages").get("Payload").fieldNames().forEachRemaining(name -> {
            final int at = name.contains(".ResultManagement.") ? name.indexOf(".ResultManagement.") : name.indexOf(".AssetManagement.");
            text.append(name.substring(at)).append('\n');
        });
        return text.toString();
    }

    private void generate(final Dialect dialect, final int minSteps) {
        final HoleGenerator generator = new HoleGenerator(11, 4, SizeProfile.SMALL, dialect);
        int number = 0;
        do {
            generator.generate(number++, EPOCH_S, hole);
        } while (hole.model.steps().size() < minSteps);
    }

    private JsonNode parse(final Part part) throws IOException {
        return mapper.readTree(writer.write(hole, part, 0));
    }

    private JsonNode value(final JsonNode payload, final String path) {
        final JsonNode entry = payload.get(NODE + hole.tool() + ".ResultManagement.Results.0." + path);
        assertTrue(entry != null, path);
        return entry.get("Value");
    }
}
