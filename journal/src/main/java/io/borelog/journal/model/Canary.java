package io.borelog.journal.model;

import io.borelog.journal.config.ConfigurationException;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * A model that answers for some of the tools.
 *
 * @param share of the tools, above 0, at most 1. Who is among them is a function of the tool and the share alone: each tool has a fixed
 *              point between 0 and 1 and is a canary while the share is above it, so that none goes back while the share only grows.
 */
public record Canary(ModelRef model, BigDecimal share) {
    private static final Pattern SHARE = Pattern.compile("0?\\.[0-9]{1,6}|1(\\.0{1,6})?");
    private static final double POINTS = 0x1p32;

    /** @throws ConfigurationException where the share is none */
    public static BigDecimal parseShare(final String text) {
        if (!SHARE.matcher(text).matches() || new BigDecimal(text).signum() == 0) {
            throw new ConfigurationException("the share of a canary must be above 0 and at most 1, with at most six decimals: " + text);
        }
        return new BigDecimal(text).stripTrailingZeros();
    }

    public String shareText() {
        return share.toPlainString();
    }

    /** @param toolHash of {@link io.borelog.journal.record.Hashes#ofTool} */
    boolean takes(final int toolHash) {
        return Integer.toUnsignedLong(mix(toolHash)) < share.doubleValue() * POINTS;
    }

    /** The finalizer of MurmurHash3: the same hash chooses the worker, and canaries must not all be of one worker. */
    private static int mix(final int hash) {
        int h = hash;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }
}
