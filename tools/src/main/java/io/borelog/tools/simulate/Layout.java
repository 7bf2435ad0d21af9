package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;

/**
 * Which step codes a program uses and what each is for.
 *
 * @param approachAlone the first step ends before the stack
 * @param drillCode     step that goes through the last layer
 * @param lastCode      countersink step, or the drilling step itself
 */
record Layout(int firstCode, boolean approachAlone, int drillCode, int lastCode, boolean single) {
    private static final Layout STEPS_0123 = new Layout(0, true, 2, 3, false);
    private static final Layout STEPS_123 = new Layout(1, false, 2, 3, false);
    private static final Layout STEPS_12 = new Layout(1, true, 2, 2, true);
    private static final Layout STEP_1 = new Layout(1, false, 1, 1, true);
    private static final Layout STEPS_23 = new Layout(2, false, 3, 3, false);

    /** Pecking heads run 1, 2, 3 only; the others any program. */
    static Layout draw(final Draw draw, final boolean pecks) {
        if (pecks) {
            return STEPS_123;
        }
        final int twentieth = draw.between(0, 19);
        if (twentieth < 6) {
            return STEPS_0123;
        }
        if (twentieth < 12) {
            return STEPS_123;
        }
        if (twentieth < 15) {
            return STEPS_12;
        }
        return twentieth == 15 ? STEP_1 : STEPS_23;
    }

    boolean countersinks() {
        return lastCode != drillCode;
    }
}
