package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.WaitResult;

/** A stash in which coroutines wait under a 64-bit key: for a time, a connection, their turn. */
public sealed interface AwaitedByKey permits OrderedStash, MapStash, BucketStash, TimerStash {
    /**
     * Suspends the calling coroutine into this stash. Allocates nothing.
     *
     * @param key
     *            as for {@link Stash#push(Coroutine, long)}
     * @return {@code true} once resumed; {@code false} at once if the stash is closed
     * @throws IllegalArgumentException
     *             if the key is out of the stash's bounds
     */
    default boolean await(long key) {
        return Coroutine.awaitByKey((Stash) this, key);
    }

    /**
     * Suspends the calling coroutine into this stash for a while at most. Allocates nothing.
     *
     * @param key
     *            as for {@link Stash#push(Coroutine, long)}
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(Stash, long)}
     * @return {@link WaitResult#REFUSED} at once if the stash is closed
     * @throws IllegalArgumentException
     *             if the key is out of the stash's bounds
     */
    default WaitResult await(long key, long timeoutNs) {
        return Coroutine.awaitByKey((Stash) this, key, timeoutNs);
    }
}
