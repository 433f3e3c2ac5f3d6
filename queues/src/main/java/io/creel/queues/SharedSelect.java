package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;

/**
 * A {@link Select} over channels of several workers. Its coroutine waits in one parking that has a ticket in each channel; a
 * ticket that was not drawn stays in its queue for the next time, so each queue holds at most one.
 *
 * <p>
 * The parking is filled before the tickets are queued, and the channels are looked at after: rule 1 of {@link SharedChannel}.
 */
final class SharedSelect<T> extends Select<T> {
    private final TransferCallback awaitAny = this::awaitAny;
    private SharedParking parking;

    @SuppressWarnings("this-escape") // the callback is called by the caller of receive only
    SharedSelect(Channel<?>[] channels) {
        super(channels);
        parking = new SharedParking("select", channels.length, false);
    }

    @Override
    boolean isWaiting() {
        return !parking.isEmpty();
    }

    @Override
    void resize() {
        parking = new SharedParking("select", channels.length, false);
    }

    @Override
    public T receive() {
        boolean waited = false;
        try {
            while (true) {
                boolean last = isFinished(); // before the look: what comes in between is not the end
                if (poll() || last) {
                    return received();
                }
                if (waited) {
                    passOn(false);
                }
                waited = true;
                Coroutine.transfer(awaitAny);
            }
        } finally {
            if (waited) {
                passOn(true);
            }
        }
    }

    /**
     * Rule 2: the hint of a channel that did not serve is for others. Who waits on keeps the hints that it may still use, or
     * two selects would pass each other the same one for ever; it gives away what an old ticket has brought.
     */
    private void passOn(boolean isLeaving) {
        for (int i = 0; i < channels.length; i++) {
            if (isLeaving || sendings[i] != null && !sendings[i].isPossible()) {
                shared(i).wakeMissed();
            }
        }
    }

    private Coroutine awaitAny(Coroutine self) {
        long epoch = self.epoch();
        parking.push(self);
        boolean any = false;
        try {
            for (int i = 0; i < channels.length; i++) {
                any |= queue(shared(i), i, self);
            }
        } catch (IllegalStateException tooMany) {
            if (takeBack(epoch) == null) {
                return null; // woken by now; it will come here again
            }
            throw tooMany;
        }
        any |= isFinished();
        return any ? takeBack(epoch) : null;
    }

    /**
     * The handle; {@code null} where somebody has woken it meanwhile. It may have been resumed by another thread and wait here
     * again by now: then it is woken once more, because its callback can only go on with its own suspension.
     */
    private Coroutine takeBack(long epoch) {
        Coroutine handle = parking.pop();
        if (handle != null && handle.epoch() != epoch) {
            shared(0).receivers().wake(handle);
            return null;
        }
        return handle;
    }

    /** Queues the ticket of a clause where it is of use; returns whether another look is. */
    private boolean queue(SharedChannel<?> channel, int clause, Coroutine self) {
        if (sendings[clause] == null) {
            if (channel.isFinished()) {
                return false;
            }
            channel.receivers().add(parking.tickets[clause], self);
            return !channel.isFinished() && channel.hasItem();
        }
        if (!sendings[clause].isPossible()) {
            return false;
        }
        channel.senders().add(parking.tickets[clause], self);
        return !channel.isClosed() && channel.hasRoom();
    }

    private SharedChannel<?> shared(int index) {
        return (SharedChannel<?>) channels[index];
    }
}
