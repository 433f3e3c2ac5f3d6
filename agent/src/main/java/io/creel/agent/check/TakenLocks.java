package io.creel.agent.check;

import java.util.Arrays;

/** The locks that a context holds, in the order in which it took them, with monitors. */
final class TakenLocks {
    /** What a lock forbids. */
    enum Kind {
        /** May be held across a suspension. */
        COROUTINE("a lock"),
        /** Marked {@code @NoSuspend}. */
        NO_SUSPEND("a lock marked @NoSuspend"),
        /** Belongs to the thread. */
        THREAD("a lock of the thread"),
        /** The same, taken by code that the specification does not bind. */
        COUNTED("a lock of the thread"),
        /** A monitor. */
        MONITOR("a monitor"),
        /** Held by a caller, which the contract promises. */
        PROMISED("a lock");

        final String text;

        Kind(String text) {
            this.text = text;
        }

        boolean isOfThread() {
            return this == THREAD || this == COUNTED || this == MONITOR;
        }
    }

    private Object[] locks = new Object[4];
    private Kind[] kinds = new Kind[4];
    private long[] numbers = new long[4];
    private Acquired[] traces = new Acquired[4];
    private int size;
    /** How many belong to the thread. */
    private int ofThread;

    int size() {
        return size;
    }

    /** The number of locks and monitors that belong to the thread. */
    int ofThread() {
        return ofThread;
    }

    Object lock(int index) {
        return locks[index];
    }

    Kind kind(int index) {
        return kinds[index];
    }

    long number(int index) {
        return numbers[index];
    }

    Acquired trace(int index) {
        return traces[index];
    }

    void add(Object lock, Kind kind, long number, Acquired trace) {
        if (size == locks.length) {
            locks = Arrays.copyOf(locks, size * 2);
            kinds = Arrays.copyOf(kinds, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
            traces = Arrays.copyOf(traces, size * 2);
        }
        locks[size] = lock;
        kinds[size] = kind;
        numbers[size] = number;
        traces[size++] = trace;
        if (kind.isOfThread()) {
            ofThread++;
        }
    }

    /** Removes the newest entry of a lock. */
    void remove(Object lock, boolean monitor) {
        for (int i = size - 1; i >= 0; i--) {
            if (locks[i] == lock && (kinds[i] == Kind.MONITOR) == monitor) {
                removeAt(i);
                return;
            }
        }
    }

    void removeAt(int index) {
        if (kinds[index].isOfThread()) {
            ofThread--;
        }
        size--;
        System.arraycopy(locks, index + 1, locks, index, size - index);
        System.arraycopy(kinds, index + 1, kinds, index, size - index);
        System.arraycopy(numbers, index + 1, numbers, index, size - index);
        System.arraycopy(traces, index + 1, traces, index, size - index);
        locks[size] = null;
        traces[size] = null;
    }

    /** Returns the index of the newest entry of a lock that is no monitor; -1 if there is none. */
    int find(Object lock) {
        for (int i = size - 1; i >= 0; i--) {
            if (locks[i] == lock && kinds[i] != Kind.MONITOR) {
                return i;
            }
        }
        return -1;
    }
}
