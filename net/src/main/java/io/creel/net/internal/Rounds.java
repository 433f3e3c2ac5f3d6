package io.creel.net.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time serve all that ask, without waiting: a thread that asks meanwhile leaves a mark and goes on, and the
 * server does another round for it. (The work-in-progress counter of reactive stream implementations; "flat combining",
 * Hendler et al., SPAA 2010.)
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
 * The atomic updates order one server's writes before the next one's reads. Any thread.
 */
public final class Rounds {
    /** 0 while no thread serves; otherwise the requests since the server's last round began. */
    private final AtomicInteger requests = new AtomicInteger();
    /** What the round at hand answers. The server's. */
    private int seen;

    /** Nobody serves. */
    public Rounds() {
    }

    /** Asks for a round; true if the caller is the server now. */
    public boolean enter() {
        if (requests.getAndIncrement() != 0) {
            return false;
        }
        seen = 1;
        return true;
    }

    /** Ends a round; false if nothing was asked for since it began, and then the caller is no longer the server. */
    public boolean again() {
        int left = requests.addAndGet(-seen);
        if (left == 0) {
            return false;
        }
        seen = left;
        return true;
    }
}
