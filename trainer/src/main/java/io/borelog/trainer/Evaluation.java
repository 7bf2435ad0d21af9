package io.borelog.trainer;

import ai.onnxruntime.OrtException;
import io.borelog.drilling.Conditions;
import io.borelog.drilling.Drill;
import io.borelog.drilling.DrilledHole;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;
import io.borelog.infer.depth.KeyPointHeat;
import io.borelog.infer.edge.EdgeEstimator;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Measures a model on holes that it was not trained on, beside the {@code edge} estimator on the same holes. Edge places its key points
 * elsewhere on the ramp, so its median offset is taken off before it is compared. Single thread.
 */
final class Evaluation {
    private static final int BINS = 10;
    private static final double SURE_MM = 0.25;
    private static final String[] NAMES = {"entry", "transition", "exit"};

    /** Kinds of holes that are looked at by themselves. */
    enum Kind {
        ALL("all", hole -> true),
        NOISE("noise over 4 % of the load", hole -> hole.noise > 0.04),
        PECKING("pecking or oscillating", hole -> hole.pecks),
        WEAR("worn drill", hole -> hole.wear > 0.4),
        LAYOUT("odd step layout", hole -> hole.oddLayout),
        THREE_LAYERS("three layers and more", hole -> hole.layers >= 3),
        ONE_LAYER("one layer", hole -> hole.layers == 1);

        private final String title;
        private final Predicate<DrilledHole> holds;

        Kind(final String title, final Predicate<DrilledHole> holds) {
            this.title = title;
            this.holds = holds;
        }
    }

    /** One estimator on one kind of hole. */
    private static final class Score {
        private final Errors[] errors = {new Errors(), new Errors(), new Errors()};
        private int points;
        private int missed;
        private int invented;

        private void count(final double truth, final double estimate, final int point) {
            if (Double.isNaN(truth)) {
                invented += Double.isNaN(estimate) ? 0 : 1;
                return;
            }
            points++;
            if (Double.isNaN(estimate)) {
                missed++;
            } else {
                errors[point].add(estimate - truth);
            }
        }
    }

    private final Map<Kind, Score> model = new EnumMap<>(Kind.class);
    private final Map<Kind, Score> edge = new EnumMap<>(Kind.class);
    private final Map<Status, Integer> statuses = new TreeMap<>();
    private final int[] inBin = new int[BINS];
    private final int[] rightInBin = new int[BINS];
    private final double[] confidenceInBin = new double[BINS];
    private int holes;

    Evaluation() {
        for (final Kind kind : Kind.values()) {
            model.put(kind, new Score());
            edge.put(kind, new Score());
        }
    }

    /** Holes with one program step are passed over: they are answered before any estimator looks at them. */
    void run(final TrainedModel trained, final long seed, final Conditions conditions, final int count) throws OrtException {
        final Drill drill = new Drill(seed, conditions);
        final DrilledHole hole = new DrilledHole();
        final HoleCurves curves = new HoleCurves();
        final KeyPoints answer = new KeyPoints();
        try (EdgeEstimator estimator = new EdgeEstimator()) {
            for (long number = 0; holes < count; number++) {
                drill.drill(number, hole);
                Holes.wrap(hole, curves);
                if (curves.check() != Status.OK) {
                    continue;
                }
                holes++;
                final Status window = trained.run(curves);
                if (window == Status.OK) {
                    trained.points().answer(answer);
                    calibrate(trained.points(), hole);
                } else {
                    answer.fail(window);
                }
                statuses.merge(answer.status, 1, Integer::sum);
                count(model, hole, answer);
                estimator.estimate(curves, answer);
                count(edge, hole, answer);
            }
        }
    }

    private static void count(final Map<Kind, Score> scores, final DrilledHole hole, final KeyPoints answer) {
        for (final Kind kind : Kind.values()) {
            if (kind.holds.test(hole)) {
                final Score score = scores.get(kind);
                score.count(hole.entryMm, answer.entryMm, 0);
                score.count(hole.transitionMm, answer.transitionMm, 1);
                score.count(hole.exitMm, answer.exitMm, 2);
            }
        }
    }

    private void calibrate(final KeyPointHeat points, final DrilledHole hole) {
        final double[] truth = {hole.entryMm, hole.transitionMm, hole.exitMm};
        for (int point = 0; point < truth.length; point++) {
            if (points.none(point) < KeyPointHeat.NONE) {
                final double confidence = points.confidence(point);
                final int bin = (int) Math.min(BINS - 1, confidence * BINS);
                inBin[bin]++;
                confidenceInBin[bin] += confidence;
                rightInBin[bin] += Math.abs(points.positionMm(point) - truth[point]) <= SURE_MM ? 1 : 0;
            }
        }
    }

    /** The figures that a manifest names. */
    Map<String, Double> metrics() {
        final Map<String, Double> metrics = new TreeMap<>();
        final Score all = model.get(Kind.ALL);
        for (int point = 0; point < NAMES.length; point++) {
            metrics.put(NAMES[point] + ".mae_mm", rounded(all.errors[point].mean(0)));
            metrics.put(NAMES[point] + ".p99_mm", rounded(all.errors[point].absolute(0.99, 0)));
        }
        metrics.put("holes", (double) holes);
        metrics.put("answered", rounded(1 - all.missed / (double) all.points));
        return metrics;
    }

    private static double rounded(final double value) {
        return Math.rint(value * 10_000) / 10_000;
    }

    void print(final PrintStream out) {
        out.printf(Locale.ROOT, "%d holes %s%n%n", holes, statuses);
        out.println("| holes | estimator | given | invented | entry: mean, p99 | transition | exit | within 0.25 mm |");
        out.println("|---|---|---|---|---|---|---|---|");
        final double[] offsets = new double[NAMES.length];
        for (int point = 0; point < offsets.length; point++) {
            offsets[point] = edge.get(Kind.ALL).errors[point].median();
        }
        for (final Kind kind : Kind.values()) {
            print(out, kind.title, "model", model.get(kind), new double[NAMES.length]);
            print(out, kind.title, "edge", edge.get(kind), offsets);
        }
        out.printf(Locale.ROOT, "%nedge's offsets taken off: %.3f, %.3f, %.3f mm%n%n", offsets[0], offsets[1], offsets[2]);
        out.println("| confidence | points | mean confidence | share within 0.25 mm |");
        out.println("|---|---|---|---|");
        for (int bin = 0; bin < BINS; bin++) {
            if (inBin[bin] > 0) {
                out.printf(Locale.ROOT, "| %.1f - %.1f | %d | %.3f | %.3f |%n", bin / 10.0, (bin + 1) / 10.0, inBin[bin],
                    confidenceInBin[bin] / inBin[bin], rightInBin[bin] / (double) inBin[bin]);
            }
        }
    }

    private static void print(final PrintStream out, final String kind, final String estimator, final Score score, final double[] offsets) {
        out.printf(Locale.ROOT, "| %s | %s | %.1f %% | %d |", kind, estimator, 100 - 100.0 * score.missed / score.points, score.invented);
        int within = 0;
        for (int point = 0; point < NAMES.length; point++) {
            final Errors errors = score.errors[point];
            out.printf(Locale.ROOT, " %.4f, %.3f |", errors.mean(offsets[point]), errors.absolute(0.99, offsets[point]));
            within += errors.within(SURE_MM, offsets[point]);
        }
        out.printf(Locale.ROOT, " %.1f %% |%n", 100.0 * within / score.points);
    }
}
