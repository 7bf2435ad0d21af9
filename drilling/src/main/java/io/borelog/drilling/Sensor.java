package io.borelog.drilling;

/**
 * Turns a stack and a program into curves at 100 Hz, as the drill's sensors would report them: resolution of encoder and currents, noise
 * that grows with the load, waviness of the material, chips that jam, ripple of an oscillating axis, nothing at all while the tip comes
 * back from a back-off, a bore that rubs after the exit. Not thread-safe.
 */
final class Sensor {
    private static final double SAMPLES_PER_S = 100;
    private static final int MAX_SAMPLES = DrilledHole.MAX_SAMPLES - 200;
    private static final double WAVE_CELL_MM = 0.05;
    private static final double CONTACT_TOLERANCE_MM = 0.02;
    private static final double RAPID_MM_PER_S = 12;

    private final double[] waves = new double[(int) (60 / WAVE_CELL_MM)];

    private Stack stack;
    private Program program;
    private Draw draw;
    private DrilledHole out;
    private boolean air;
    private boolean hums;
    private double noiseA;
    private double noiseShare;
    private double memory;
    private double rippleShare;
    private double ripplePeriod;
    /** Evenly, for {@link #rubMm} and then no more; otherwise less and less. */
    private boolean rubs;
    private double rubShare;
    private double rubMm;
    private double rubThrustShare;
    private double elasticMm;
    private double positionResolutionMm;
    private double torqueResolutionA;
    private double thrustResolutionA;
    private boolean hasThrust;
    private double humA;
    private double humPeriod;

    private double deepestMm;
    private double contactMm;
    private double slowNoise;
    private double feedScale;

    /** @return the deepest position of the record, mm: a long program may not fit into it. */
    double record(final Stack ofStack, final Program ofProgram, final boolean inAir, final double fromMm, final double toMm,
                  final Conditions conditions, final Draw with, final DrilledHole into) {
        stack = ofStack;
        program = ofProgram;
        air = inAir;
        draw = with;
        out = into;
        drawSensor(conditions);
        drawWaves();
        feedScale = Math.max(1, samplesFor(fromMm, toMm) / (0.8 * MAX_SAMPLES));
        deepestMm = fromMm;
        contactMm = Double.NEGATIVE_INFINITY;
        slowNoise = 0;
        double atMm = fromMm;
        for (int i = 0; i < program.legs().size() && atMm < toMm && out.count < MAX_SAMPLES; i++) {
            final Leg leg = program.legs().get(i);
            if (leg.toMm() <= atMm) {
                continue;
            }
            final boolean last = i == program.legs().size() - 1;
            cut(leg, atMm, Math.min(toMm, leg.toMm()), last);
            out.legs++;
            out.pecks |= (leg.oscillates() || leg.peckMm() > 0) && !air;
            contactMm = deepestMm;
            atMm = leg.toMm() - leg.retractMm();
        }
        out.noise = noiseShare + noiseA / Math.max(1e-3, stack.last().torqueA());
        return deepestMm;
    }

    private void drawSensor(final Conditions conditions) {
        hums = conditions.hums;
        noiseA = conditions.noiseA.log(draw);
        noiseShare = conditions.noiseShare.log(draw) * (1 + stack.wear());
        memory = draw.between(0.0, 0.9);
        rippleShare = draw.between(0.05, 0.35);
        ripplePeriod = draw.between(7.0, 25.0);
        final double rub = draw.between(0.0, 1.0);
        rubs = rub > 0.82;
        rubShare = rub < 0.6 ? draw.between(0.0, 0.02) : rubs ? draw.between(0.03, 0.2) : draw.between(0.02, 0.4);
        rubMm = draw.between(0.5, rubs ? 9.0 : 5.0);
        rubThrustShare = draw.chance(0.5) ? 0 : draw.between(0.0, 0.5);
        elasticMm = draw.between(0.02, 0.35);
        positionResolutionMm = new Span(0.0005, 0.012).log(draw);
        torqueResolutionA = draw.chance(0.7) ? 100.0 / 2048 : new Span(0.005, 0.12).log(draw);
        thrustResolutionA = draw.chance(0.7) ? 24.0 / 2048 : new Span(0.002, 0.06).log(draw);
        hasThrust = !draw.chance(0.08);
        humA = draw.between(0.0, 1.0) * noiseA;
        humPeriod = draw.between(3.0, 30.0);
    }

    /** Torque over depth is never quite even: a slow wander and, here and there, a chip that jams or a soft spot. */
    private void drawWaves() {
        final double wander = 0.04 * draw.between(0.0, 1.0) * (1 + 0.5 * stack.wear());
        final double keep = StrictMath.exp(-WAVE_CELL_MM / draw.between(0.25, 2.0));
        double value = wander * draw.bell();
        for (int i = 0; i < waves.length; i++) {
            value = keep * value + wander * StrictMath.sqrt(1 - keep * keep) * draw.bell();
            waves[i] = value;
        }
        for (int n = draw.chance(0.5) ? 0 : draw.between(1, 8); n > 0; n--) {
            final double height = draw.between(-0.12, 0.12) * (1 + 0.5 * stack.wear());
            final double halfMm = draw.between(0.06, 0.4);
            final double at = draw.between(stack.entryMm(), stack.exitMm());
            for (double mm = -halfMm; mm < halfMm; mm += WAVE_CELL_MM) {
                final int cell = (int) ((at + mm) / WAVE_CELL_MM);
                if (cell >= 0 && cell < waves.length) {
                    waves[cell] += height * (1 - Math.abs(mm) / halfMm);
                }
            }
        }
    }

    private double samplesFor(final double fromMm, final double toMm) {
        double seconds = 0;
        double atMm = fromMm;
        for (int i = 0; i < program.legs().size(); i++) {
            final Leg leg = program.legs().get(i);
            seconds += Math.max(0, Math.min(toMm, leg.toMm()) - atMm + leg.retractMm()) / leg.feedMmPerS() + leg.dwellSamples() / 100.0;
            atMm = Math.max(atMm, leg.toMm());
        }
        return seconds * SAMPLES_PER_S;
    }

    private void cut(final Leg leg, final double fromMm, final double toMm, final boolean last) {
        final double incrementMm = leg.feedMmPerS() * feedScale / SAMPLES_PER_S;
        final double seatFromMm = last && program.seatA() > 0 ? leg.toMm() - program.seatMm() : Double.MAX_VALUE;
        final double phase = draw.between(0.0, 2 * StrictMath.PI);
        double nextPeckMm = leg.peckMm() > 0 && !air ? Math.max(fromMm, stack.sheets().get(0).topMm()) + leg.peckMm() : Double.MAX_VALUE;
        double atMm = fromMm;
        for (int k = 0; atMm < toMm && out.count < MAX_SAMPLES; k++) {
            final double wave = leg.oscillates() ? StrictMath.sin(phase + k * 2 * StrictMath.PI / ripplePeriod) : 0;
            sample(leg, atMm + 0.05 * incrementMm * draw.bell(), wave, seatFromMm);
            atMm += atMm < deepestMm - 0.5 ? Math.max(incrementMm, RAPID_MM_PER_S / SAMPLES_PER_S) : incrementMm;
            if (atMm >= nextPeckMm && atMm < stack.last().bottomMm()) {
                nextPeckMm += leg.peckMm();
                contactMm = deepestMm;
                for (double backMm = atMm; backMm > Math.max(program.startMm(), atMm - 6) && out.count < MAX_SAMPLES;) {
                    backMm -= RAPID_MM_PER_S / SAMPLES_PER_S;
                    sample(leg, backMm, 0, Double.MAX_VALUE);
                    atMm = backMm;
                }
            }
        }
        for (int k = 0; k < leg.dwellSamples() && out.count < MAX_SAMPLES; k++) {
            sample(leg, toMm, 0, seatFromMm);
        }
        if (seatFromMm < toMm && draw.chance(0.5)) {
            hardStop(leg, toMm);
        }
    }

    /** The countersink's shoulder meets the surface: currents leap at the very end. */
    private void hardStop(final Leg leg, final double atMm) {
        final double leap = draw.between(1.2, 5.0);
        for (int k = draw.between(2, 10); k > 0 && out.count < MAX_SAMPLES; k--) {
            sample(leg, atMm, 0, Double.MAX_VALUE);
            out.torqueA[out.count - 1] += (float) (program.seatA() * draw.between(0.3, leap));
            out.thrustA[out.count - 1] += (float) draw.between(0.2, 3.0);
        }
    }

    private void sample(final Leg leg, final double axisMm, final double wave, final double seatFromMm) {
        final double tipMm = axisMm + 0.004 * wave;
        double torqueA = 0;
        double thrustA = 0;
        if (!air && tipMm > deepestMm - CONTACT_TOLERANCE_MM) {
            final double grip = Math.min(1, Math.max(0, (tipMm - contactMm) / elasticMm));
            final double waviness = 1 + waves[Math.min(waves.length - 1, Math.max(0, (int) (tipMm / WAVE_CELL_MM)))];
            torqueA = stack.torqueA(tipMm, leg) * waviness * grip * (1 + rippleShare * wave);
            thrustA = stack.thrustA(tipMm, leg) * waviness * grip * (1 + 0.5 * rippleShare * wave);
            final double rubbing = rubs && leg.hardShare() < 1 ? 0 : rub(tipMm) * (1 + rippleShare * wave);
            torqueA += rubShare * stack.last().torqueA() * rubbing;
            thrustA += rubThrustShare * stack.last().thrustA() * rubbing;
        }
        if (tipMm > seatFromMm) {
            final double seated = program.seatA()
                * StrictMath.pow(Math.min(1, (tipMm - seatFromMm) / program.seatMm()), program.seatPower());
            torqueA += seated;
            thrustA += 0.06 * seated;
        }
        deepestMm = Math.max(deepestMm, tipMm);
        slowNoise = memory * slowNoise + StrictMath.sqrt(1 - memory * memory) * noise();
        torqueA = torqueA * (1 + noiseShare * slowNoise) + noiseA * noise() + leg.torqueOffsetA();
        if (hums) {
            torqueA += humA * StrictMath.sin(out.count * 2 * StrictMath.PI / humPeriod);
        }
        thrustA = thrustA * (1 + noiseShare * noise()) + 0.004 * noise() + leg.thrustOffsetA();
        final int i = out.count++;
        out.positionMm[i] = round(tipMm, positionResolutionMm);
        out.torqueA[i] = round(torqueA, torqueResolutionA);
        out.thrustA[i] = hasThrust ? round(thrustA, thrustResolutionA) : Float.NaN;
        out.step[i] = leg.code();
    }

    /** What the bore still takes when the tip is through, 0 to 1: evenly for a while, or less and less. */
    private double rub(final double tipMm) {
        final double beyondMm = tipMm - stack.last().bottomMm();
        if (beyondMm <= 0) {
            return 0;
        }
        if (rubs) {
            return stack.ramp().at(beyondMm) - stack.ramp().at(beyondMm - rubMm);
        }
        final double left = 1 - beyondMm / (rubMm + stack.ramp().fullMm());
        return stack.ramp().at(beyondMm) * Math.max(0, left);
    }

    /** Standard deviation 1: bell-shaped, or with heavy tails where the sensor is of the other kind. */
    private double noise() {
        if (!hums) {
            return draw.bell();
        }
        final double u = draw.between(-1.0, 1.0);
        final double tail = -StrictMath.log(1 - Math.min(0.9999, Math.abs(u))) / StrictMath.sqrt(2);
        return u < 0 ? -tail : tail;
    }

    private static float round(final double value, final double resolution) {
        return (float) (Math.rint(Math.rint(value / resolution) * resolution * 10_000.0) / 10_000.0);
    }
}
