package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;

/** How many samples the simulated holes have; the figures follow the files of real runs. */
public enum SizeProfile {
    /** 500 to 1100 samples: fast programs without pecking. */
    SMALL,
    /** 8000 to 9800 samples: pecking through titanium at 0.16 mm/s. */
    TYPICAL,
    /** All of them: half small, a quarter of 1200 to 3400, some typical, a few up to the longest hole seen. */
    MIXED;

    /** The longest hole seen in the field; no generated hole is longer. */
    public static final int MAX_SAMPLES = 11_466;

    private static final int SMALL_MIN = 500;
    private static final int SMALL_MAX = 1_100;
    private static final int MEDIUM_MIN = 1_200;
    private static final int MEDIUM_MAX = 3_400;
    private static final int TYPICAL_MIN = 8_000;
    private static final int TYPICAL_MAX = 9_800;
    private static final int LARGE_MIN = 10_000;

    int drawSamples(final Draw draw) {
        return switch (this) {
            case SMALL -> draw.between(SMALL_MIN, SMALL_MAX);
            case TYPICAL -> draw.between(TYPICAL_MIN, TYPICAL_MAX);
            case MIXED -> drawMixed(draw);
        };
    }

    /** Pecking programs are the long ones: 0.16 mm/s instead of 1 to 3 mm/s. */
    static boolean pecks(final int samples) {
        return samples >= TYPICAL_MIN;
    }

    private static int drawMixed(final Draw draw) {
        final double kind = draw.between(0.0, 1.0);
        if (kind < 0.52) {
            return draw.between(SMALL_MIN, SMALL_MAX);
        }
        if (kind < 0.78) {
            return draw.between(MEDIUM_MIN, MEDIUM_MAX);
        }
        return kind < 0.96 ? draw.between(TYPICAL_MIN, TYPICAL_MAX) : draw.between(LARGE_MIN, MAX_SAMPLES);
    }
}
