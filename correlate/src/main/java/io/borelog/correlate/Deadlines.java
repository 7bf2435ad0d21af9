package io.borelog.correlate;

import java.util.PriorityQueue;

/**
 * What is due when, over all tools, in (deadline, seq) order. An entry may be stale (its part was used, or its deadline renewed): the
 * joiner checks it against the tool's state. Entries are pooled: the steady state allocates nothing.
 */
final class Deadlines {
    private static final int MAX_POOLED = 1 << 16;

    private final PriorityQueue<Entry> queue = new PriorityQueue<>();
    private Entry free;
    private int freeCount;

    /** One deadline of the part with this seq. */
    static final class Entry implements Comparable<Entry> {
        private long deadlineNs;
        private long seq;
        private boolean ready;
        private byte[] tool;
        private Entry next;

        long deadlineNs() {
            return deadlineNs;
        }

        long seq() {
            return seq;
        }

        /** Whether it is the end of a complete pair's wait for its Heads, and not the end of a part's wait for its partner. */
        boolean ready() {
            return ready;
        }

        byte[] tool() {
            return tool;
        }

        @Override
        public int compareTo(final Entry that) {
            return deadlineNs != that.deadlineNs ? Long.compare(deadlineNs, that.deadlineNs) : Long.compare(seq, that.seq);
        }
    }

    void add(final long deadlineNs, final long seq, final boolean ready, final byte[] tool) {
        final Entry entry = free == null ? new Entry() : free;
        if (free != null) {
            free = entry.next;
            freeCount--;
        }
        entry.deadlineNs = deadlineNs;
        entry.seq = seq;
        entry.ready = ready;
        entry.tool = tool;
        entry.next = null;
        queue.add(entry);
    }

    /** @return the earliest entry that is due at this journal time, or null; give it back with {@link #release}. */
    Entry poll(final long journalTimeNs) {
        final Entry first = queue.peek();
        return first != null && first.deadlineNs <= journalTimeNs ? queue.poll() : null;
    }

    void release(final Entry entry) {
        entry.tool = null;
        if (freeCount < MAX_POOLED) {
            entry.next = free;
            free = entry;
            freeCount++;
        }
    }

    void clear() {
        queue.clear();
    }
}
