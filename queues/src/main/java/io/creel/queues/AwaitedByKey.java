package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.WaitResult;
import io.creel.core.spec.Suspends;

/** A stash in which coroutines wait under a 64-bit key: a time, a connection or a position in an order. */
public sealed interface AwaitedByKey permits OrderedStash, MapStash, BucketStash, TimerStash {
    /**
     * Suspends the calling coroutine into this stash. Allocates nothing.
     *
     * @param key the key, as for {@link Stash#push(Coroutine, long)}
     * @return {@code true} once the coroutine is resumed; {@code false} at once if the stash is closed
     * @throws IllegalArgumentException if the key is outside the bounds of the stash
     */
    @Suspends
    default boolean await(long key) {
        return Coroutine.awaitByKey((Stash) this, key);
    }

    /**
     * Suspends the calling coroutine into this stash until it is resumed or the time-out ends. Allocates nothing.
     *
     * @param key the key, as for {@link Stash#push(Coroutine, long)}
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(Stash, long)}
     * @return how the wait ended; {@link WaitResult#REFUSED} at once if the stash is closed
     * @throws IllegalArgumentException if the key is outside the bounds of the stash
     */
    @Suspends
    default WaitResult await(long key, long timeoutNs) {
        return Coroutine.awaitByKey((Stash) this, key, timeoutNs);
    }
}
