package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.StackRoom;

/**
 * A {@link Select} over channels of several workers. Its coroutine waits in one parking that has a ticket in each channel; a
 * ticket that was not drawn stays in its queue for the next time, so each queue holds at most one.
 *
 * <p>
 * The parking is filled before the tickets are queued, and the channels are looked at after: rule 1 of {@link SharedChannel}.
 */
final class SharedSelect<T> extends Select<T> {
    private SharedParking parking;

    @SuppressWarnings("this-escape") // the parking calls it inside receive only
    SharedSelect(Channel<?>[] channels) {
        super(channels);
        parking = new SharedParking("select", channels.length, this,
                ((SharedChannel<?>) channels[0]).receivers().ready());
    }

    @Override
    boolean isWaiting() {
        return !parking.isEmpty();
    }

    @Override
    void resize() {
        parking = new SharedParking("select", channels.length, this,
                ((SharedChannel<?>) channels[0]).receivers().ready());
    }

    @Override
    public T receive() {
        return receive(Remaining.FOR_EVER);
    }

    @Override
    public T receive(long timeoutNs) {
        StackRoom.requireTwice();
        long sinceNs = 0;
        long leftNs = timeoutNs;
        boolean waited = false;
        try {
            while (true) {
                boolean last = isFinished(); // before the look: what comes in between is not the end
                if (poll() || last) {
                    return received();
                }
                if (leftNs <= 0) {
                    return timedOut();
                }
                if (waited) {
                    passOn(false);
                } else {
                    sinceNs = Remaining.sinceNs(timeoutNs);
                }
                waited = true;
                if (leftNs == Remaining.FOR_EVER) {
                    Coroutine.await(parking);
                } else {
                    Coroutine.await(parking, leftNs);
                }
                leftNs = Remaining.ns(timeoutNs, sinceNs);
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

    /** Whether a coroutine that has just come into the parking goes on at once; then the parking still owns it. */
    boolean goesOn(SharedParking place, Coroutine self) {
        long epoch = self.epoch();
        boolean any = false;
        try {
            for (int i = 0; i < channels.length; i++) {
                any |= queue(shared(i), place.tickets[i], i, self);
            }
        } catch (IllegalStateException tooMany) {
            if (!takeBack(place, epoch)) {
                return false; // woken by now; it will come here again
            }
            throw tooMany;
        }
        any |= isFinished();
        return any && takeBack(place, epoch);
    }

    /**
     * Takes the handle back unless it was woken meanwhile. It may have been resumed by another thread and wait here again by
     * now: then it is woken once more, because the caller can only go on with the suspension it knows.
     */
    private boolean takeBack(SharedParking place, long epoch) {
        Coroutine handle = place.extract();
        if (handle != null && handle.epoch() != epoch) {
            shared(0).receivers().wakeFrom(place, handle);
            return false;
        }
        return handle != null;
    }

    /** Queues the ticket of a clause where it is of use; returns whether another look is. */
    private boolean queue(SharedChannel<?> channel, SharedParking.Ticket ticket, int clause, Coroutine self) {
        if (sendings[clause] == null) {
            if (channel.isFinished()) {
                return false;
            }
            channel.receivers().add(ticket, self);
            return !channel.isFinished() && channel.hasItem();
        }
        if (!sendings[clause].isPossible()) {
            return false;
        }
        channel.senders().add(ticket, self);
        return !channel.isClosed() && channel.hasRoom();
    }

    private SharedChannel<?> shared(int index) {
        return (SharedChannel<?>) channels[index];
    }
}
