package io.borelog.infer.edge;

import io.borelog.infer.HoleCurves;

import java.util.Random;

/**
 * A hole of two layers with known surfaces, sampled at 100 Hz. The cone is 1 mm long and takes up each layer in proportion
 * to its overlap with it, so a surface at s is felt at half height at s + 0.5 mm. Everything random comes from the seed.
 */
final class SyntheticHole {
    static final double CONE_MM = 1.0;
    private static final double HZ = 100;
    private static final double QUANTUM_A = 0.0488;
    private static final double SPRING_BACK_MM = 0.25;

    double entrySurfaceMm = 5.2;
    double transitionSurfaceMm = 12.4;
    double exitSurfaceMm = 17.3;
    double endMm = 24;
    double softA = 3;
    double hardA = 18;
    double softFeed = 3;
    double hardFeed = 1;
    double noiseA;
    double rippleShare;
    double peckEveryMm = Double.POSITIVE_INFINITY;
    int spikeEvery;
    int spikeLength = 1;
    double idleA;
    /** Step codes in order; the changes happen at the depths below. */
    int[] codes = {1, 2, 3};
    double[] changesMm = {11.8, 20.5};
    boolean countersink = true;
    long seed = 1;

    private final HoleCurves curves = new HoleCurves();
    private Random random;
    private double airUntilMm;

    double entryMm() {
        return entrySurfaceMm + CONE_MM / 2;
    }

    double transitionMm() {
        return transitionSurfaceMm + CONE_MM / 2;
    }

    double exitMm() {
        return exitSurfaceMm + CONE_MM / 2;
    }

    HoleCurves drill() {
        random = new Random(seed);
        curves.count = 0;
        airUntilMm = 0;
        int step = 0;
        double depth = 0.6;
        double nextPeck = depth + peckEveryMm;
        while (depth < endMm) {
            if (step < changesMm.length && depth >= changesMm[step]) {
                step++;
                retract(depth, 0.2, codes[step]);
            }
            if (depth >= nextPeck) {
                retract(depth, 1.0, codes[step]);
                nextPeck = depth + peckEveryMm;
            }
            depth += feed(depth) / HZ;
            sample(depth, load(depth), codes[step]);
        }
        return curves;
    }

    private double feed(final double depth) {
        return depth > transitionSurfaceMm - 0.5 && depth < exitSurfaceMm + CONE_MM ? hardFeed : softFeed;
    }

    /** Out and in again through air; past the old depth the sprung-back tool cuts air for a while. */
    private void retract(final double depth, final double backMm, final int code) {
        for (double x = depth; x > depth - backMm; x -= 0.1) {
            sample(x, 0, code);
        }
        for (double x = depth - backMm; x < depth; x += 0.03) {
            sample(x, 0, code);
        }
        airUntilMm = depth + SPRING_BACK_MM;
    }

    private double load(final double depth) {
        final double share = Math.min(1, Math.max(0, 1 - (airUntilMm - depth) / (SPRING_BACK_MM / 2)));
        double load = softA * overlap(depth, entrySurfaceMm, transitionSurfaceMm)
            + hardA * overlap(depth, transitionSurfaceMm, exitSurfaceMm);
        if (countersink) {
            load += 1.5 * hardA * overlap(depth, endMm - CONE_MM, endMm + CONE_MM);
        }
        return share * load;
    }

    private static double overlap(final double depth, final double top, final double bottom) {
        return Math.max(0, Math.min(depth, bottom) - Math.max(depth - CONE_MM, top)) / CONE_MM;
    }

    private void sample(final double depth, final double load, final int code) {
        curves.ensureCapacity(Math.max(64, curves.count + curves.count / 2 + 1), 0);
        final int i = curves.count++;
        final double ripple = 1 + rippleShare * Math.sin(i * 0.9);
        double torque = idleA + load * ripple + noiseA * random.nextGaussian();
        if (spikeEvery > 0 && i % spikeEvery < spikeLength) {
            torque += 40;
        }
        curves.positionMm[i] = (float) (Math.round(depth * 1000) / 1000.0);
        curves.torqueA[i] = (float) (Math.round(torque / QUANTUM_A) * QUANTUM_A);
        curves.thrustA[i] = Float.NaN;
        curves.step[i] = code;
    }
}
