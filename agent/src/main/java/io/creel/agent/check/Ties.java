package io.creel.agent.check;

import java.util.Arrays;

/** Which value belongs to which, in one context, for the duration of the method that learnt it. Bounded. */
final class Ties {
    private static final int MAX = 64;
    private Object[] values = new Object[4];
    private Object[] others = new Object[4];
    private long[] numbers = new long[4];
    private int size;
    /** Whether a tie did not fit: then an unknown pair is not a fault. */
    private boolean overflowed;

    void add(Object value, Object other, long number) {
        for (int i = size - 1; i >= 0; i--) {
            if (values[i] == value) { // the number stays: the older method still needs the entry
                others[i] = other;
                return;
            }
        }
        if (size == MAX) {
            overflowed = true;
            return;
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
            others = Arrays.copyOf(others, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        values[size] = value;
        others[size] = other;
        numbers[size++] = number;
    }

    boolean has(Object value, Object other) {
        for (int i = size - 1; i >= 0; i--) {
            if (values[i] == value) {
                return others[i] == other;
            }
        }
        return overflowed;
    }

    /** Returns what a value is tied to; {@code null} for nothing. */
    Object of(Object value) {
        for (int i = size - 1; i >= 0; i--) {
            if (values[i] == value) {
                return others[i];
            }
        }
        return null;
    }

    /** Forgets what a method has learnt. */
    void forget(long mark) {
        while (size > 0 && numbers[size - 1] > mark) {
            size--;
            values[size] = null;
            others[size] = null;
        }
        if (size == 0) {
            overflowed = false;
        }
    }
}
