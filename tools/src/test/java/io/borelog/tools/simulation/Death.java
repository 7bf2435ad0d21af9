package io.borelog.tools.simulation;

/** The end of a process in the middle of what it did: unwinds the agent, which is then forgotten, not closed. */
final class Death extends Error {
    private static final long serialVersionUID = 1;

    private final boolean powerCut;

    private Death(final boolean powerCut) {
        super(powerCut ? "power cut" : "killed", null, false, false);
        this.powerCut = powerCut;
    }

    static Death killed() {
        return new Death(false);
    }

    static Death ofPowerCut() {
        return new Death(true);
    }

    boolean isPowerCut() {
        return powerCut;
    }
}
