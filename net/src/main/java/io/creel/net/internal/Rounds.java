package io.creel.net.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time serve all threads that ask, without waiting. A thread that asks meanwhile leaves a mark and
 * goes on, and the server does another round for it. (The work-in-progress counter of reactive stream implementations;
 * "flat combining", Hendler et al., SPAA 2010.)
 *
 * <pre>
 *     if (rounds.enter()) {
 *         do {
 *             a round, which must not throw out of the loop
 *         } while (rounds.again());
 *     }
 * </pre>
 *
 * <p>
 * The atomic updates order the writes of one server before the reads of the next. Threads: any.
 */
public final class Rounds {
    /**
     * 0 while no thread serves; otherwise the number of requests since the server's last round began. Written by every
     * thread that asks.
     */
    private final AtomicInteger requests = new AtomicInteger();
    /** The number of requests that the current round serves. Written by the server. */
    private int seen;

    /** Makes rounds that no thread serves. */
    public Rounds() {
    }

    /**
     * Asks for a round.
     *
     * @return whether the caller is the server now
     */
    public boolean enter() {
        if (requests.getAndIncrement() != 0) {
            return false;
        }
        seen = 1;
        return true;
    }

    /**
     * Ends a round.
     *
     * @return {@code false} if no thread has asked since the round began; the caller is then no longer the server
     */
    public boolean again() {
        int left = requests.addAndGet(-seen);
        if (left == 0) {
            return false;
        }
        seen = left;
        return true;
    }
}
