package io.borelog.infer.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.drilling.DrilledHole;
import io.borelog.drilling.RecordFile;
import io.borelog.infer.DrilledCurves;
import io.borelog.infer.HoleCurves;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Reads the drill's own records for tests: text .xls (tab or semicolon, decimal comma) and Trace messages. */
public final class RealRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealRecords() {
    }

    /** @return the folder of real data; skips the calling test when there is none. */
    public static Path folder() {
        final String folder = System.getenv("BORELOG_REAL_DATA");
        assumeTrue(folder != null && !folder.isBlank(), "BORELOG_REAL_DATA names no folder with real records: skipped");
        return Path.of(folder);
    }

    public static List<Path> xls(final Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".xls")).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static HoleCurves readXls(final Path file) {
        final DrilledHole hole = new DrilledHole();
        try {
            RecordFile.read(file, hole);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return DrilledCurves.of(hole);
    }

    public static HoleCurves readTrace(final Path file) {
        final JsonNode payload;
        try {
            payload = JSON.readTree(file.toFile()).path("Messages").path("Payload");
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final float[] position = values(payload, "PositionTrace");
        final HoleCurves curves = new HoleCurves();
        curves.ensureCapacity(position.length, 0);
        curves.count = position.length;
        for (int i = 0; i < position.length; i++) {
            curves.positionMm[i] = -position[i];
        }
        curves.torqueA = values(payload, "IntensityTorqueTrace");
        curves.thrustA = values(payload, "IntensityThrustTrace");
        curves.step = values(payload, "StepNumberTrace");
        return curves;
    }

    private static float[] values(final JsonNode payload, final String curve) {
        for (final Map.Entry<String, JsonNode> entry : payload.properties()) {
            if (entry.getKey().endsWith("." + curve + ".StepTraceContent[0].Values")) {
                final JsonNode array = entry.getValue().path("Value");
                final float[] values = new float[array.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = array.get(i).isNumber() ? array.get(i).floatValue() : Float.NaN;
                }
                return values;
            }
        }
        throw new IllegalArgumentException("no curve " + curve);
    }
}
