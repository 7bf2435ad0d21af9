package io.borelog.trainer;

import io.borelog.drilling.DrilledHole;
import io.borelog.infer.HoleCurves;

/** A drilled hole as an estimator sees it: the same arrays, nothing copied. */
final class Holes {
    private Holes() {
    }

    /** @return {@code curves}, on the arrays of {@code hole} and with its present count. */
    static HoleCurves wrap(final DrilledHole hole, final HoleCurves curves) {
        curves.positionMm = hole.positionMm;
        curves.torqueA = hole.torqueA;
        curves.thrustA = hole.thrustA;
        curves.step = hole.step;
        curves.count = hole.count;
        return curves;
    }
}
