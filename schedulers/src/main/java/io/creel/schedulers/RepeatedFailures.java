package io.creel.schedulers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Decides which failures of a program are reported: of the failures of one type with one stack trace the 1st, 2nd, 4th,
 * 8th and so on. So a program that fails in every cycle prints a few lines, and each new failure is seen.
 *
 * <p>
 * Threads: the worker's. Remembers {@value #MAX_KINDS} kinds of failure; all others count as one kind.
 */
final class RepeatedFailures {
    static final int MAX_KINDS = 64;
    private static final Kind OTHERS = new Kind("", 0);

    private final Map<Kind, long[]> counts = new HashMap<>();

    /**
     * A kind of failure. Two stack traces with the same hash count as one; the price is a line that is reported later.
     */
    private record Kind(String type, int stackHash) {
        static Kind of(Throwable failure) {
            return new Kind(failure.getClass().getName(), Arrays.hashCode(failure.getStackTrace()));
        }
    }

    /** Counts a failure and returns whether it is reported. */
    boolean isReported(Throwable failure) {
        Kind kind = Kind.of(failure);
        if (counts.size() >= MAX_KINDS && !counts.containsKey(kind)) {
            kind = OTHERS;
        }
        long count = ++counts.computeIfAbsent(kind, _ -> new long[1])[0];
        return Long.bitCount(count) == 1;
    }
}
