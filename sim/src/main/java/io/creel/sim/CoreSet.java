package io.creel.sim;

/** A set of core numbers, taken out from the lowest. One bit per core: a thousand cores are sixteen words. */
final class CoreSet {
    private final long[] words;
    private int size;

    CoreSet(int cores) {
        words = new long[cores + Long.SIZE - 1 >>> 6];
    }

    int size() {
        return size;
    }

    boolean contains(int core) {
        return (words[core >>> 6] & 1L << core) != 0;
    }

    void add(int core) {
        if (!contains(core)) {
            words[core >>> 6] |= 1L << core;
            size++;
        }
    }

    void remove(int core) {
        if (contains(core)) {
            words[core >>> 6] &= ~(1L << core);
            size--;
        }
    }

    /** {@return the lowest member from a number on, or -1} */
    int next(int from) {
        if (from >= words.length << 6) {
            return -1;
        }
        int word = from >>> 6;
        long bits = words[word] & -1L << from;
        while (bits == 0) {
            if (++word == words.length) {
                return -1;
            }
            bits = words[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }
}
