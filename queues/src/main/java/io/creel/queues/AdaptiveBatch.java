package io.creel.queues;

import io.creel.core.Stash;

/**
 * How many handles a worker takes at once: its share of what waits, at most a cap. A large fixed batch keeps one worker busy
 * with what others could have begun, a small one pays for the stash at every handle; the share avoids both. Little waits: the
 * batch is 1 and the tail is short. Much waits: the batch is the cap, and cheap.
 *
 * <p>
 * Pure and immutable, any thread, O(1). Source: ours; the fixed sizes of IX (64), Shenango's successors (32) and others are
 * the cap of this one.
 *
 * @param cap
 *            the largest batch, at least 1
 * @param workers
 *            how many workers drain the same stash, at least 1
 */
public record AdaptiveBatch(int cap, int workers) {
    /** Checks the bounds. */
    public AdaptiveBatch {
        if (cap < 1 || workers < 1) {
            throw new IllegalArgumentException(
                    "adaptive batch out of bounds, least=1: cap=" + cap + ", workers=" + workers);
        }
    }

    /** min(cap, ceil(length / workers)). */
    public int size(int length) {
        return Math.min(cap, length / workers + (length % workers > 0 ? 1 : 0));
    }

    /** The size for what waits in a stash now. */
    public int size(Stash stash) {
        return size(stash.size());
    }
}
