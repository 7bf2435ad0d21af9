package io.borelog.tools.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What grows, in which steps, and what a step is called in the report. */
public enum ScaleAxis {
    CONNECTIONS("connections", 1, 100, 10_000),
    TOOLS("tools", 1_000, 100_000),
    /** Of records in all journals together, MB. */
    HISTORY("MB of history", 1, 10_000),
    WORKERS("infer workers", 1, 2, 4);

    private static final long MOST = 1_000_000;
    private final String title;
    private final List<Long> steps;

    ScaleAxis(final String title, final long... steps) {
        this.title = title;
        this.steps = Arrays.stream(steps).boxed().toList();
    }

    String title() {
        return title;
    }

    /** Ascending. */
    public List<Long> steps() {
        return steps;
    }

    /** As it is written on a command line, and in names of figures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException naming those that there are */
    public static ScaleAxis of(final String label) {
        return Arrays.stream(values()).filter(axis -> axis.label().equals(label)).findFirst().orElseThrow(
            () -> new IllegalArgumentException("no axis " + label + ", there are: "
                + Arrays.stream(values()).map(ScaleAxis::label).collect(Collectors.joining(", "))));
    }

    /** @throws IllegalArgumentException where they are not a few numbers in ascending order */
    public List<Long> parse(final String numbers) {
        try {
            final List<Long> parsed = Arrays.stream(numbers.split(",")).map(Long::valueOf).toList();
            if (!parsed.equals(parsed.stream().filter(step -> step >= 1 && step <= MOST).distinct().sorted().toList())) {
                throw new IllegalArgumentException("steps of " + label() + " must ascend, 1 to " + MOST + ": " + numbers);
            }
            return parsed;
        } catch (final NumberFormatException ex) {
            throw new IllegalArgumentException("steps of " + label() + " must be numbers: " + numbers, ex);
        }
    }
}
