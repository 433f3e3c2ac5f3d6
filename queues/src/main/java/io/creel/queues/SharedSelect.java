package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.StackRoom;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Select} over channels of several workers. Its coroutine waits in one parking that has a ticket in each
 * channel. A ticket that was not dequeued stays in its queue for the next wait, so each queue holds at most one ticket
 * of a select.
 *
 * <p>
 * The parking is filled before the tickets are queued, and the channels are looked at after that: rule 1 of
 * {@link SharedChannel}.
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
    public @Nullable T receive() {
        return receive(RemainingTime.FOR_EVER);
    }

    @Override
    public @Nullable T receive(long timeoutNs) {
        StackRoom.requireTwice();
        long sinceNs = 0;
        long leftNs = timeoutNs;
        boolean waited = false;
        try {
            while (true) {
                // read before the attempt, because an item that comes in between is not the end
                boolean last = isFinished();
                if (poll() || last) {
                    return received();
                }
                if (leftNs <= 0) {
                    return timedOut();
                }
                if (waited) {
                    passOn(false);
                } else {
                    sinceNs = RemainingTime.sinceNs(timeoutNs);
                }
                waited = true;
                if (leftNs == RemainingTime.FOR_EVER) {
                    Coroutine.await(parking);
                } else {
                    Coroutine.await(parking, leftNs);
                }
                leftNs = RemainingTime.ns(timeoutNs, sinceNs);
            }
        } finally {
            if (waited) {
                passOn(true);
            }
        }
    }

    /**
     * Passes on hints (rule 2): the hint of a channel that did not serve this select is for other coroutines. A select
     * that goes on waiting keeps the hints that it may still use; otherwise two selects would pass each other the same
     * hint for ever. It passes on the hints for clauses that are not possible any more, which an old ticket has
     * brought.
     */
    private void passOn(boolean isLeaving) {
        for (int i = 0; i < channels.length; i++) {
            if (isLeaving || sendings[i] != null && !sendings[i].isPossible()) {
                shared(i).wakeMissed();
            }
        }
    }

    /**
     * Returns whether a coroutine that has just come into the parking resumes at once; the parking then still owns it.
     */
    boolean resumesAtOnce(SharedParking place, Coroutine self) {
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
     * Takes the handle back unless it was woken meanwhile. Another thread may have resumed the coroutine, and it may
     * wait here again by now. It is then woken once more, because the caller can continue only the suspension that it
     * knows.
     */
    private boolean takeBack(SharedParking place, long epoch) {
        Coroutine handle = place.extract();
        if (handle != null && handle.epoch() != epoch) {
            shared(0).receivers().wakeFrom(place, handle);
            return false;
        }
        return handle != null;
    }

    /**
     * Queues the ticket of a clause if the clause may become possible. Returns whether another attempt may succeed now.
     */
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
