package io.borelog.drilling;

/**
 * One step of a drilling program.
 *
 * @param code          step code as the trace carries it
 * @param toMm          position at which it ends
 * @param feedMmPerS    while it cuts
 * @param hardShare     torque that hard and middle layers take in this step, as a share of their own: less at a fast spindle
 * @param softShare     the same for soft layers
 * @param torqueOffsetA error of the idle current that the sensor subtracts
 * @param dwellSamples  at its end
 * @param retractMm     back-off before the next step
 * @param oscillates    axial oscillation with torque ripple
 * @param peckMm        depth of one peck with a full retract, 0 for none
 */
record Leg(int code, double toMm, double feedMmPerS, double hardShare, double softShare, double torqueOffsetA, double thrustOffsetA,
           int dwellSamples, double retractMm, boolean oscillates, double peckMm) {
    double share(final Sheet sheet) {
        return sheet.hardness() == Sheet.SOFT ? softShare : hardShare;
    }
}
