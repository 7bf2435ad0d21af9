package io.borelog.correlate;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * What is due when, over all tools, in (deadline, seq) order: at most one entry for each part that waits, found by the part's seq, so that
 * what is joined leaves at once. Bounded by the parts that wait, which the tools' states bound; grows to the most there ever were, and
 * allocates nothing after that. Used by the joiner alone.
 *
 * <p>A binary heap of slots: the slot keeps the entry, {@code place} says where in the heap it is.
 */
final class Deadlines {
    private static final int NONE = -1;
    private static final int FIRST_CAPACITY = 64;

    private final Long2LongHashMap slots = new Long2LongHashMap(NONE);
    private long[] deadlineNs = new long[FIRST_CAPACITY];
    private long[] seq = new long[FIRST_CAPACITY];
    private byte[][] tool = new byte[FIRST_CAPACITY][];
    private int[] place = new int[FIRST_CAPACITY];
    private int[] heap = new int[FIRST_CAPACITY];
    private int size;

    Deadlines() {
        clear();
    }

    /** The part's deadline is this one from now on. @param key of the part's tool, kept while the entry is */
    void put(final long partSeq, final long newDeadlineNs, final byte[] key) {
        int slot = (int) slots.get(partSeq);
        if (slot == NONE) {
            ensureRoom();
            slot = heap[size];
            seq[slot] = partSeq;
            tool[slot] = key;
            place[slot] = size++;
            slots.put(partSeq, slot);
        }
        deadlineNs[slot] = newDeadlineNs;
        siftUp(slot);
        siftDown(slot);
    }

    /** The part waits no more. Nothing happens where it has no deadline. */
    void remove(final long partSeq) {
        final int slot = (int) slots.remove(partSeq);
        if (slot == NONE) {
            return;
        }
        tool[slot] = null;
        final int hole = place[slot];
        final int last = heap[--size];
        heap[size] = slot; // behind the heap lie the free slots
        if (last != slot) {
            set(hole, last);
            siftUp(last);
            siftDown(last);
        }
    }

    boolean isDue(final long journalTimeNs) {
        return size > 0 && deadlineNs[heap[0]] <= journalTimeNs;
    }

    /** Seq of the part that is due first. */
    long firstSeq() {
        return seq[heap[0]];
    }

    /** Key of its tool. */
    byte[] firstTool() {
        return tool[heap[0]];
    }

    int size() {
        return size;
    }

    void clear() {
        slots.clear();
        size = 0;
        Arrays.fill(tool, null);
        for (int slot = 0; slot < heap.length; slot++) {
            heap[slot] = slot;
        }
    }

    private void ensureRoom() {
        if (size == heap.length) {
            final int capacity = size * 2;
            deadlineNs = Arrays.copyOf(deadlineNs, capacity);
            seq = Arrays.copyOf(seq, capacity);
            tool = Arrays.copyOf(tool, capacity);
            place = Arrays.copyOf(place, capacity);
            heap = Arrays.copyOf(heap, capacity);
            for (int slot = size; slot < capacity; slot++) {
                heap[slot] = slot;
            }
        }
    }

    private void siftUp(final int slot) {
        int at = place[slot];
        while (at > 0 && isBefore(slot, heap[at - 1 >>> 1])) {
            set(at, heap[at - 1 >>> 1]);
            at = at - 1 >>> 1;
        }
        set(at, slot);
    }

    private void siftDown(final int slot) {
        int at = place[slot];
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
                child++;
            }
            if (!isBefore(heap[child], slot)) {
                break;
            }
            set(at, heap[child]);
            at = child;
        }
        set(at, slot);
    }

    private void set(final int at, final int slot) {
        heap[at] = slot;
        place[slot] = at;
    }

    private boolean isBefore(final int a, final int b) {
        return deadlineNs[a] != deadlineNs[b] ? deadlineNs[a] < deadlineNs[b] : seq[a] < seq[b];
    }
}
