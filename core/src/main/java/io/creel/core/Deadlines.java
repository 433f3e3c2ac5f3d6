package io.creel.core;

import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** The deadlines of the scopes opened on one carrier. Used by its thread. O(log n); asked only when the carrier is told the time. */
final class Deadlines {
    private static final int PURGE_AT_LEAST = 64;

    private final String carrier;
    private final PriorityQueue<Entry> queue = new PriorityQueue<>(Comparator.comparingLong(Entry::sinceStartNs));
    private int purgeAt = PURGE_AT_LEAST;
    private boolean started;
    private long startNs;
    private long toldNs;
    private LongSupplier nanoClock = () -> toldNs;

    Deadlines(String carrier) {
        this.carrier = carrier;
    }

    void clock(LongSupplier clock) {
        nanoClock = Objects.requireNonNull(clock, "nanoClock");
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void add(Scope scope, long timeoutNs) {
        if (!started) {
            throw new IllegalStateException(
                    "deadline refused, the carrier is never told the time, see Carrier.tick: carrier=" + carrier);
        }
        if (queue.size() >= purgeAt) {
            queue.removeIf(entry -> entry.scope.isOver());
            purgeAt = Math.max(PURGE_AT_LEAST, 2 * queue.size());
        }
        long sinceStartNs = nanoClock.getAsLong() - startNs + timeoutNs;
        queue.add(new Entry(scope, sinceStartNs < 0 ? Long.MAX_VALUE : sinceStartNs));
    }

    /** Expires what is due. */
    void tick(long atNs) {
        if (!started) {
            started = true;
            startNs = atNs;
        }
        toldNs = atNs;
        while (!queue.isEmpty() && queue.peek().sinceStartNs <= atNs - startNs) {
            Scope due = queue.poll().scope;
            if (!due.isOver()) {
                due.expire();
            }
        }
    }

    private record Entry(Scope scope, long sinceStartNs) {
    }
}
