package io.borelog.drilling;

/**
 * One layer of a stack. Depths in mm of the tip's position along the feed axis, currents in A at full engagement.
 *
 * @param hardness    0 soft (composites), 1 middle (light alloys), 2 hard (titanium, steel)
 * @param torqueA     in the step that the material is meant for: fast for soft, slow for hard
 * @param growthShare how much the torque grows on the way through, as a share of {@code torqueA}: friction in the bore, wear
 */
record Sheet(int hardness, double topMm, double bottomMm, double torqueA, double thrustA, double growthShare, double growthMm) {
    static final int SOFT = 0;
    static final int MIDDLE = 1;
    static final int HARD = 2;

    double thicknessMm() {
        return bottomMm - topMm;
    }

    /** Torque of a fully engaged tip that is {@code depthMm} below the top, A. */
    double torqueAt(final double depthMm) {
        return torqueA * (1 + growthShare * Math.min(1, Math.max(0, depthMm) / growthMm));
    }
}
