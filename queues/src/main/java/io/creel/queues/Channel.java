package io.creel.queues;

import io.creel.core.CheckReturnValue;
import io.creel.core.OwnedArgument;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of items between coroutines. A sender waits while the channel is full, and a receiver waits while it
 * is empty. Both wait as suspended coroutines, never as blocked threads.
 *
 * <p>
 * <b>Where a woken coroutine goes</b> is the caller's decision: the channel pushes it into the ready stash that the
 * channel was made with, and a worker that drains that stash resumes it. So a pipeline runs on one worker, or on one
 * worker per stage, with the same bodies and other stashes. If the ready stash is closed, the push cancels the woken
 * coroutine. If the ready stash is full or throws, the woken coroutine resumes at the next
 * {@link io.creel.core.Carrier#poll() poll} of the carrier that ran it last; an exception of the stash then comes out
 * of the operation that woke the coroutine.
 *
 * <p>
 * <b>Only the channel, the time-out of the wait or a cancellation ends a wait.</b> A coroutine that is resumed by its
 * epoch looks again and goes on waiting. A sender may be cancelled after its item was taken and before it has run
 * again; it then still ends by the cancellation.
 *
 * <p>
 * <b>Closing</b> refuses new items, also those of waiting senders. Receivers still get the items that the channel has
 * accepted; after these, every receive returns {@code null} at once. {@link #discard()} takes out items for which no
 * receiver is left.
 *
 * <p>
 * <b>Ownership.</b> Once the channel has accepted an {@link OwnedArgument} item, such as a packet, the item belongs to
 * the channel: the end of the coroutine that sent it does not release it. An item that is refused, or that still waits
 * for room, belongs to its sender.
 *
 * <p>
 * {@link LocalChannel} serves coroutines of one worker, {@link SharedChannel} those of several.
 *
 * @param <T> the type of the items, which are never {@code null}
 */
public abstract sealed class Channel<T> implements AutoCloseable permits LocalChannel, SharedChannel {
    private final String name;

    Channel(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** {@return the name of this channel in error messages and dumps} */
    public final String name() {
        return name;
    }

    /** {@return how many items fit while no receiver takes any} */
    public abstract int capacity();

    /** {@return how many items are in the channel; an estimate if several threads use it} */
    public abstract int size();

    /**
     * Sends an item; suspends the calling coroutine while the channel is full.
     *
     * @param item owned by the channel if the result is {@code true}, still by the caller otherwise
     * @return {@code false} if the channel is closed
     * @throws io.creel.core.CoroutineCancelledException if the coroutine is cancelled before or during the wait
     */
    @Suspends
    @CheckReturnValue
    public abstract boolean send(@Transfers(when = Result.TRUE) T item);

    /**
     * Receives an item; suspends the calling coroutine while the channel is empty.
     *
     * @return the item, owned by the caller, or {@code null} if the channel is closed and all its items were received
     * @throws io.creel.core.CoroutineCancelledException if the coroutine is cancelled before or during the wait
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public abstract @Nullable T receive();

    /**
     * Sends an item; suspends the calling coroutine while the channel is full, until the time-out ends. A coroutine
     * whose time-out has ended resumes by way of the ready stash, as a woken one does. Allocates nothing.
     *
     * @param item owned by the channel if the result is {@code true}, still by the caller otherwise
     * @param timeoutNs nanoseconds, as for {@link io.creel.core.Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code false} if the time-out ended, or if the channel is closed, which {@link #isClosed} tells
     * @throws io.creel.core.CoroutineCancelledException if the coroutine is cancelled before or during the wait
     */
    @Suspends
    public abstract boolean send(@Transfers(when = Result.TRUE) T item, long timeoutNs);

    /**
     * Receives an item; suspends the calling coroutine while the channel is empty, until the time-out ends. A coroutine
     * whose time-out has ended resumes by way of the ready stash, as a woken one does. Allocates nothing.
     *
     * <pre>{@code
     * Packet next = packets.receive(30_000_000_000L);
     * if (next == null) {
     *     return; // the flow is idle, or packets.isFinished()
     * }
     * }</pre>
     *
     * @param timeoutNs nanoseconds, as for {@link io.creel.core.Coroutine#await(io.creel.core.Stash, long)}
     * @return the item, owned by the caller, or {@code null} if the time-out ended or no item will come any more, which
     *        {@link #isFinished} tells
     * @throws io.creel.core.CoroutineCancelledException if the coroutine is cancelled before or during the wait
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    public abstract @Nullable T receive(long timeoutNs);

    /**
     * Sends an item without waiting. May be called from inside or outside a coroutine.
     *
     * @param item owned by the channel if the result is {@code true}, still by the caller otherwise
     * @return {@code false} if the channel is full or closed
     */
    @CheckReturnValue
    public abstract boolean trySend(@Transfers(when = Result.TRUE) T item);

    /**
     * Receives an item without waiting. May be called from inside or outside a coroutine.
     *
     * @return the item, owned by the caller, or {@code null} if the channel is empty
     */
    @Acquires(when = Result.NON_NULL)
    @CheckReturnValue
    public abstract @Nullable T tryReceive();

    /** Refuses items from now on and wakes all waiting senders and receivers. Idempotent. */
    @Override
    public abstract void close();

    /**
     * Closes the channel and takes out the items that were accepted and not received. An {@link OwnedArgument} item,
     * such as a packet, is given back to its owner and counted there; other items are dropped. Meant for the end of a
     * program whose receivers are gone. Idempotent. May spin while a sender is in the middle of a send.
     *
     * @return how many items were taken out
     */
    public final int discard() {
        close();
        int count = 0;
        while (!isFinished()) {
            T item = tryReceive();
            if (item == null) {
                Thread.onSpinWait();
            } else {
                OwnedArgument.giveBack(item);
                count++;
            }
        }
        return count;
    }

    /** {@return whether the channel was closed; it may still hold items} */
    public abstract boolean isClosed();

    /** {@return whether the channel was closed and no item will be received any more} */
    public abstract boolean isFinished();

    @Override
    public final String toString() {
        return name;
    }

}
