package io.borelog.tools.simulate;

import java.util.List;

/**
 * One drawn hole before sampling: the stack, the program and the drill's tip. Pure; drawn by {@link HoleModelDraw}.
 *
 * <p>The tip is a cone of {@code coneMm}: crossing an interface, torque follows a smooth symmetric ramp of that length. A key point's
 * truth is the position where the cone's mid-height is in the interface plane: where the ramp is half way up, and at the exit
 * {@code bulgeMm} behind that ({@link io.borelog.drilling.Bulge}).
 */
record HoleModel(List<Layer> layers, List<Step> steps, double coneMm, double bulgeMm, double residualA, double countersinkA) {
    /** An idle spindle current above this belongs to a fast step. */
    static final double SLOW_SPINDLE_MAX_EMPTY_A = 4.0;

    private static final double RESIDUAL_LENGTH_MM = 3.5;

    double entryMm() {
        return layers.get(0).topMm();
    }

    double exitMm() {
        return layers.get(layers.size() - 1).bottomMm();
    }

    /** Where titanium begins below another material; NaN in a single-material hole. */
    double transitionMm() {
        return layers.size() < 2 ? Double.NaN : layers.get(layers.size() - 1).topMm();
    }

    int samples() {
        int samples = 0;
        for (int i = 0; i < steps.size(); i++) {
            samples += steps.get(i).samples();
        }
        return samples;
    }

    /** Net spindle current in A of a tip cutting at this position, without ripple, noise and offset. */
    double torqueA(final double positionMm) {
        double torque = 0.0;
        for (int i = 0; i < layers.size(); i++) {
            torque += layers.get(i).torqueA() * engagement(i, positionMm);
        }
        final double beyondMm = positionMm - exitMm();
        return torque + residualA * (ramp(beyondMm / coneMm) - ramp((beyondMm - RESIDUAL_LENGTH_MM) / coneMm));
    }

    /** Net feed current in A of a tip cutting at this position. */
    double thrustA(final double positionMm) {
        double thrust = 0.0;
        for (int i = 0; i < layers.size(); i++) {
            thrust += layers.get(i).thrustA() * engagement(i, positionMm);
        }
        return thrust;
    }

    private double engagement(final int index, final double positionMm) {
        final Layer layer = layers.get(index);
        final double leavesMm = layer.bottomMm() - (index == layers.size() - 1 ? bulgeMm : 0.0);
        return ramp((positionMm - layer.topMm()) / coneMm) - ramp((positionMm - leavesMm) / coneMm);
    }

    /** 0 at -0.5, one half at 0, 1 at 0.5, without a kink. */
    private static double ramp(final double x) {
        if (x <= -0.5) {
            return 0.0;
        }
        if (x >= 0.5) {
            return 1.0;
        }
        final double u = x + 0.5;
        return u * u * (3.0 - 2.0 * u);
    }
}
