package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;
import java.util.Locale;
import java.util.UUID;

/**
 * Names and counters of a simulated fleet. Pure and immutable.
 *
 * <p>Hole {@code n} is drilled by tool {@code n % tools}. A tool's head counter, which is its ResultId, grows by one per hole, and no
 * two tools share a ResultId as long as none drills more than {@value #RESULT_IDS_PER_TOOL} holes (fewer with over 21,000 tools).
 */
public final class HoleIdentity {
    static final int RESULT_IDS_PER_TOOL = 100_000;
    static final int TOOLS_PER_TOOLBOX = 5;

    private static final long HEAD_STREAM = 0x48454144L;

    private final long seed;
    private final int tools;
    private final int resultIdsPerTool;

    HoleIdentity(final long seed, final int tools) {
        if (tools < 1) {
            throw new IllegalArgumentException("tools must be positive: " + tools);
        }
        this.seed = seed;
        this.tools = tools;
        this.resultIdsPerTool = Math.min(RESULT_IDS_PER_TOOL, Integer.MAX_VALUE / tools);
    }

    int toolOf(final long number) {
        return (int) (number % tools);
    }

    int resultId(final long number) {
        return Math.toIntExact(1L + (long) toolOf(number) * resultIdsPerTool + number / tools);
    }

    public static String toolName(final int tool) {
        return "simtool" + tool;
    }

    public static String toolboxName(final int tool) {
        return "SIMBOX" + tool / TOOLS_PER_TOOLBOX;
    }

    /** A 64-bit RFID tag with the prefix that such tags have. */
    String headId(final int tool) {
        final String tag = Long.toHexString(Draw.mix(seed ^ HEAD_STREAM, tool) >>> 32 | 1L << 32).substring(1);
        return "E0040150" + tag.toUpperCase(Locale.ROOT);
    }

    static String messageId(final long seed, final long number, final Part part, final int resend) {
        final long high = Draw.mix(seed, number);
        final long low = Draw.mix(high, part.ordinal() + (long) Part.COUNT * resend);
        return new UUID(high & ~0xF000L | 0x4000L, low & ~(3L << 62) | 1L << 63).toString();
    }
}
