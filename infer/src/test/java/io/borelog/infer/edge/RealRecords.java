package io.borelog.infer.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.borelog.infer.HoleCurves;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Reads the drill's own records for tests: text .xls (tab or semicolon, decimal comma) and Trace messages. */
final class RealRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RealRecords() {
    }

    /** @return the folder of real data; skips the calling test when there is none. */
    static Path folder() {
        final String folder = System.getenv("BORELOG_REAL_DATA");
        assumeTrue(folder != null && !folder.isBlank(), "BORELOG_REAL_DATA names no folder with real records: skipped");
        return Path.of(folder);
    }

    static List<Path> xls(final Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".xls")).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HoleCurves readXls(final Path file) {
        final List<String> lines = linesOf(file);
        int row = 0;
        while (!lines.get(row).startsWith("Position (mm)")) {
            row++;
        }
        final String separator = lines.get(row).indexOf(';') >= 0 ? ";" : "\t";
        final HoleCurves curves = new HoleCurves();
        curves.ensureCapacity(lines.size(), 0);
        for (final String line : lines.subList(row + 1, lines.size())) {
            final String[] cells = line.split(separator);
            if (cells.length > 5) {
                curves.positionMm[curves.count] = Math.abs(number(cells[0]));
                curves.torqueA[curves.count] = number(cells[1]);
                curves.thrustA[curves.count] = number(cells[2]);
                curves.step[curves.count] = number(cells[5]);
                curves.count++;
            }
        }
        return curves;
    }

    static HoleCurves readTrace(final Path file) {
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

    private static float number(final String cell) {
        final String text = cell.strip().replace(',', '.');
        return text.isEmpty() ? Float.NaN : Float.parseFloat(text);
    }

    private static List<String> linesOf(final Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
