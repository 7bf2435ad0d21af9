package io.borelog.tools.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.borelog.tools.simulate.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recorded payloads, and the drill's own .xls records (tab-separated text, decimal comma) turned into the payloads of their hole. */
final class RealData {
    private static final Pattern NAME = Pattern.compile("([^_]+)_.*_ST_(\\d+)_(\\d+)\\.xls");
    private static final String NODE = "nsu=http://airbus.com/IJT/ADrilling;s=Objects.DeviceSet.recorded.";
    private static final String RESULT = "ResultManagement.Results.0.";
    private static final String STEPS = RESULT + "ResultContent.StepResults.0.StepResultValues.";
    private static final String TRACES = RESULT + "ResultContent.Trace.StepTraces.";
    private static final String HEADS = "AssetManagement.Assets.Heads.0.";
    private static final String TIME = "2024-05-15T08:00:00Z";
    private static final int STEP_COLUMN = 5;

    private final String head;
    private final String counter;
    private final List<double[]> rows;

    private RealData(final String head, final String counter, final List<double[]> rows) {
        this.head = head;
        this.counter = counter;
        this.rows = rows;
    }

    /** Skips the calling test where there is no real data. */
    static Path folder() {
        final String folder = System.getenv("BORELOG_REAL_DATA");
        assumeTrue(folder != null && !folder.isBlank(), "BORELOG_REAL_DATA names no folder with real records: skipped");
        return Path.of(folder);
    }

    /** A recorded message; the older sets call the Result differently. */
    static Path message(final String set, final Part part) {
        final Path folder = folder().resolve("mqtt").resolve(set);
        final Path result = folder.resolve("ResultManagement.json");
        return switch (part) {
            case RESULT -> Files.exists(result) ? result : folder.resolve("Result.json");
            case TRACE -> folder.resolve("Trace.json");
            case HEADS -> folder.resolve("Heads.json");
        };
    }

    static RealData xls(final Path file) throws IOException {
        final Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException("no head and counter in " + file);
        }
        final List<String> lines = Files.readAllLines(file, ISO_8859_1);
        int row = 0;
        while (!lines.get(row).startsWith("Position (mm)")) {
            row++;
        }
        final List<double[]> rows = new ArrayList<>();
        for (final String line : lines.subList(row + 1, lines.size())) {
            final String[] cells = line.split("\t");
            if (cells.length > STEP_COLUMN) {
                final double[] values = new double[STEP_COLUMN + 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Double.parseDouble(cells[i].strip().replace(',', '.'));
                }
                rows.add(values);
            }
        }
        return new RealData(name.group(1), name.group(2), rows);
    }

    String resultId() {
        return counter;
    }

    byte[] payload(final Part part) throws IOException {
        final ObjectNode payload = Program.JSON.createObjectNode();
        switch (part) {
            case RESULT -> result(payload);
            case TRACE -> trace(payload);
            case HEADS -> {
                put(payload, HEADS + "Identification.SerialNumber").put("Value", head);
                put(payload, HEADS + "LifetimeCounters.0.LifeTimeCycleCounter").put("Value", Integer.parseInt(counter));
            }
        }
        final ObjectNode envelope = Program.JSON.createObjectNode();
        envelope.put("MessageId", part.label() + "-" + counter).put("MessageType", "ua-data").put("PublisherId", "recorded");
        envelope.putObject("Messages").put("DataSetWriterId", 1).put("SequenceNumber", 1).put("Timestamp", TIME)
            .put("MessageType", "ua-keyframe").set("Payload", payload);
        return Program.JSON.writeValueAsBytes(envelope);
    }

    private void result(final ObjectNode payload) {
        put(payload, RESULT + "ResultMetaData.SerialNumber").put("Value", "0");
        put(payload, RESULT + "ResultMetaData.ResultId").put("Value", Integer.parseInt(counter));
        final Map<Double, double[]> steps = new LinkedHashMap<>();
        rows.forEach(row -> steps.putIfAbsent(row[STEP_COLUMN], row));
        final ArrayNode codes = put(payload, STEPS + "StepNumber").putArray("Value");
        final ArrayNode torqueEmpty = put(payload, STEPS + "IntensityTorqueEmpty").putArray("Value");
        final ArrayNode thrustEmpty = put(payload, STEPS + "IntensityThrustEmpty").putArray("Value");
        steps.forEach((code, row) -> {
            codes.add(code.intValue());
            torqueEmpty.add(row[3]);
            thrustEmpty.add(row[4]);
        });
    }

    private void trace(final ObjectNode payload) {
        curve(payload, "PositionTrace", 0);
        curve(payload, "IntensityTorqueTrace", 1);
        curve(payload, "IntensityThrustTrace", 2);
        curve(payload, "StepNumberTrace", STEP_COLUMN);
    }

    private void curve(final ObjectNode payload, final String name, final int column) {
        put(payload, TRACES + name + ".StepResultId").put("Value", Integer.parseInt(counter));
        put(payload, TRACES + name + ".SamplingInterval").put("Value", 100);
        final ArrayNode values = put(payload, TRACES + name + ".StepTraceContent[0].Values").putArray("Value");
        for (final double[] row : rows) {
            if (column == STEP_COLUMN) {
                values.add((int) row[column]);
            } else {
                values.add(column == 0 ? -Math.abs(row[0]) : row[column]);
            }
        }
    }

    /** A node with its timestamp; its value is for the caller to put. */
    private static ObjectNode put(final ObjectNode payload, final String path) {
        return payload.putObject(NODE + path).put("SourceTimestamp", TIME);
    }
}
