package io.borelog.infer.edge;

import io.borelog.infer.Estimator;
import io.borelog.infer.HoleCurves;
import io.borelog.infer.KeyPoints;
import io.borelog.infer.Status;

import static io.borelog.infer.edge.TorqueProfile.CELLS_PER_MM;

/**
 * The estimator that needs no model: key points are the steepest places of the torque ramps between plateaus. See the
 * drawing in the package description. Called by the infer stage's thread; one instance serves one thread.
 * Plain double arithmetic in a fixed order, so the same bits in give the same bits out on every machine.
 */
public final class EdgeEstimator implements Estimator {
    /** Key points closer than this are one ramp read twice. */
    private static final double MIN_LAYER_MM = 0.5;
    /** Somewhere the first layer must be this much flatter than the rise that ends it. */
    private static final double FLAT = 0.25;
    /** A record that ends with more than this share of the rise's slope ends on the way up. */
    private static final double SETTLED = 0.35;

    private final TorqueProfile profile = new TorqueProfile();
    private final MainLoad main = new MainLoad();
    private final FirstLayer first = new FirstLayer();

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public void estimate(final HoleCurves hole, final KeyPoints into) {
        final Status curves = hole.check();
        if (curves != Status.OK) {
            into.fail(curves);
            return;
        }
        final Status built = profile.build(hole);
        if (built != Status.OK) {
            into.fail(built);
            return;
        }
        if (!main.find(profile.level, profile.cells)) {
            into.fail(Status.NO_SIGNAL);
            return;
        }
        if (main.rise < 0) {
            into.partial(Status.NO_ENTRY, Double.NaN, Double.NaN, exitMm());
            return;
        }
        if (!first.find(profile.level, main) || first.entry >= 0 && !isFlatSomewhere()) {
            final double entry = first.isIdleBefore(profile.level, main) ? settledRiseMm() : Double.NaN;
            into.partial(main.fall < 0 ? Status.NO_EXIT : Status.NO_TRANSITION, entry, Double.NaN, exitMm());
            return;
        }
        answer(first.entry < 0 ? Double.NaN : riseMm(first.entry), settledRiseMm(), exitMm(), into);
    }

    @Override
    public void close() {
        // holds memory only
    }

    private void answer(final double entry, final double transition, final double exit, final KeyPoints into) {
        if (main.fall < 0) {
            into.partial(Status.NO_EXIT, entry, transition, exit);
        } else if (!main.hasPlateau()) {
            into.partial(Status.NO_PLATEAU, entry, Double.NaN, Double.NaN);
        } else if (first.entry < 0) {
            into.partial(Status.NO_ENTRY, entry, transition, exit);
        } else if (transition - entry >= MIN_LAYER_MM && exit - transition >= MIN_LAYER_MM) {
            into.ok(entry, transition, exit);
        } else {
            into.partial(Status.NO_TRANSITION, entry, Double.NaN, Double.NaN);
        }
    }

    /** A record that ends on the way up knows no plateau, and without it half height is anywhere: NaN. */
    private double settledRiseMm() {
        final int end = profile.cells - 1;
        if (main.fall < 0) {
            final int lastLine = end - Steepest.HALF_LINE_CELLS;
            final double rising = Steepest.slopeAt(profile.torque, profile.cells, lastLine);
            if (lastLine <= main.rise || rising > SETTLED * Steepest.slopeAt(profile.torque, profile.cells, main.rise)) {
                return Double.NaN;
            }
        }
        return riseMm(main.rise);
    }

    private double exitMm() {
        return main.fall < 0 ? Double.NaN : profile.depthMm(Steepest.near(profile.torque, profile.cells, main.fall, -1));
    }

    private double riseMm(final int halfHeight) {
        return profile.depthMm(Steepest.near(profile.torque, profile.cells, halfHeight, 1));
    }

    private boolean isFlatSomewhere() {
        final double limit = FLAT * Steepest.slopeAt(profile.torque, profile.cells, main.rise);
        for (int i = first.entry + CELLS_PER_MM / 2; i < main.rise - CELLS_PER_MM / 2; i++) {
            final double slope = Steepest.slopeAt(profile.torque, profile.cells, i);
            if (slope < limit && slope > -limit) {
                return true;
            }
        }
        return false;
    }
}
