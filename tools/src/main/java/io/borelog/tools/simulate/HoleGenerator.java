package io.borelog.tools.simulate;

import java.util.Locale;

/**
 * Holes of a fleet of simulated tools. Pure: hole {@code n} of a seed is the same on every machine, in whatever order holes are asked for,
 * so that several threads can each own a part of the fleet. Thread-safe; what it fills is not.
 *
 * <p>Hole {@code n} is drilled by tool {@code n % tools}. A tool's head counter, which is its ResultId, grows by one per hole, and no
 * two tools share a ResultId as long as none drills more than {@value #RESULT_IDS_PER_TOOL} holes (fewer with over 21,000 tools).
 */
public final class HoleGenerator {
    static final int RESULT_IDS_PER_TOOL = 100_000;
    static final int TOOLS_PER_TOOLBOX = 5;

    private static final long MODEL_STREAM = 0x4D4F44454CL;
    private static final long HEAD_STREAM = 0x48454144L;

    private final long seed;
    private final SizeProfile size;
    private final Dialect[] dialects;
    private final int tools;
    private final int resultIdsPerTool;

    /**
     * @param tools    fleet size, at least 1
     * @param dialects tool {@code t} speaks {@code dialects[t % dialects.length]}
     */
    public HoleGenerator(final long seed, final int tools, final SizeProfile size, final Dialect... dialects) {
        if (tools < 1) {
            throw new IllegalArgumentException("tools must be positive: " + tools);
        }
        if (dialects.length == 0) {
            throw new IllegalArgumentException("at least one dialect is needed");
        }
        this.seed = seed;
        this.size = size;
        this.dialects = dialects.clone();
        this.tools = tools;
        this.resultIdsPerTool = Math.min(RESULT_IDS_PER_TOOL, Integer.MAX_VALUE / tools);
    }

    public int tools() {
        return tools;
    }

    public int toolOf(final long number) {
        return (int) (number % tools);
    }

    static String toolName(final int tool) {
        return "simtool" + tool;
    }

    static String toolboxName(final int tool) {
        return "SIMBOX" + tool / TOOLS_PER_TOOLBOX;
    }

    /** Fills {@code hole} with hole {@code number}, drilled at the given second. */
    public void generate(final long number, final long sourceEpochS, final Hole hole) {
        final int tool = toolOf(number);
        hole.number = number;
        hole.seed = seed;
        hole.tool = toolName(tool);
        hole.toolbox = toolboxName(tool);
        hole.resultId = Math.toIntExact(1L + (long) tool * resultIdsPerTool + number / tools);
        hole.motorSerial = 31_000_000 + tool;
        hole.headId = headId(tool);
        hole.sourceEpochS = sourceEpochS;
        hole.dialect = dialects[tool % dialects.length];
        final Draw draw = new Draw(seed ^ MODEL_STREAM, number);
        HoleSampler.sample(HoleModelDraw.draw(draw, size.drawSamples(draw)), draw, hole);
    }

    /** A 64-bit RFID tag with the prefix that such tags have. */
    private String headId(final int tool) {
        final String tag = Long.toHexString(Draw.mix(seed ^ HEAD_STREAM, tool) >>> 32 | 1L << 32).substring(1);
        return "E0040150" + tag.toUpperCase(Locale.ROOT);
    }
}
