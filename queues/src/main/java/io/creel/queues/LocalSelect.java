package io.creel.queues;

import io.creel.core.Coroutine;

/** A {@link Select} over channels of one worker: waits in all of them at once, with one parking and a clause for each. */
final class LocalSelect<T> extends Select<T> {
    private final Channel<? extends T>[] channels;
    private final Parking parking;
    /** Whether a coroutine is between its suspension here and its return. */
    private boolean waiting;

    LocalSelect(Channel<? extends T>[] channels) {
        this.channels = channels;
        parking = new Parking("select", channels.length);
        for (int i = 0; i < channels.length; i++) {
            parking.clauses[i].queue = local(i).receivers;
        }
    }

    @Override
    public T receive() {
        while (true) {
            T item = poll(channels);
            if (item != null || areFinished(channels)) {
                return item;
            }
            if (waiting) {
                throw inUse(Coroutine.current());
            }
            boolean resumed = false;
            waiting = true;
            try {
                LocalChannel.untilWoken(parking);
                resumed = true;
            } finally {
                waiting = false;
                if (!resumed && parking.fired != null) {
                    local(parking.fired.index).leave(parking.fired);
                }
            }
            int index = parking.fired.index;
            item = local(index).taken(parking.fired);
            parking.fired = null;
            if (item != null) {
                servedBy(index, channels.length);
                return item;
            } // else that channel was closed
        }
    }

    @SuppressWarnings("unchecked")
    private LocalChannel<T> local(int index) {
        return (LocalChannel<T>) channels[index];
    }
}
