package io.creel.schedulers.latency;

import java.util.Arrays;

/**
 * A set of times: disjoint intervals in order, each from a first nanosecond up to an end that is not in it. Immutable,
 * so any thread uses it. {@link #overlapNs} takes a logarithmic number of steps; the other operations a linear one.
 */
public final class IntervalSet {
    /** The set without a time. */
    public static final IntervalSet EMPTY = new IntervalSet(new long[0], new long[0], 0);

    private final long[] from;
    private final long[] to;
    /** The length of all intervals before each. */
    private final long[] before;
    private final long lengthNs;

    /** Keeps the arrays' first intervals, which must be ordered, disjoint and not empty. */
    private IntervalSet(long[] from, long[] to, int count) {
        this.from = Arrays.copyOf(from, count);
        this.to = Arrays.copyOf(to, count);
        before = new long[count];
        long sum = 0;
        for (int i = 0; i < count; i++) {
            before[i] = sum;
            sum += to[i] - from[i];
        }
        lengthNs = sum;
    }

    /**
     * {@return the set of one interval}
     *
     * @param fromNs
     *            its first nanosecond
     * @param toNs
     *            its end; the set is empty if it is not after {@code fromNs}
     */
    public static IntervalSet of(long fromNs, long toNs) {
        return toNs <= fromNs ? EMPTY : new IntervalSet(new long[]{fromNs}, new long[]{toNs}, 1);
    }

    /** {@return the number of intervals} */
    public int size() {
        return from.length;
    }

    /**
     * {@return the first nanosecond of an interval}
     *
     * @param index
     *            from 0
     */
    public long fromNs(int index) {
        return from[index];
    }

    /**
     * {@return the end of an interval}
     *
     * @param index
     *            from 0
     */
    public long toNs(int index) {
        return to[index];
    }

    /** {@return the sum of all lengths, in nanoseconds} */
    public long lengthNs() {
        return lengthNs;
    }

    /**
     * {@return how much of one interval is in this set, in nanoseconds}
     *
     * @param fromNs
     *            its first nanosecond
     * @param toNs
     *            its end
     */
    public long overlapNs(long fromNs, long toNs) {
        return toNs <= fromNs ? 0 : lengthBefore(toNs) - lengthBefore(fromNs);
    }

    private long lengthBefore(long timeNs) {
        int last = lastFrom(timeNs);
        return last < 0 ? 0 : before[last] + Math.min(timeNs, to[last]) - from[last];
    }

    /** Returns the last interval that begins at or before a time; -1 if there is none. */
    private int lastFrom(long timeNs) {
        int found = Arrays.binarySearch(from, timeNs);
        return found >= 0 ? found : -found - 2;
    }

    /**
     * {@return the end of the interval that holds a time; the time itself if none holds it}
     *
     * @param timeNs
     *            a time
     */
    public long endOfIntervalAt(long timeNs) {
        int last = lastFrom(timeNs);
        return last >= 0 && to[last] > timeNs ? to[last] : timeNs;
    }

    /**
     * {@return the times that are in this set, in the other, or in both}
     *
     * @param other
     *            another set
     */
    public IntervalSet union(IntervalSet other) {
        if (size() == 0 || other.size() == 0) {
            return size() == 0 ? other : this;
        }
        IntervalBuilder all = new IntervalBuilder(size() + other.size());
        int a = 0;
        int b = 0;
        while (a < size() || b < other.size()) {
            if (b == other.size() || a < size() && from[a] <= other.from[b]) {
                all.add(from[a], to[a]);
                a++;
            } else {
                all.add(other.from[b], other.to[b]);
                b++;
            }
        }
        return all.build();
    }

    /**
     * {@return the times that are in both sets}
     *
     * @param other
     *            another set
     */
    public IntervalSet intersection(IntervalSet other) {
        IntervalBuilder both = new IntervalBuilder(Math.max(size(), other.size()));
        int a = 0;
        int b = 0;
        while (a < size() && b < other.size()) {
            both.add(Math.max(from[a], other.from[b]), Math.min(to[a], other.to[b]));
            if (to[a] < other.to[b]) {
                a++;
            } else {
                b++;
            }
        }
        return both.build();
    }

    /**
     * {@return the times that are in this set and not in the other}
     *
     * @param other
     *            another set
     */
    public IntervalSet minus(IntervalSet other) {
        return size() == 0 ? EMPTY : intersection(other.complement(from[0], to[size() - 1]));
    }

    /**
     * {@return the times of one interval that are not in this set}
     *
     * @param fromNs
     *            its first nanosecond
     * @param toNs
     *            its end
     */
    public IntervalSet complement(long fromNs, long toNs) {
        IntervalBuilder rest = new IntervalBuilder(size() + 1);
        long at = fromNs;
        for (int i = Math.max(0, lastFrom(fromNs)); i < size() && from[i] < toNs; i++) {
            rest.add(at, Math.min(from[i], toNs));
            at = Math.max(at, to[i]);
        }
        rest.add(at, toNs);
        return rest.build();
    }

    /**
     * {@return this set and its holes of at most a length}
     *
     * @param holeNs
     *            the length, in nanoseconds
     */
    public IntervalSet closed(long holeNs) {
        IntervalBuilder closed = new IntervalBuilder(size());
        for (int i = 0; i < size(); i++) {
            boolean joins = i + 1 < size() && from[i + 1] - to[i] <= holeNs;
            closed.add(from[i], joins ? from[i + 1] : to[i]);
        }
        return closed.build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IntervalSet set && Arrays.equals(from, set.from) && Arrays.equals(to, set.to);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            text.append(i == 0 ? "" : ", ").append(from[i]).append("..").append(to[i]);
        }
        return text.append(']').toString();
    }

    /** Collects intervals in the order of their begins. One thread. */
    public static final class IntervalBuilder {
        private long[] from;
        private long[] to;
        private int count;

        /**
         * Makes an empty collection.
         *
         * @param capacity
         *            how many intervals to expect; it grows beyond
         */
        public IntervalBuilder(int capacity) {
            from = new long[Math.max(4, capacity)];
            to = new long[from.length];
        }

        /**
         * Adds an interval; joins it with the one before if they overlap or touch. An empty one is ignored.
         *
         * @param fromNs
         *            its first nanosecond, not before that of the interval added before
         * @param toNs
         *            its end
         * @throws IllegalArgumentException
         *             if it begins before the one that was added before
         */
        public void add(long fromNs, long toNs) {
            if (toNs <= fromNs) {
                return;
            }
            if (count > 0 && fromNs < from[count - 1]) {
                throw new IllegalArgumentException("intervals are out of order: fromNs=" + fromNs + ", previousFromNs="
                        + from[count - 1]);
            }
            if (count > 0 && fromNs <= to[count - 1]) {
                to[count - 1] = Math.max(to[count - 1], toNs);
                return;
            }
            if (count == from.length) {
                from = Arrays.copyOf(from, 2 * count);
                to = Arrays.copyOf(to, 2 * count);
            }
            from[count] = fromNs;
            to[count++] = toNs;
        }

        /** {@return the set} */
        public IntervalSet build() {
            return count == 0 ? EMPTY : new IntervalSet(from, to, count);
        }
    }
}
