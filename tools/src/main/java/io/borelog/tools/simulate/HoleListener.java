package io.borelog.tools.simulate;

/** Whoever measures what becomes of each hole, by the generator's clock. Repeats are not told of. */
public interface HoleListener {
    /**
     * Before the hole's first message is sent, on a sending thread.
     *
     * @param dueNs when it was to be sent, whatever it was late
     */
    void due(String toolbox, String tool, String resultId, long dueNs);

    /**
     * The last of its messages has been acknowledged; on a client's thread.
     *
     * @param ackedNs when that PUBACK came
     */
    void acked(String toolbox, String tool, String resultId, long ackedNs);
}
