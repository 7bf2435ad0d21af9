package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;

/**
 * Turns a {@link HoleModel} into 100 Hz curves as the drill's sensors would report them. Pure; one call per hole.
 *
 * <p>What a sensor adds: encoder and current resolution, idle-current error per step (hence slightly negative values), noise, the
 * pecking oscillation, and no torque at all while the tip comes back from the back-off and cuts nothing.
 */
final class HoleSampler {
    static final double POSITION_RESOLUTION_MM = 0.00381;
    static final double TORQUE_RESOLUTION_A = 100.0 / 2048;
    static final double THRUST_RESOLUTION_A = 24.0 / 2048;
    /** Samples at the end of a step that repeat the last position. */
    static final int DWELL_SAMPLES = 3;

    private static final double PECK_PERIOD_SAMPLES = 13.4;
    private static final double PECK_AMPLITUDE_MM = 0.0043;
    private static final double PECK_RIPPLE = 0.23;
    private static final double PECK_RIPPLE_MAX_A = 2.2;
    private static final double CONTACT_TOLERANCE_MM = 0.02;
    private static final double COUNTERSINK_RAMP_MM = 2.4;
    private static final int GAP_UM = 27;

    private final HoleModel model;
    private final Draw draw;
    private final Hole out;
    private double deepestMm;
    private double torqueNoiseA;

    private HoleSampler(final HoleModel model, final Draw draw, final Hole out) {
        this.model = model;
        this.draw = draw;
        this.out = out;
    }

    static void sample(final HoleModel model, final Draw draw, final Hole out) {
        final HoleSampler sampler = new HoleSampler(model, draw, out);
        out.model = model;
        out.samples = 0;
        for (int i = 0; i < model.steps().size(); i++) {
            sampler.sampleStep(model.steps().get(i), i == model.steps().size() - 1);
        }
    }

    private void sampleStep(final Step step, final boolean last) {
        final boolean countersink = last && step.stopCode() == Step.STOP_THRUST_LIMIT;
        final double torqueOffsetA = draw.between(-0.15, 0.06);
        final double thrustOffsetA = draw.between(-0.02, 0.008);
        final double phase = draw.between(0.0, 2.0 * StrictMath.PI);
        final double perSample = 2.0 * StrictMath.PI / PECK_PERIOD_SAMPLES;
        final double incrementMm = (step.toMm() - step.fromMm()) / (step.samples() - DWELL_SAMPLES);
        for (int k = 0; k < step.samples(); k++) {
            final boolean dwells = k >= step.samples() - DWELL_SAMPLES;
            final double wave = step.pecks() ? StrictMath.sin(phase + k * perSample) : 0.0;
            final double jitter = k == 0 || dwells ? 0.0 : 0.05 * draw.bell();
            final double axisMm = dwells ? step.toMm() : step.fromMm() + (k + jitter) * incrementMm;
            final double tipMm = axisMm + (dwells ? 0.0 : PECK_AMPLITUDE_MM * wave);
            final double torqueA = cuts(tipMm) ? cuttingTorqueA(tipMm, wave) : 0.0;
            final double seatA = countersink ? model.countersinkA() * seat(step, tipMm) : 0.0;
            final double thrustA = cuts(tipMm) ? model.thrustA(tipMm) * (1.0 + 0.15 * wave) : 0.0;
            final double hardStopA = countersink && dwells ? draw.between(0.8, 1.8) : 0.0;
            deepestMm = Math.max(deepestMm, tipMm);
            append(step, tipMm, torqueA + seatA + torqueOffsetA, thrustA + 0.1 * seatA + hardStopA + thrustOffsetA);
        }
    }

    /** A tip above the depth already reached meets no material. */
    private boolean cuts(final double tipMm) {
        return tipMm > deepestMm - CONTACT_TOLERANCE_MM;
    }

    private double cuttingTorqueA(final double tipMm, final double wave) {
        final double steadyA = model.torqueA(tipMm);
        torqueNoiseA = 0.7 * torqueNoiseA + (0.008 + 0.005 * steadyA) * draw.bell();
        return Math.max(0.0, steadyA + Math.min(PECK_RIPPLE_MAX_A, PECK_RIPPLE * steadyA) * wave + torqueNoiseA);
    }

    /** 0 to 1 over the last millimetres, where the countersink's shoulder meets the surface. */
    private static double seat(final Step step, final double tipMm) {
        return Math.max(0.0, 1.0 - (step.toMm() - tipMm) / COUNTERSINK_RAMP_MM);
    }

    private void append(final Step step, final double tipMm, final double torqueA, final double thrustA) {
        final int i = out.samples++;
        final double totalA = torqueA + step.torqueEmptyA();
        out.positionUm[i] = thousandths(tipMm, POSITION_RESOLUTION_MM);
        out.torqueMilliA[i] = thousandths(torqueA + 0.012 * draw.bell(), TORQUE_RESOLUTION_A);
        out.thrustMilliA[i] = thousandths(thrustA + 0.004 * draw.bell(), THRUST_RESOLUTION_A);
        out.stepCode[i] = step.code();
        out.powerW[i] = (int) Math.round(totalA * step.wattsPerAmpere());
        out.gapUm[i] = step.stopCode() == Step.STOP_TORQUE_DROP ? GAP_UM : 0;
    }

    /** Rounds to a sensor's resolution, then to three decimals. */
    static int thousandths(final double value, final double resolution) {
        return (int) Math.round(Math.rint(value / resolution) * resolution * 1000.0);
    }
}
