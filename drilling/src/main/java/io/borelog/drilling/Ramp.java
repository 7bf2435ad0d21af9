package io.borelog.drilling;

/**
 * How the torque of a conical tip grows from 0 to 1 while the tip goes {@code coneMm} deep into a layer, and, the other way round, falls
 * when it leaves. Two cones in one: a drill's web and lips differ in angle. Rounded by run-out. Immutable.
 */
final class Ramp {
    private static final int POINTS = 512;

    private final double lengthMm;
    private final float[] table = new float[POINTS + 1];
    private final double halfMm;
    private final double shiftMm;

    /**
     * @param coneMm    height of the cone
     * @param power     1 for a straight ramp, 2 for one that grows with the engaged area
     * @param share     part of the torque that the second, shorter cone brings, 0 to below 1
     * @param secondMm  its height, at most {@code coneMm}
     * @param roundedMm run-out: the ramp's mean over that much depth
     */
    Ramp(final double coneMm, final double power, final double share, final double secondMm, final double roundedMm) {
        lengthMm = coneMm + roundedMm;
        for (int i = 0; i <= POINTS; i++) {
            final double depth = lengthMm * i / POINTS - roundedMm / 2;
            double sum = 0;
            for (int k = -2; k <= 2; k++) {
                final double z = depth + k * roundedMm / 4;
                sum += (1 - share) * part(z / coneMm, power) + share * part(z / secondMm, power);
            }
            table[i] = (float) (sum / 5);
        }
        table[0] = 0;
        table[POINTS] = 1;
        int half = 0;
        while (table[half + 1] < 0.5f) {
            half++;
        }
        halfMm = lengthMm * (half + (0.5 - table[half]) / (table[half + 1] - table[half])) / POINTS;
        shiftMm = roundedMm / 2;
    }

    private static double part(final double x, final double power) {
        return x <= 0 ? 0 : x >= 1 ? 1 : StrictMath.pow(x, power);
    }

    /** Share of a layer's torque when the tip is {@code depthMm} below the layer's top. */
    double at(final double depthMm) {
        final double x = (depthMm + shiftMm) / lengthMm * POINTS;
        if (x <= 0) {
            return 0;
        }
        if (x >= POINTS) {
            return 1;
        }
        final int i = (int) x;
        return table[i] + (x - i) * (table[i + 1] - table[i]);
    }

    /** Depth of the tip below an interface at half height: where the key point is. */
    double halfMm() {
        return halfMm - shiftMm;
    }

    /** Depth of the tip below an interface from which the ramp is complete. */
    double fullMm() {
        return lengthMm - shiftMm;
    }
}
