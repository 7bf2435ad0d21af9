package io.borelog.tools.simulation;

import java.util.SplittableRandom;

/** What goes wrong, and when, by the seed: kills, power cuts and failed forces, between any two operations on a journal. */
final class Faults {
    private static final double[] KILLS = {0, .002, .006, .02};
    private static final double[] POWER_CUTS = {0, .0008, .004};
    private static final double[] FAILED_FORCES = {0, .005, .02};

    private final SplittableRandom random;
    private double killRate;
    private double powerCutRate;
    private double failedForceRate;
    private boolean on = true;
    int kills;
    int powerCuts;
    int failedForces;
    int poisonings;

    Faults(final SplittableRandom random, final boolean storm) {
        this.random = random;
        killRate = KILLS[random.nextInt(KILLS.length)];
        powerCutRate = storm ? POWER_CUTS[1] : POWER_CUTS[random.nextInt(POWER_CUTS.length)];
        failedForceRate = FAILED_FORCES[random.nextInt(FAILED_FORCES.length)];
    }

    void rates(final double kill, final double powerCut, final double failedForce) {
        killRate = kill;
        powerCutRate = powerCut;
        failedForceRate = failedForce;
    }

    /** Between two operations of one process. */
    void point() {
        if (!on) {
            return;
        }
        final double x = random.nextDouble();
        if (x < killRate) {
            throw Death.killed();
        }
        if (x < killRate + powerCutRate) {
            throw Death.ofPowerCut();
        }
    }

    /** Between two steps of the world. */
    boolean strikesIdle() {
        return on && random.nextDouble() < killRate;
    }

    boolean failsForce() {
        final boolean fails = on && random.nextDouble() < failedForceRate;
        failedForces += fails ? 1 : 0;
        return fails;
    }

    /** Of what a dead writer had gathered: most often nothing had reached the file. */
    int writtenOf(final int gathered) {
        return random.nextInt(4) > 0 ? 0 : random.nextInt(gathered + 1);
    }

    /** A computation that only sometimes kills its process. */
    void poison() {
        if (random.nextInt(4) > 0) {
            poisonings++;
            throw Death.killed();
        }
    }

    void off() {
        on = false;
    }
}
