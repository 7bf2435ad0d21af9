package io.borelog.ingest.mqtt;

import org.agrona.collections.Int2IntHashMap;

/**
 * Packet ids of QoS 2 publishes that their sender has not released yet, of one session: what makes a repeat a repeat. At most 65,535.
 * Received is not enough for an answer: only a committed one may be told with PUBREC.
 */
final class Qos2Ids {
    private static final int NONE = 0;
    private static final int RECEIVED = 1;
    private static final int REPEATED = 2;
    private static final int COMMITTED = 3;

    /** What to do with a PUBLISH. */
    enum Arrival { JOURNAL, WAIT, ANSWER }

    private final Int2IntHashMap states = new Int2IntHashMap(NONE);

    Arrival arrived(final int packetId) {
        final int state = states.get(packetId);
        if (state == NONE) {
            states.put(packetId, RECEIVED);
            return Arrival.JOURNAL;
        }
        if (state == COMMITTED) {
            return Arrival.ANSWER;
        }
        states.put(packetId, REPEATED);
        return Arrival.WAIT;
    }

    /** Whether it is a repeat: its message is in inbound or on the way there. */
    boolean isKnown(final int packetId) {
        return states.get(packetId) != NONE;
    }

    /** @return whether its sender repeated it meanwhile, perhaps over another connection. */
    boolean committed(final int packetId) {
        final int before = states.get(packetId);
        if (before != NONE) {
            states.put(packetId, COMMITTED);
        }
        return before == REPEATED;
    }

    /** @return whether there was a committed one to release. */
    boolean release(final int packetId) {
        if (states.get(packetId) != COMMITTED) {
            return false;
        }
        states.remove(packetId);
        return true;
    }

    /** After a restart, from inbound. */
    void restore(final int packetId) {
        states.put(packetId, COMMITTED);
    }

    void forget(final int packetId) {
        states.remove(packetId);
    }

    int size() {
        return states.size();
    }

    /** @return the committed ones: what a restart must know. */
    int[] committedIds() {
        return states.entrySet().stream().filter(e -> e.getValue() == COMMITTED).mapToInt(e -> e.getKey()).sorted().toArray();
    }
}
