package io.borelog.tools.simulate;

/**
 * One step of the drilling program.
 *
 * @param code     step number as the trace carries it
 * @param fromMm   first position; below the end of the step before by the back-off
 * @param toMm     last position
 * @param samples  at 100 Hz
 * @param pecks    axial oscillation with torque ripple
 * @param stopCode why the step ended (the drill's bit mask)
 */
record Step(int code, double fromMm, double toMm, int samples, boolean pecks, int stopCode, double torqueEmptyA, double thrustEmptyA) {
    static final int STOP_TORQUE_RISE = 1;
    static final int STOP_THRUST_LIMIT = 8;
    static final int STOP_STROKE = 64;
    static final int STOP_TORQUE_DROP = 2048;

    /** Spindle watts per ampere of total current: fast steps turn about four times as fast as titanium steps. */
    double wattsPerAmpere() {
        return torqueEmptyA > HoleModel.SLOW_SPINDLE_MAX_EMPTY_A ? 22.0 : 5.5;
    }
}
