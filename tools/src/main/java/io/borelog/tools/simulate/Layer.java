package io.borelog.tools.simulate;

/**
 * One sheet of the stack, positions in mm along the feed axis as the drill reports them.
 *
 * @param torqueA net spindle current at full engagement
 * @param thrustA net feed current at full engagement
 */
record Layer(Material material, double topMm, double bottomMm, double torqueA, double thrustA) {
    double thicknessMm() {
        return bottomMm - topMm;
    }
}
