package io.borelog.trainer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Differences of estimates from the truth, mm. */
final class Errors {
    private final List<Double> signed = new ArrayList<>();

    void add(final double error) {
        signed.add(error);
    }

    int count() {
        return signed.size();
    }

    double median() {
        return of(signed, 0.5);
    }

    /** Mean absolute error after {@code offset} has been taken off. */
    double mean(final double offset) {
        return signed.stream().mapToDouble(error -> Math.abs(error - offset)).average().orElse(Double.NaN);
    }

    /** The absolute error that this share of the estimates stays within, after {@code offset} has been taken off. */
    double absolute(final double share, final double offset) {
        return of(signed.stream().map(error -> Math.abs(error - offset)).toList(), share);
    }

    /** Estimates no further off than that. */
    int within(final double limit, final double offset) {
        return (int) signed.stream().filter(error -> Math.abs(error - offset) <= limit).count();
    }

    private static double of(final List<Double> values, final double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        final List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, share * sorted.size()));
    }
}
