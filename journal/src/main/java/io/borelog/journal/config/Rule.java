package io.borelog.journal.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value must be: checks it, and says so in words. */
public abstract class Rule {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ns|us|ms|s|m|h|d)");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})\\s*(B|KB|KIB|MB|MIB|GB|GIB)?");

    private final String words;

    private Rule(final String words) {
        this.words = words;
    }

    /** @return the rule as part of a sentence: "must be ..." */
    public String words() {
        return words;
    }

    abstract boolean accepts(String value);

    static Rule choice(final String... choices) {
        return new Rule("must be " + (choices.length == 1 ? choices[0] : "one of " + String.join(", ", choices))) {
            @Override
            boolean accepts(final String value) {
                return List.of(choices).contains(value);
            }
        };
    }

    static Rule number(final long min, final long max) {
        return new Rule("must be a whole number from " + min + " to " + max) {
            @Override
            boolean accepts(final String value) {
                return value.matches("-?\\d{1,18}") && Long.parseLong(value) >= min && Long.parseLong(value) <= max;
            }
        };
    }

    static Rule text(final int min, final int max) {
        return new Rule("must be a text of " + min + " to " + max + " characters without control characters") {
            @Override
            boolean accepts(final String value) {
                return value.length() >= min && value.length() <= max && value.chars().noneMatch(Character::isISOControl);
            }
        };
    }

    static Rule topicLevels(final int max) {
        return new Rule("must be topic levels of at most " + max
            + " characters without wildcards, control characters or a slash at an end") {
            @Override
            boolean accepts(final String value) {
                return !value.isEmpty() && value.length() <= max && !value.startsWith("/") && !value.endsWith("/")
                    && value.chars().noneMatch(c -> c == '+' || c == '#' || c == '$' || Character.isISOControl(c));
            }
        };
    }

    static Rule duration(final String min, final String max) {
        return new Rule("must be a duration such as 500ms, 30s or 2h, from " + min + " to " + max) {
            @Override
            boolean accepts(final String value) {
                return DURATION.matcher(value).matches()
                    && durationNs(value) >= durationNs(min) && durationNs(value) <= durationNs(max);
            }
        };
    }

    static Rule bytes(final long min, final long max) {
        return new Rule("must be a size such as 4096 or 256MiB, from " + min + " to " + max + " bytes") {
            @Override
            boolean accepts(final String value) {
                return BYTES.matcher(value.toUpperCase(Locale.ROOT)).matches() && sizeBytes(value) >= min && sizeBytes(value) <= max;
            }
        };
    }

    static long durationNs(final String value) {
        final Matcher m = DURATION.matcher(value);
        if (!m.matches()) {
            throw new IllegalArgumentException(value);
        }
        final long unit = switch (m.group(2)) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
        final long count = Long.parseLong(m.group(1));
        return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
    }

    static long sizeBytes(final String value) {
        final Matcher m = BYTES.matcher(value.toUpperCase(Locale.ROOT));
        if (!m.matches()) {
            throw new IllegalArgumentException(value);
        }
        final long count = Long.parseLong(m.group(1));
        final long unit = switch (m.group(2) == null ? "B" : m.group(2)) {
            case "B" -> 1L;
            case "KB" -> 1_000L;
            case "KIB" -> 1L << 10;
            case "MB" -> 1_000_000L;
            case "MIB" -> 1L << 20;
            case "GB" -> 1_000_000_000L;
            default -> 1L << 30;
        };
        return count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit;
    }
}
