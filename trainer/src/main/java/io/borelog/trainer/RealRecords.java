package io.borelog.trainer;

import ai.onnxruntime.OrtException;
import io.borelog.drilling.DrilledHole;
import io.borelog.drilling.RecordFile;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.edge.EdgeEstimator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What a model says of drills' own records, beside {@code edge}: for validation, never for training. */
final class RealRecords {
    private RealRecords() {
    }

    static void print(final TrainedModel model, final Path folder, final PrintStream out) throws IOException, OrtException {
        final DrilledHole hole = new DrilledHole();
        final HoleCurves curves = new HoleCurves();
        final KeyPoints answer = new KeyPoints();
        out.println("| record | status | entry | transition | exit | confidences | edge |");
        out.println("|---|---|---|---|---|---|---|");
        try (EdgeEstimator edge = new EdgeEstimator()) {
            for (final Path file : files(folder)) {
                RecordFile.read(file, hole);
                Holes.wrap(hole, curves);
                final Status window = model.run(curves);
                if (window == Status.OK) {
                    model.points().answer(answer);
                } else {
                    answer.fail(window);
                }
                final KeyPointHeat points = model.points();
                out.printf(Locale.ROOT, "| %s | %s | %.3f | %.3f | %.3f | %.2f %.2f %.2f |", file.getFileName(), answer.status,
                    points.positionMm(0), points.positionMm(1), points.positionMm(2),
                    points.confidence(0), points.confidence(1), points.confidence(2));
                edge.estimate(curves, answer);
                out.printf(Locale.ROOT, " %s %.3f %.3f %.3f |%n", answer.status, answer.entryMm, answer.transitionMm, answer.exitMm);
            }
        }
    }

    private static List<Path> files(final Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(".xls")).sorted().toList();
        }
    }
}
