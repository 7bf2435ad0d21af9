package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;

/**
 * Holes of a fleet of simulated tools. Pure: hole {@code n} of a seed is the same on every machine, in whatever order holes are asked for,
 * so that several threads can each own a part of the fleet. Thread-safe; what it fills is not.
 */
public final class HoleGenerator {
    private static final long MODEL_STREAM = 0x4D4F44454CL;

    private final long seed;
    private final SizeProfile size;
    private final Dialect[] dialects;
    private final HoleIdentity identity;

    /**
     * @param tools    fleet size, at least 1
     * @param dialects tool {@code t} speaks {@code dialects[t % dialects.length]}
     */
    public HoleGenerator(final long seed, final int tools, final SizeProfile size, final Dialect... dialects) {
        if (dialects.length == 0) {
            throw new IllegalArgumentException("at least one dialect is needed");
        }
        this.seed = seed;
        this.size = size;
        this.dialects = dialects.clone();
        this.identity = new HoleIdentity(seed, tools);
    }

    /** Fills {@code hole} with hole {@code number}, drilled at the given second. */
    public void generate(final long number, final long sourceEpochS, final Hole hole) {
        final int tool = identity.toolOf(number);
        hole.number = number;
        hole.seed = seed;
        hole.tool = HoleIdentity.toolName(tool);
        hole.toolbox = HoleIdentity.toolboxName(tool);
        hole.resultId = identity.resultId(number);
        hole.motorSerial = 31_000_000 + tool;
        hole.headId = identity.headId(tool);
        hole.sourceEpochS = sourceEpochS;
        hole.dialect = dialects[tool % dialects.length];
        final Draw draw = new Draw(seed ^ MODEL_STREAM, number);
        HoleSampler.sample(HoleModelDraw.draw(draw, size.drawSamples(draw)), draw, hole);
    }
}
