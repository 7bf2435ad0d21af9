package io.borelog.tools.simulate;

import io.borelog.drilling.Draw;

/** What a layer is made of, with the net currents that drilling it takes on a tool with a sharp drill. */
public enum Material {
    CFRP(1.0, 7.0, 0.05, 0.15),
    ALUMINIUM(3.0, 6.5, 0.10, 0.22),
    TITANIUM(8.0, 50.0, 0.20, 0.50);

    private final double torqueMinA;
    private final double torqueMaxA;
    private final double thrustMinA;
    private final double thrustMaxA;

    Material(final double torqueMinA, final double torqueMaxA, final double thrustMinA, final double thrustMaxA) {
        this.torqueMinA = torqueMinA;
        this.torqueMaxA = torqueMaxA;
        this.thrustMinA = thrustMinA;
        this.thrustMaxA = thrustMaxA;
    }

    double torqueMinA() {
        return torqueMinA;
    }

    double torqueMaxA() {
        return torqueMaxA;
    }

    double drawThrustA(final Draw draw) {
        return draw.between(thrustMinA, thrustMaxA);
    }
}
