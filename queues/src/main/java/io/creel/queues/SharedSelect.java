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
    private final Channel<? extends T>[] channels;
    private final SharedParking parking;
    private final TransferCallback awaitAny = this::awaitAny;

    @SuppressWarnings("this-escape") // the callback is called by the caller of receive only
    SharedSelect(Channel<? extends T>[] channels) {
        this.channels = channels;
        parking = new SharedParking("select", channels.length, false);
    }

    @Override
    public T receive() {
        T item;
        boolean waited = false;
        try {
            while (true) {
                boolean last = areFinished(channels);
                item = poll(channels);
                if (item != null || last) {
                    return item;
                }
                waited = true;
                Coroutine.transfer(awaitAny);
            }
        } finally {
            if (waited) {
                for (int i = 0; i < channels.length; i++) {
                    shared(i).wakeMissed(); // rule 2: the hint of a channel that did not serve
                }
            }
        }
    }

    private Coroutine awaitAny(Coroutine self) {
        parking.push(self);
        boolean any = false;
        try {
            for (int i = 0; i < channels.length; i++) {
                SharedChannel<?> channel = shared(i);
                channel.receivers().add(parking.tickets[i], self);
                any |= !channel.isFinished() && channel.hasItem();
            }
        } catch (IllegalStateException tooMany) {
            if (parking.pop() == null) {
                return null; // woken by now; it will come here again
            }
            throw tooMany;
        }
        any |= areFinished(channels);
        // Whoever has taken the handle meanwhile has woken it: then there is nothing to hand back.
        return any ? parking.pop() : null;
    }

    private SharedChannel<?> shared(int index) {
        return (SharedChannel<?>) channels[index];
    }
}
