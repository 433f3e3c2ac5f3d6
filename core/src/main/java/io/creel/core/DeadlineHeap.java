package io.creel.core;

import java.util.Arrays;

/**
 * A heap of deadlines by the time of their next check, the earliest on top. A binary heap whose entries know their
 * position, so that any of them can be removed.
 *
 * <p>
 * Threads: one at a time. Add and remove are O(log n); adding an entry that is later than all others is O(1).
 * Unbounded, grows by doubling; {@link Deadlines} keeps the bound.
 */
final class DeadlineHeap {
    private static final int LEAST = 16;

    private Deadline[] entries = new Deadline[LEAST];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Returns the earliest; {@code null} if the heap is empty. */
    Deadline top() {
        return entries[0];
    }

    /** Returns the entry at a position from 0 to {@link #size} - 1. Positions change with every add and remove. */
    Deadline get(int position) {
        return entries[position];
    }

    /** Returns the time of the earliest check; {@code Long.MAX_VALUE} if the heap is empty. */
    long nextNs() {
        return size == 0 ? Long.MAX_VALUE : entries[0].atNs;
    }

    void add(Deadline added) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, 2 * size);
        }
        added.heap = this;
        rise(added, size++);
    }

    @SuppressWarnings("NullAway") // a free slot holds null
    void remove(Deadline removed) {
        int hole = removed.position;
        Deadline last = entries[--size];
        entries[size] = null;
        removed.heap = null;
        if (removed == last) {
            return;
        }
        if (hole > 0 && last.atNs < entries[hole - 1 >>> 1].atNs) {
            rise(last, hole);
        } else {
            sink(last, hole);
        }
    }

    private void rise(Deadline moved, int from) {
        int at = from;
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (entries[parent].atNs <= moved.atNs) {
                break;
            }
            place(entries[parent], at);
            at = parent;
        }
        place(moved, at);
    }

    private void sink(Deadline moved, int from) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && entries[child + 1].atNs < entries[child].atNs) {
                child++;
            }
            if (entries[child].atNs >= moved.atNs) {
                break;
            }
            place(entries[child], at);
            at = child;
        }
        place(moved, at);
    }

    private void place(Deadline entry, int at) {
        entries[at] = entry;
        entry.position = at;
    }

    /** Checks the order and the positions, for tests. */
    void validate() {
        for (int at = 0; at < size; at++) {
            Deadline entry = entries[at];
            Deadline parent = entries[Math.max(0, at - 1) >>> 1];
            if (entry.position != at || entry.heap != this || parent.atNs > entry.atNs) {
                throw new AssertionError("heap broken: at=" + at + ", position=" + entry.position + ", atNs="
                        + entry.atNs + ", parentNs=" + parent.atNs + ", size=" + size);
            }
        }
    }
}
