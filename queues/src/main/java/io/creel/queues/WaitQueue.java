package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * Those who wait at one side of a {@link SharedChannel}, first come first woken; with the pool of their parkings.
 *
 * <p>
 * Threads: any. Lock-free. Bounded: so many coroutines, and as many selects.
 */
final class WaitQueue {
    private final SharedChannel<?> channel;
    private final Stash ready;
    private final int most;
    private final MpmcVarHandleArrayQueue<SharedParking.Ticket> tickets;
    private final MpmcVarHandleArrayQueue<SharedParking> free;

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
        if (!tickets.offer(parking.tickets[0])) { // selects have taken the places
            parking.pop();
            free.offer(parking);
            throw tooMany(handle);
        }
    }

    /** Puts a select's ticket behind those who wait, unless it still stands there. */
    void add(SharedParking.Ticket ticket, Coroutine handle) {
        if (!ticket.queued) {
            ticket.queued = true;
            if (!tickets.offer(ticket)) {
                ticket.queued = false;
                throw tooMany(handle);
            }
        }
    }

    /** Takes the first that still waits out; {@code null} where nobody does. */
    Coroutine poll() {
        SharedParking.Ticket ticket = tickets.poll();
        while (ticket != null) {
            ticket.queued = false; // pairs with add: who then finds it queued has put the handle before
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

    /** Wakes the first that still waits. Returns whether there was one. */
    boolean wakeOne() {
        Coroutine handle = tickets.isEmpty() ? null : poll();
        while (handle != null) {
            if (ready.push(handle)) {
                return true;
            }
            if (!ready.isClosed()) {
                add(handle);
                throw channel.cannotWake(handle, ready);
            }
            handle.abandon();
            handle = poll();
        }
        return false;
    }

    /** Wakes one handle that {@link #poll} took out, unless it is the caller's own. */
    Coroutine wakeUnless(Coroutine self, Coroutine polled) {
        if (polled == self) {
            return self;
        }
        if (polled != null && !ready.push(polled)) {
            if (!ready.isClosed()) {
                add(polled);
                throw channel.cannotWake(polled, ready);
            }
            polled.abandon();
        }
        return null;
    }

    /** Gives the parkings of those who were cancelled while they waited back to the pool. */
    private void dropStale() {
        for (int i = tickets.size(); i > 0; i--) {
            SharedParking.Ticket ticket = tickets.poll();
            if (ticket == null) {
                return;
            }
            if (ticket.pooled && ticket.parking.isEmpty()) {
                free.offer(ticket.parking);
            } else {
                tickets.offer(ticket);
            }
        }
        channel.wakeMissed(); // a waker may have seen the queue without those that were moved
    }

    private IllegalStateException tooMany(Coroutine handle) {
        return new IllegalStateException(
                "await refused, too many coroutines wait: channel=" + channel + ", most=" + most + ", coroutine="
                        + handle);
    }
}
