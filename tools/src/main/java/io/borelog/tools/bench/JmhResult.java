package io.borelog.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of JMH's result. The baseline of a bench is the method of the same class, with the same parameters, whose name says so.
 *
 * @param bench          class and method
 * @param parameters     as JMH names them, empty for none
 * @param score          time of one operation
 * @param error          half of the 99.9 % interval; NaN where there are too few iterations
 * @param allocatedBytes by one operation
 * @param baseline       score of the baseline; NaN for the baseline itself, and where there is none
 */
record JmhResult(String bench, String parameters, double score, double error, String unit, double allocatedBytes, double baseline) {
    private static final String BASELINE = "baseline";

    /** @param file that JMH has written */
    static List<JmhResult> read(final Path file) throws IOException {
        final JsonNode all = new ObjectMapper().readTree(file.toFile());
        final List<JmhResult> results = new ArrayList<>();
        for (final JsonNode one : all) {
            final JsonNode metric = one.path("primaryMetric");
            results.add(new JmhResult(bench(one), parameters(one), metric.path("score").asDouble(Double.NaN),
                metric.path("scoreError").asDouble(Double.NaN), metric.path("scoreUnit").asText(),
                one.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble(Double.NaN), baselineOf(one, all)));
        }
        return results;
    }

    private static double baselineOf(final JsonNode one, final JsonNode all) {
        for (final JsonNode other : all) {
            if (isBaseline(other) && !isBaseline(one) && className(other).equals(className(one))
                && parameters(other).equals(parameters(one))) {
                return other.path("primaryMetric").path("score").asDouble(Double.NaN);
            }
        }
        return Double.NaN;
    }

    private static boolean isBaseline(final JsonNode one) {
        return bench(one).substring(bench(one).indexOf('.') + 1).startsWith(BASELINE);
    }

    private static String className(final JsonNode one) {
        return bench(one).substring(0, bench(one).indexOf('.'));
    }

    private static String bench(final JsonNode one) {
        final String[] path = one.path("benchmark").asText().split("\\.");
        return path[path.length - 2] + '.' + path[path.length - 1];
    }

    private static String parameters(final JsonNode one) {
        final List<String> texts = new ArrayList<>();
        one.path("params").properties().forEach(param -> {
            if (!param.getValue().asText().isEmpty()) {
                texts.add(param.getKey() + '=' + param.getValue().asText());
            }
        });
        return String.join(" ", texts);
    }

    /** Time of the baseline that one operation takes: below 1 it is the faster one. */
    double ratio() {
        return score / baseline;
    }

    String name() {
        return parameters.isEmpty() ? bench : bench + ' ' + parameters;
    }
}
