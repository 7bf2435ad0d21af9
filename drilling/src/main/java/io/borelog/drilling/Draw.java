package io.borelog.drilling;

import java.util.SplittableRandom;

/**
 * Random draws whose values depend on the seed alone: no library method whose algorithm a later JDK may change. Not thread-safe.
 */
public final class Draw {
    private static final double UNIFORM_4_SD = Math.sqrt(4.0 / 12.0);

    private final SplittableRandom random;

    public Draw(final long seed, final long stream) {
        random = new SplittableRandom(mix(seed, stream));
    }

    /** Scrambles two numbers into one (SplitMix64's finaliser over a Weyl step). */
    public static long mix(final long seed, final long stream) {
        long z = seed ^ (stream + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** True for the given fraction of (seed, stream) pairs. */
    public static boolean hits(final double fraction, final long seed, final long stream) {
        return (mix(seed, stream) >>> 11) * 0x1.0p-53 < fraction;
    }

    public double between(final double low, final double high) {
        return low + (random.nextLong() >>> 11) * 0x1.0p-53 * (high - low);
    }

    /** Uniform in [low, high], both ends included. */
    public int between(final int low, final int high) {
        return low + (int) Long.remainderUnsigned(random.nextLong(), high - low + 1L);
    }

    public boolean chance(final double fraction) {
        return between(0.0, 1.0) < fraction;
    }

    /** Bell-shaped with mean 0 and standard deviation 1, never beyond 3.5: four 16-bit uniforms of one draw, added. */
    public double bell() {
        final long bits = random.nextLong();
        final long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum / 65536.0 - 2.0) / UNIFORM_4_SD;
    }

    public long nextLong() {
        return random.nextLong();
    }
}
