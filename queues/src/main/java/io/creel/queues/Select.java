package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Performs the first of several channel operations that becomes possible: a receive from one of some channels, or the
 * send of an offered item into one of others. One coroutine at a time uses it. It can be used again, so a loop that
 * selects allocates nothing.
 *
 * <p>
 * Fair: each receive begins its search at the clause after the one that was served last, so a channel that always has
 * items, or room, does not starve the others. If none is possible at once, the first that becomes possible is served.
 * O(clauses).
 *
 * <p>
 * A closed channel is left out: its clause is never served again, and an item that is offered to it stays offered.
 *
 * @param <T> a common type of all received items
 */
public abstract sealed class Select<T> permits LocalSelect, SharedSelect {
    /** The value of {@link #index} if the time-out ended before any clause could be served. */
    public static final int TIMED_OUT = -2;

    /** The channel of each clause; those that receive come first. */
    Channel<?>[] channels;
    /** The sending side of each clause; {@code null} for a clause that receives. */
    Sending<?>[] sendings;
    private @Nullable T received;
    private int served = -1;
    private int turn;

    Select(Channel<?>[] channels) {
        this.channels = channels;
        sendings = new Sending<?>[channels.length];
    }

    /**
     * Makes a select that receives from channels of one kind.
     *
     * @param <T> a common type of all received items
     * @param channels at least one, all local or all shared
     * @return the select
     * @throws IllegalArgumentException if there is no channel, or if local and shared channels are mixed
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the copy is only read
    public static <T> Select<T> of(Channel<? extends T>... channels) {
        int local = 0;
        for (Channel<? extends T> channel : channels) {
            local += channel instanceof LocalChannel ? 1 : 0;
        }
        if (channels.length == 0 || local != 0 && local != channels.length) {
            throw mixed(local, channels.length - local);
        }
        return local > 0 ? new LocalSelect<>(channels.clone()) : new SharedSelect<>(channels.clone());
    }

    /**
     * Adds a clause that sends. Its {@link #index} follows those of the earlier clauses.
     *
     * @param <U> the type of the items of the channel
     * @param channel of the same kind, local or shared, as the others
     * @return the clause, into which items are offered
     * @throws IllegalArgumentException if the channel is of another kind
     * @throws IllegalStateException if a coroutine waits in this select
     */
    public final <U> Sending<U> sending(Channel<U> channel) {
        boolean isLocal = channel instanceof LocalChannel;
        if (isLocal != this instanceof LocalSelect) {
            throw mixed(isLocal ? 1 : channels.length, isLocal ? channels.length : 1);
        }
        if (isWaiting()) {
            throw new IllegalStateException("clause refused, a coroutine waits in the select: channel=" + channel);
        }
        int index = channels.length;
        Sending<U> sending = new Sending<>(channel, index);
        channels = Arrays.copyOf(channels, index + 1);
        channels[index] = channel;
        sendings = Arrays.copyOf(sendings, index + 1);
        sendings[index] = sending;
        resize();
        return sending;
    }

    private static IllegalArgumentException mixed(int local, int shared) {
        return new IllegalArgumentException("select needs channels of one kind: local=" + local + ", shared=" + shared);
    }

    /**
     * Receives an item or sends an offered one; suspends the calling coroutine while neither is possible.
     *
     * @return the received item, owned by the caller; {@code null} if an offered item was sent, which {@link #index}
     *        tells, or if nothing can be done any more because all channels are closed and all items were received
     * @throws IllegalStateException if another coroutine waits in this select
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    public abstract @Nullable T receive();

    /**
     * Does what {@link #receive()} does until the time-out ends. A coroutine whose time-out has ended resumes by way of
     * the ready stash of the first channel, as a woken one does. Allocates nothing.
     *
     * @param timeoutNs nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return as for {@link #receive()}; {@code null} also if the time-out ended, see {@link #TIMED_OUT}
     * @throws IllegalStateException if another coroutine waits in this select
     */
    @Suspends
    @Acquires(when = Result.NON_NULL)
    public abstract @Nullable T receive(long timeoutNs);

    /**
     * Returns the clause that the last {@link #receive} has served.
     *
     * @return the number of the clause, from 0; {@link #TIMED_OUT} if the time-out ended first, -1 if nothing can be
     *        done any more
     */
    public final int index() {
        return served;
    }

    /** Returns whether a coroutine waits here. */
    abstract boolean isWaiting();

    /** Makes entries in the channels' queues for all clauses. */
    abstract void resize();

    /** Tries all clauses once. Returns whether one was served. */
    final boolean poll() {
        int at = turn;
        for (int i = 0; i < channels.length; i++) {
            if (sendings[at] != null ? sendings[at].trySend() : wasReceived(at)) {
                servedBy(at);
                return true;
            }
            at = at + 1 == channels.length ? 0 : at + 1;
        }
        served = -1;
        return false;
    }

    private boolean wasReceived(int clause) {
        keep(channels[clause].tryReceive());
        return received != null;
    }

    @SuppressWarnings("unchecked") // clauses that receive have such channels
    final void keep(@Nullable Object item) {
        received = (T) item;
    }

    final @Nullable T received() {
        @Nullable
        T item = received;
        received = null;
        return item;
    }

    final void servedBy(int clause) {
        served = clause;
        turn = clause + 1 == channels.length ? 0 : clause + 1;
    }

    /** Records that the time-out ended before any clause could be served. */
    final @Nullable T timedOut() {
        served = TIMED_OUT;
        return null;
    }

    /** Returns whether nothing can be done any more. */
    final boolean isFinished() {
        for (int i = 0; i < channels.length; i++) {
            if (sendings[i] != null ? sendings[i].isPossible() : !channels[i].isFinished()) {
                return false;
            }
        }
        return true;
    }

    /** Makes the exception for a second coroutine; two at once would take each other's wake-ups. */
    static IllegalStateException inUse(@Nullable Coroutine late) {
        return new IllegalStateException("receive refused, another coroutine waits in the select: coroutine=" + late);
    }

    /**
     * A clause of a select that sends. An offered item stays offered until it is sent or withdrawn. Used by the
     * coroutine that uses the select.
     *
     * @param <U> the type of the items of its channel
     */
    public static final class Sending<U> {
        private final Channel<U> channel;
        private final int index;
        /** The offered item, or {@code null} if there is none. Written by the coroutine that uses the select. */
        private @Nullable U item;

        private Sending(Channel<U> channel, int index) {
            this.channel = channel;
            this.index = index;
        }

        /** {@return the value of {@link Select#index} if this clause was served} */
        public int index() {
            return index;
        }

        /**
         * Offers an item, which the select then sends when the channel has room.
         *
         * @param offered owned by the channel once it is sent, by the caller until then
         * @throws IllegalStateException if another item is still offered
         */
        public void offer(U offered) {
            Objects.requireNonNull(offered, "offered");
            if (item != null) {
                throw new IllegalStateException("offer refused, another item is offered: channel=" + channel);
            }
            item = offered;
        }

        /**
         * Withdraws the offered item.
         *
         * @return the item, owned by the caller; {@code null} if none was offered, or if it was sent
         */
        public @Nullable U withdraw() {
            U offered = item;
            item = null;
            return offered;
        }

        /** Returns the offered item, or {@code null} if there is none. */
        @Nullable
        Object offered() {
            return item;
        }

        boolean isPossible() {
            return item != null && !channel.isClosed();
        }

        private boolean trySend() {
            if (item == null || !channel.trySend(item)) {
                return false;
            }
            item = null;
            return true;
        }
    }
}
