package io.creel.queues;

import io.creel.core.Stash;

/**
 * Computes how many handles a worker takes at once: an equal share of the waiting handles, up to a cap. A large fixed
 * batch keeps one worker busy with handles that other workers could have begun. A small fixed batch pays for the stash
 * at every handle. The share avoids both: if few handles wait, the batch is 1 and the tail latency is short; if many
 * wait, the batch is the cap and the cost per handle is low.
 *
 * <p>
 * Pure and immutable. Threads: any. O(1). Source: our own rule; published systems use a fixed size, such as 64 in IX
 * and 32 in Shenango's successors, and that size is the cap here.
 *
 * @param cap the largest batch, in handles, at least 1
 * @param workers the number of workers that drain the same stash, at least 1
 */
public record AdaptiveBatch(int cap, int workers) {
    /**
     * Makes the rule.
     *
     * @throws IllegalArgumentException if the cap or the number of workers is less than 1
     */
    public AdaptiveBatch {
        if (cap < 1 || workers < 1) {
            throw new IllegalArgumentException(
                    "adaptive batch out of bounds, least=1: cap=" + cap + ", workers=" + workers);
        }
    }

    /**
     * Computes {@code min(cap, ceil(length / workers))}.
     *
     * @param length the number of waiting handles
     * @return the batch size, in handles
     */
    public int size(int length) {
        return Math.min(cap, length / workers + (length % workers > 0 ? 1 : 0));
    }

    /**
     * Computes the batch size for the handles that wait in a stash now.
     *
     * @param stash the stash that the workers drain; only its size is read
     * @return the batch size, in handles
     */
    public int size(Stash stash) {
        return size(stash.size());
    }
}
