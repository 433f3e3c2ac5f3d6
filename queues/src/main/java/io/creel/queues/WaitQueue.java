package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * Those who wait at one side of a {@link SharedChannel}, first come first woken; with the pool of their parkings.
 *
 * <p>
 * Threads: any. Progress: that of {@link MpmcStash}. Bounded: so many coroutines, and as many selects, so that neither takes
 * the other's places. A ticket stands in the queue at most once.
 */
final class WaitQueue {
    private final SharedChannel<?> channel;
    private final Stash ready;
    private final int most;
    private final MpmcVarHandleArrayQueue<SharedParking.Ticket> tickets;
    private final MpmcVarHandleArrayQueue<SharedParking> free;
    private final AtomicInteger selects = new AtomicInteger();

    WaitQueue(SharedChannel<?> channel, int most, Stash ready) {
        this.channel = channel;
        this.ready = ready;
        this.most = most;
        tickets = new MpmcVarHandleArrayQueue<>(2 * most);
        free = new MpmcVarHandleArrayQueue<>(Math.max(2, most));
        for (int i = 0; i < most; i++) {
            free.offer(new SharedParking("channel " + channel, 1, true));
        }
    }

    /** Puts a suspended coroutine behind those who wait. */
    void add(Coroutine handle) {
        SharedParking parking = free.poll();
        if (parking == null) {
            dropStale();
            parking = free.poll();
        }
        if (parking == null) {
            throw tooMany(handle);
        }
        parking.push(handle);
        if (!tickets.offer(parking.tickets[0])) { // selects that were moved meanwhile have taken the places
            parking.pop();
            free.offer(parking);
            throw tooMany(handle);
        }
    }

    /** Puts a select's ticket behind those who wait, unless it still stands there. */
    void add(SharedParking.Ticket ticket, Coroutine handle) {
        if (!ticket.enqueue()) {
            return;
        }
        if (!admit(ticket)) {
            dropStale();
            if (!admit(ticket)) {
                ticket.queued = false;
                throw tooMany(handle);
            }
        }
    }

    private boolean admit(SharedParking.Ticket ticket) {
        if (selects.getAndIncrement() < most && tickets.offer(ticket)) {
            return true;
        }
        selects.getAndDecrement();
        return false;
    }

    /** Takes the first that still waits out; {@code null} where nobody does. */
    Coroutine poll() {
        SharedParking.Ticket ticket = tickets.poll();
        while (ticket != null) {
            cameOut(ticket);
            Coroutine handle = ticket.parking.pop();
            if (ticket.pooled) {
                free.offer(ticket.parking);
            }
            if (handle != null) {
                return handle;
            }
            ticket = tickets.poll();
        }
        return null;
    }

    /** Before the parking is looked into: who finds its ticket queued in {@link #add} has put the handle there before. */
    private void cameOut(SharedParking.Ticket ticket) {
        if (!ticket.pooled) {
            selects.getAndDecrement(); // first, or the select that comes again is one too many
            ticket.queued = false;
        }
    }

    /** Wakes the first that still waits. Returns whether there was one. */
    boolean wakeOne() {
        Coroutine handle = tickets.isEmpty() ? null : poll();
        while (handle != null && !wake(handle)) {
            handle = poll();
        }
        return handle != null;
    }

    /**
     * Wakes the first that still waits, or returns it where it is this one in this suspension. Since it was {@linkplain #add
     * added} it may have been resumed by another thread, and wait again: then it is woken like any other, because whoever
     * asks can only go on with the suspension it knows.
     */
    Coroutine wakeUnless(Coroutine self, long epoch) {
        for (Coroutine handle = poll(); handle != null; handle = poll()) {
            if (handle == self && handle.epoch() == epoch) {
                return self;
            }
            if (wake(handle)) {
                return null;
            }
        }
        return null;
    }

    /** Returns whether it will use its wake-up. */
    boolean wake(Coroutine handle) {
        return channel.wake(handle, ready);
    }

    /** Takes the tickets of those out who were cancelled, served by another channel, or have gone for good. */
    private void dropStale() {
        for (int i = tickets.size(); i > 0; i--) {
            SharedParking.Ticket ticket = tickets.poll();
            if (ticket == null) {
                return;
            }
            cameOut(ticket);
            if (ticket.parking.isEmpty()) {
                if (ticket.pooled) {
                    free.offer(ticket.parking);
                }
            } else if (ticket.pooled || ticket.enqueue()) {
                requeue(ticket);
            } // else the select has come again meanwhile
        }
        channel.wakeMissed(); // a waker may have seen the queue without those that were moved
    }

    /** Where others have taken its place meanwhile, who waits by it is woken, and looks again. */
    private void requeue(SharedParking.Ticket ticket) {
        if (!ticket.pooled) {
            selects.getAndIncrement();
        }
        if (!tickets.offer(ticket)) {
            cameOut(ticket);
            Coroutine handle = ticket.parking.pop();
            if (ticket.pooled) {
                free.offer(ticket.parking);
            }
            if (handle != null) {
                wake(handle);
            }
        }
    }

    private IllegalStateException tooMany(Coroutine handle) {
        return new IllegalStateException(
                "await refused, too many coroutines wait: channel=" + channel + ", most=" + most + ", coroutine="
                        + handle);
    }
}
