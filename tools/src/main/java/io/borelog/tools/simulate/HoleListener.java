package io.borelog.tools.simulate;

/** Whoever measures from the moment at which a hole was due: it is told of each before its first message is sent, on a sending thread. */
public interface HoleListener {
    /** @param dueNs of the generator's clock: when the hole was to be sent, whatever it was late */
    void due(String toolbox, String tool, String resultId, long dueNs);
}
