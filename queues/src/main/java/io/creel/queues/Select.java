package io.creel.queues;

import io.creel.core.Coroutine;
import java.util.Arrays;
import java.util.Objects;

/**
 * Does whichever of several things can be done first: receive from one of some channels, or send an offered item into one of
 * others. Reused by one coroutine at a time, so that a loop that selects allocates nothing.
 *
 * <p>
 * Fair: each receive looks first at the clause after the one that was served last, so a channel that always has items, or
 * room, does not starve the others; of those that wait, the first to be possible is served. O(clauses).
 *
 * <p>
 * A channel that is closed is left out: its clause is never served again, and what is offered to it stays offered.
 *
 * @param <T>
 *            what all received items have in common
 */
public abstract sealed class Select<T> permits LocalSelect, SharedSelect {
    /** What {@link #index} says if the time was up before any clause could be served. */
    public static final int TIMED_OUT = -2;

    /** A clause each: first those that receive. */
    Channel<?>[] channels;
    /** By clause; {@code null} for one that receives. */
    Sending<?>[] sendings;
    private T received;
    private int served = -1;
    private int turn;

    Select(Channel<?>[] channels) {
        this.channels = channels;
        sendings = new Sending<?>[channels.length];
    }

    /**
     * Makes a select over channels of one kind.
     *
     * @param channels
     *            at least one, all local or all shared
     * @throws IllegalArgumentException
     *             where there is none, or kinds are mixed
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
     * Adds a clause that sends; its {@link #index} follows those before.
     *
     * @throws IllegalArgumentException
     *             where the channel is of another kind
     * @throws IllegalStateException
     *             where a coroutine waits in this select
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
     * Receives an item, or sends one that is offered; suspends the calling coroutine while neither is possible.
     *
     * @return {@code null} where an offered item was sent, which {@link #index} tells, or where nothing can be done any more:
     *         all channels are closed, and everything was received
     * @throws IllegalStateException
     *             where another coroutine waits in this select
     */
    public abstract T receive();

    /**
     * Does what {@link #receive()} does, for a while at most. If the time is up, the coroutine goes on by way of the ready stash of
     * the first channel, as one that was woken. Allocates nothing.
     *
     * @param timeoutNs
     *            nanoseconds, as for {@link Coroutine#await(io.creel.core.Stash, long)}
     * @return {@code null} also if the time is up, see {@link #TIMED_OUT}
     * @throws IllegalStateException
     *             if another coroutine waits in this select
     */
    public abstract T receive(long timeoutNs);

    /**
     * Which clause the last {@link #receive} has served, from 0; {@link #TIMED_OUT} if it served none in its time, -1 if nothing can
     * be done any more.
     */
    public final int index() {
        return served;
    }

    /** Whether a coroutine waits here. */
    abstract boolean isWaiting();

    /** Makes places to wait in for all clauses. */
    abstract void resize();

    /** Looks at all clauses once. Returns whether one was served. */
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
    final void keep(Object item) {
        received = (T) item;
    }

    final T received() {
        T item = received;
        received = null;
        return item;
    }

    final void servedBy(int clause) {
        served = clause;
        turn = clause + 1 == channels.length ? 0 : clause + 1;
    }

    /** The time is up before any clause could be served. */
    final T timedOut() {
        served = TIMED_OUT;
        return null;
    }

    /** Whether nothing can be done any more. */
    final boolean isFinished() {
        for (int i = 0; i < channels.length; i++) {
            if (sendings[i] != null ? sendings[i].isPossible() : !channels[i].isFinished()) {
                return false;
            }
        }
        return true;
    }

    /** Two at once would take each other's wake-ups. */
    static IllegalStateException inUse(Coroutine late) {
        return new IllegalStateException("receive refused, another coroutine waits in the select: coroutine=" + late);
    }

    /**
     * A clause of a select that sends. What is offered stays so until it was sent or withdrawn. Used by the coroutine that uses
     * the select.
     *
     * @param <U>
     *            the items of its channel
     */
    public static final class Sending<U> {
        private final Channel<U> channel;
        private final int index;
        /** Is offered, where not {@code null}. */
        private U item;

        private Sending(Channel<U> channel, int index) {
            this.channel = channel;
            this.index = index;
        }

        /** What {@link Select#index} says where this clause was served. */
        public int index() {
            return index;
        }

        /**
         * Lets the select send this item.
         *
         * @throws IllegalStateException
         *             where another one is still offered
         */
        public void offer(U offered) {
            Objects.requireNonNull(offered, "offered");
            if (item != null) {
                throw new IllegalStateException("offer refused, another item is offered: channel=" + channel);
            }
            item = offered;
        }

        /** What is offered, and is not from now on; {@code null} where nothing was, or it was sent. */
        public U withdraw() {
            U offered = item;
            item = null;
            return offered;
        }

        /** What is offered; {@code null} where nothing is. */
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
