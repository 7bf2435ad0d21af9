package io.borelog.ingest.deliver;

import java.util.Arrays;

/**
 * QoS 1 deliveries of one session that its client has not acknowledged, oldest first. The window counts from the oldest
 * unacknowledged one, so packet ids, handed out in turn, never meet. Delivery thread.
 */
final class InFlight {
    private static final int MAX_PACKET_ID = 0xFFFF;
    private static final int INITIAL = 16;

    private int[] packetIds = new int[INITIAL]; // 0 = acknowledged out of turn
    private int[] journals = new int[INITIAL];
    private long[] seqs = new long[INITIAL];
    private int first;
    private int count;
    private int lastPacketId;

    int count() {
        return count;
    }

    /** @return the packet id to send it with. */
    int add(final int journal, final long seq) {
        lastPacketId = lastPacketId % MAX_PACKET_ID + 1;
        restore(lastPacketId, journal, seq);
        return lastPacketId;
    }

    /** From a session's file. */
    void restore(final int packetId, final int journal, final long seq) {
        if (count == seqs.length) {
            grow();
        }
        final int slot = (first + count) % seqs.length;
        packetIds[slot] = packetId;
        journals[slot] = journal;
        seqs[slot] = seq;
        count++;
        lastPacketId = packetId;
    }

    /** @return whether it was outstanding. */
    boolean acknowledge(final int packetId) {
        for (int i = 0; i < count; i++) {
            final int slot = (first + i) % seqs.length;
            if (packetIds[slot] == packetId) {
                packetIds[slot] = 0;
                dropAcknowledged();
                return true;
            }
        }
        return false;
    }

    private void dropAcknowledged() {
        while (count > 0 && packetIds[first] == 0) {
            first = (first + 1) % seqs.length;
            count--;
        }
    }

    /** @return packet id of this record's delivery; 0 where it is not outstanding. */
    int packetIdOf(final int journal, final long seq) {
        for (int i = 0; i < count; i++) {
            final int slot = (first + i) % seqs.length;
            if (seqs[slot] == seq && journals[slot] == journal) {
                return packetIds[slot];
            }
        }
        return 0;
    }

    /** @return lowest seq outstanding in this journal, or absent. */
    long oldest(final int journal, final long absent) {
        long oldest = absent;
        for (int i = 0; i < count; i++) {
            final int slot = (first + i) % seqs.length;
            if (packetIds[slot] != 0 && journals[slot] == journal) {
                oldest = Math.min(oldest, seqs[slot]);
            }
        }
        return oldest;
    }

    /** Visits what is outstanding, oldest first. */
    void forEach(final Visitor visitor) {
        for (int i = 0; i < count; i++) {
            final int slot = (first + i) % seqs.length;
            if (packetIds[slot] != 0) {
                visitor.accept(packetIds[slot], journals[slot], seqs[slot]);
            }
        }
    }

    private void grow() {
        final int length = seqs.length;
        final int[] ids = Arrays.copyOf(packetIds, 2 * length);
        final int[] from = Arrays.copyOf(journals, 2 * length);
        final long[] at = Arrays.copyOf(seqs, 2 * length);
        for (int i = 0; i < count; i++) {
            final int slot = (first + i) % length;
            ids[i] = packetIds[slot];
            from[i] = journals[slot];
            at[i] = seqs[slot];
        }
        packetIds = ids;
        journals = from;
        seqs = at;
        first = 0;
    }

    /** One outstanding delivery. */
    interface Visitor {
        void accept(int packetId, int journal, long seq);
    }
}
