package io.borelog.drilling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A drill's own record of one hole: the text file that its control box calls {@code .xls}, in the versions 4 to 11 that have been seen.
 * Sections of which only the last counts: a heading that begins with "Position (mm)", then a row per sample; tabs or semicolons, decimal
 * commas or points.
 */
public final class RecordFile {
    private static final String HEADING = "Position (mm)";
    private static final int POSITION = 0;
    private static final int TORQUE = 1;
    private static final int THRUST = 2;
    private static final int STEP = 5;

    private RecordFile() {
    }

    /** Fills curves and count; there is no truth in such a file. */
    public static void read(final Path file, final DrilledHole into) throws IOException {
        into.clear();
        final List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        int row = 0;
        while (row < lines.size() && !lines.get(row).startsWith(HEADING)) {
            row++;
        }
        if (row == lines.size()) {
            throw new IOException("no heading that begins with '" + HEADING + "' in " + file);
        }
        final String separator = lines.get(row).indexOf(';') >= 0 ? ";" : "\t";
        for (final String line : lines.subList(row + 1, lines.size())) {
            final String[] cells = line.split(separator);
            if (cells.length > STEP) {
                final int i = into.count++;
                into.positionMm[i] = Math.abs(number(cells[POSITION]));
                into.torqueA[i] = number(cells[TORQUE]);
                into.thrustA[i] = number(cells[THRUST]);
                into.step[i] = number(cells[STEP]);
            }
        }
    }

    private static float number(final String cell) {
        final String text = cell.strip().replace(',', '.');
        return text.isEmpty() ? Float.NaN : Float.parseFloat(text);
    }
}
