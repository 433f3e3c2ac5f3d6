package io.creel.sim;

import java.util.Arrays;

/**
 * The pending events of a simulation. Each source (a core, the arrivals, a timer) has at most one event pending, so an
 * event is re-scheduled or cancelled in place and none is ever stale. Events of one time come in the order in which
 * they were scheduled.
 *
 * <p>
 * A 4-ary heap of source numbers over arrays made once: O(log n) per operation, nothing is allocated. With four
 * children per node it is half as deep as a binary heap, and the four that are compared lie in one cache line; the
 * structure is that of D. B. Johnson, "Priority queues with update and finding minimum spanning trees", 1975.
 */
final class EventQueue {
    private static final int CHILDREN = 4;
    private static final int ABSENT = -1;

    private final long[] dueNs;
    private final long[] turn;
    private final int[] position;
    private final int[] heap;
    private int size;
    private long scheduled;

    /** Makes an empty queue for sources numbered from 0. */
    EventQueue(int sources) {
        dueNs = new long[sources];
        turn = new long[sources];
        position = new int[sources];
        heap = new int[sources];
        Arrays.fill(position, ABSENT);
    }

    boolean isEmpty() {
        return size == 0;
    }

    boolean isPending(int source) {
        return position[source] != ABSENT;
    }

    /** {@return when the event of a source is due} Only while it is pending. */
    long dueNs(int source) {
        return dueNs[source];
    }

    int size() {
        return size;
    }

    /** {@return the source of the next event} Only while there is one. */
    int nextSource() {
        return heap[0];
    }

    /** {@return when the next event is due} Only while there is one. */
    long nextDueNs() {
        return dueNs[heap[0]];
    }

    /**
     * Plans the event of a source, in place of its pending one if there is one; among events of one time it is the
     * last.
     */
    void schedule(int source, long atNs) {
        int at = position[source];
        dueNs[source] = atNs;
        turn[source] = scheduled++;
        if (at == ABSENT) {
            at = size++;
            position[source] = at;
            heap[at] = source;
            rise(at, source);
        } else if (!rise(at, source)) {
            sink(at, source);
        }
    }

    /** Cancels the event of a source; does nothing if none is pending. */
    void cancel(int source) {
        int at = position[source];
        if (at != ABSENT) {
            remove(at);
        }
    }

    /** Takes the next event out; returns its source. Only while there is one. */
    int next() {
        int source = heap[0];
        remove(0);
        return source;
    }

    private void remove(int at) {
        position[heap[at]] = ABSENT;
        int moved = heap[--size];
        if (at < size) {
            heap[at] = moved;
            position[moved] = at;
            if (!rise(at, moved)) {
                sink(at, moved);
            }
        }
    }

    private boolean isBefore(int a, int b) {
        return dueNs[a] < dueNs[b] || dueNs[a] == dueNs[b] && turn[a] < turn[b];
    }

    /** Returns whether it moved. */
    private boolean rise(int from, int source) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / CHILDREN;
            if (!isBefore(source, heap[parent])) {
                break;
            }
            place(at, heap[parent]);
            at = parent;
        }
        place(at, source);
        return at != from;
    }

    private void sink(int from, int source) {
        int at = from;
        while (true) {
            int first = at * CHILDREN + 1;
            if (first >= size) {
                break;
            }
            int least = first;
            int end = Math.min(first + CHILDREN, size);
            for (int child = first + 1; child < end; child++) {
                if (isBefore(heap[child], heap[least])) {
                    least = child;
                }
            }
            if (!isBefore(heap[least], source)) {
                break;
            }
            place(at, heap[least]);
            at = least;
        }
        place(at, source);
    }

    private void place(int at, int source) {
        heap[at] = source;
        position[source] = at;
    }
}
