package io.creel.queues;

import io.creel.core.CheckReturnValue;
import io.creel.core.OwnedArgument;
import java.util.Objects;

/**
 * A bounded way for items from coroutines to coroutines. Whoever sends into a full channel waits, whoever receives from an
 * empty one waits; both wait as suspended coroutines, never as blocked threads.
 *
 * <p>
 * <b>Where a woken coroutine goes</b> is not the channel's choice: it is put into the stash the channel was made with, and
 * whoever drains that stash resumes it. So a pipeline runs on one worker or on one worker a stage, with the same bodies and
 * other stashes. A ready stash that is closed cancels the woken. One that is full is passed by: the woken goes on at the next
 * {@link io.creel.core.Carrier#poll() poll} of the carrier that ran it last. So does one whose ready stash throws, and the
 * exception comes out of the operation that woke it.
 *
 * <p>
 * <b>Only the channel, its time-out or a cancellation ends a wait</b>: a coroutine that is resumed by its epoch looks again and waits on. A sender
 * that is cancelled after its item was taken, but before it has run again, ends by the cancellation all the same.
 *
 * <p>
 * <b>Closing</b> refuses new items. Senders that wait are refused, too; what was accepted is still received, and then every
 * receive returns {@code null} at once. What no receiver is left for is taken out by {@link #discard()}.
 *
 * <p>
 * <b>Ownership.</b> An {@link OwnedArgument} item, such as a packet, has another owner once the channel has accepted it: the end of the
 * coroutine that sent it does not touch it. An item that is refused, or still waits for room, is its sender's.
 *
 * <p>
 * {@link LocalChannel} is for coroutines of one worker, {@link SharedChannel} for those of several.
 *
 * @param <T>
 *            the items; never {@code null}
 */
public abstract sealed class Channel<T> implements AutoCloseable permits LocalChannel, SharedChannel {
    private final String name;

    Channel(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /** What error messages and dumps call it. */
    public final String name() {
        return name;
    }

    /** How many items can be in it while nobody receives. */
    public abstract int capacity();

    /** How many items are in it; a moment's estimate where several threads use it. */
    public abstract int size();

    /**
     * Sends an item; suspends the calling coroutine while the channel is full.
     *
     * @return {@code false} where the channel is closed: the item is still the caller's
     * @throws io.creel.core.CoroutineCancelledException
     *             where the coroutine is cancelled before or while it waits
     */
    @CheckReturnValue
    public abstract boolean send(T item);

    /**
     * Receives an item; suspends the calling coroutine while the channel is empty.
     *
     * @return {@code null} where the channel is closed and everything was received
     * @throws io.creel.core.CoroutineCancelledException
     *             where the coroutine is cancelled before or while it waits
     */
    @CheckReturnValue
    public abstract T receive();

    /**
     * Sends an item; suspends the calling coroutine while the channel is full, for a while at most. If the time is up, the
     * coroutine goes on by way of the ready stash, as one that was woken. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link io.creel.core.Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code false} if the time is up, or {@link #isClosed} tells that the channel is closed: the item is still the caller's
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled before or while it waits
     */
    public abstract boolean send(T item, long timeoutNs);

    /**
     * Receives an item; suspends the calling coroutine while the channel is empty, for a while at most. If the time is up, the
     * coroutine goes on by way of the ready stash, as one that was woken. Allocates nothing.
     *
     * <pre>{@code
     * Packet next = packets.receive(30_000_000_000L);
     * if (next == null) {
     *     return; // the flow is idle, or packets.isFinished()
     * }
     * }</pre>
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link io.creel.core.Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code null} if the time is up, or {@link #isFinished} tells that nothing more will come
     * @throws io.creel.core.CoroutineCancelledException
     *             if the coroutine is cancelled before or while it waits
     */
    public abstract T receive(long timeoutNs);

    /**
     * Sends an item without waiting; from inside a coroutine or not.
     *
     * @return {@code false} where the channel is full or closed
     */
    @CheckReturnValue
    public abstract boolean trySend(T item);

    /**
     * Receives an item without waiting; from inside a coroutine or not.
     *
     * @return {@code null} where the channel is empty
     */
    @CheckReturnValue
    public abstract T tryReceive();

    /** Refuses items from now on and wakes everyone who waits. Idempotent. */
    @Override
    public abstract void close();

    /**
     * Closes the channel and takes out what was accepted and not received: an {@link OwnedArgument} item, such as a packet, is given back
     * and counted there, others are dropped. For the end of a program whose receivers are gone. Idempotent; may spin for a sender
     * that is in the middle of a send.
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

    /** Whether it was closed; items may still be in it. */
    public abstract boolean isClosed();

    /** Whether it was closed and nothing more will be received. */
    public abstract boolean isFinished();

    @Override
    public final String toString() {
        return name;
    }

}
