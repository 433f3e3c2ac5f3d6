package io.creel.queues;

import io.creel.core.Coroutine;

/**
 * Receives from whichever of several channels has an item first. Reused by one coroutine at a time, so that a loop that
 * selects allocates nothing.
 *
 * <p>
 * Fair: each receive looks first at the channel after the one that served last, so a channel that always has items does not
 * starve the others; of those that are empty, the first to get an item serves. O(channels).
 *
 * @param <T>
 *            what all items have in common
 */
public abstract sealed class Select<T> permits LocalSelect, SharedSelect {
    private int served = -1;
    private int turn;

    Select() {
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
            throw new IllegalArgumentException("select needs channels of one kind: local=" + local + ", shared="
                    + (channels.length - local));
        }
        return local > 0 ? new LocalSelect<>(channels.clone()) : new SharedSelect<>(channels.clone());
    }

    /**
     * Receives an item; suspends the calling coroutine while all channels are empty.
     *
     * @return {@code null} where all channels are closed and everything was received
     * @throws IllegalStateException
     *             where another coroutine waits in this select
     */
    public abstract T receive();

    /** Which channel the last {@link #receive} was served by, from 0; -1 where it returned {@code null}. */
    public final int index() {
        return served;
    }

    /** Looks at all channels once. */
    final T poll(Channel<? extends T>[] channels) {
        int at = turn;
        for (int i = 0; i < channels.length; i++) {
            T item = channels[at].tryReceive();
            if (item != null) {
                servedBy(at, channels.length);
                return item;
            }
            at = at + 1 == channels.length ? 0 : at + 1;
        }
        served = -1;
        return null;
    }

    final void servedBy(int index, int count) {
        served = index;
        turn = index + 1 == count ? 0 : index + 1;
    }

    /** Two at once would take each other's wake-ups. */
    static IllegalStateException inUse(Coroutine late) {
        return new IllegalStateException("receive refused, another coroutine waits in the select: coroutine=" + late);
    }

    static boolean areFinished(Channel<?>[] channels) {
        for (Channel<?> channel : channels) {
            if (!channel.isFinished()) {
                return false;
            }
        }
        return true;
    }
}
