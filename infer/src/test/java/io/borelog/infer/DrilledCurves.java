package io.borelog.infer;

import io.borelog.drilling.DrilledHole;

/** A drilled hole as the estimators see it. */
public final class DrilledCurves {
    private DrilledCurves() {
    }

    /** @return a view on the hole's arrays: good until it is drilled again. */
    public static HoleCurves of(final DrilledHole hole) {
        final HoleCurves curves = new HoleCurves();
        curves.count = hole.count;
        curves.positionMm = hole.positionMm;
        curves.torqueA = hole.torqueA;
        curves.thrustA = hole.thrustA;
        curves.step = hole.step;
        return curves;
    }
}
