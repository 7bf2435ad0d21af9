package io.borelog.infer;

/**
 * Outcome of one hole. The names travel in estimates and metrics, so they are never renamed and new ones go to the end.
 * {@link #sentence()} is the reason that consumers read.
 */
public enum Status {
    OK(null),
    /** Legacy guard with the legacy text: consumers compare it. */
    SINGLE_STEP("Not enough steps to estimate depth"),
    NO_SIGNAL("The torque never rises above idle"),
    NO_TRANSITION("The torque shows one level only: no transition between two layers"),
    NO_EXIT("The record ends before the torque has fallen: the drill did not leave the material"),
    NO_ENTRY("The record begins inside the material: no entry"),
    NO_PLATEAU("The torque does not settle between its rise and its fall: transition and exit have no ground"),
    TOO_SHORT("The curves are too short to hold a layer"),
    BAD_CURVE("Position or torque is missing, leaps or is out of range"),
    NO_TRACE("The hole has no trace"),
    CRASH("The estimator failed on this hole"),
    LOW_CONFIDENCE("The model is not sure enough of a key point to give it"),
    NO_STEP_2("The program has no step 2, the only one that the legacy recipe reads"),
    OUT_OF_ORDER("The key points are not in the order of depth");

    private final String sentence;

    Status(final String sentence) {
        this.sentence = sentence;
    }

    /** @return the reason as a sentence without full stop; null for {@link #OK}. */
    public String sentence() {
        return sentence;
    }
}
