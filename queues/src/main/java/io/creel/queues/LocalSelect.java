package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Select} over channels of one worker. Its coroutine waits in all of them at once, with one parking and one
 * clause per channel.
 */
final class LocalSelect<T> extends Select<T> {
    private Parking parking;
    /**
     * The value of {@link LocalChannel#handOvers} of the first channel when {@link #parking} was made. Written by the
     * thread that uses the select.
     */
    private int handOvers;
    /** Whether a coroutine is between its suspension here and its return. Written by that coroutine. */
    private boolean waiting;

    LocalSelect(Channel<?>[] channels) {
        super(channels);
        handOvers = local(0).handOvers();
        parking = new Parking("select", channels.length, ((LocalChannel<?>) channels[0]).ready());
    }

    @Override
    boolean isWaiting() {
        return waiting;
    }

    @Override
    void resize() {
        handOvers = local(0).handOvers();
        parking = new Parking("select", channels.length, ((LocalChannel<?>) channels[0]).ready());
    }

    @Override
    public @Nullable T receive() {
        return receive(RemainingTime.FOR_EVER);
    }

    @Override
    public @Nullable T receive(long timeoutNs) {
        StackRoom.requireTwice();
        long sinceNs = 0;
        long leftNs = timeoutNs;
        boolean waited = false;
        while (!poll() && !isFinished()) {
            if (leftNs <= 0) {
                return timedOut();
            }
            if (!waited) {
                sinceNs = RemainingTime.sinceNs(timeoutNs);
                waited = true;
            }
            if (await(leftNs)) {
                break;
            }
            leftNs = RemainingTime.ns(timeoutNs, sinceNs);
        }
        return received();
    }

    /**
     * Waits in all channels. Returns whether a clause was served: {@code false} if its channel was closed or the
     * time-out ended.
     */
    private boolean await(long timeoutNs) {
        if (waiting) {
            throw inUse(Coroutine.current());
        }
        arm();
        waiting = true;
        boolean resumed = false;
        try {
            LocalChannel.untilWoken(parking, timeoutNs);
            resumed = true;
        } finally {
            waiting = false;
            if (parking.fired != null) {
                fired(parking.fired, resumed);
            }
        }
        return index() >= 0;
    }

    private void arm() {
        local(0).checkThread();
        if (handOvers != local(0).handOvers()) { // the parking is bound to the previous thread
            resize();
        }
        parking.fired = null;
        for (Parking.Clause clause : parking.clauses) {
            local(clause.index).checkThread();
            Sending<?> sending = sendings[clause.index];
            clause.item = sending == null ? null : sending.offered();
            clause.queue = sending == null
                    ? local(clause.index).receivers
                    : clause.item == null ? null : local(clause.index).senders;
        }
    }

    /**
     * Records that a channel has woken the coroutine: with an item, after it took the offered item, or because the
     * channel is closed.
     */
    private void fired(Parking.Clause clause, boolean resumed) {
        Sending<?> sending = sendings[clause.index];
        if (sending == null && !resumed) {
            local(clause.index).leave(clause);
        } else if (sending == null && clause.item != null) {
            keep(clause.item);
            clause.item = null;
            servedBy(clause.index);
        } else if (sending != null && clause.item == null) {
            sending.withdraw();
            servedBy(clause.index);
        }
    }

    private LocalChannel<?> local(int index) {
        return (LocalChannel<?>) channels[index];
    }
}
