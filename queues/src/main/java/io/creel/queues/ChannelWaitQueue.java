package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * Those who wait at one side of a {@link SharedChannel}, first come first woken; with the pool of their parkings. A coroutine
 * waits by awaiting it as a stash, which hands it on to a parking; a handle that is taken out of its parking to be woken
 * belongs to the queue, and nothing but the queue can move it.
 *
 * <p>
 * Threads: any. Progress: that of {@link MpmcStash}; a coroutine that comes while all places are in use may also wait for a thread
 * that is giving one back. Bounded: so many coroutines, and as many selects, so that neither takes
 * the other's places. A ticket stands in the queue at most once.
 */
final class ChannelWaitQueue extends WaitingPlace {
    private static final int SPINS = 64;
    private static final int MOST_TRIES = 100_000;

    private final SharedChannel<?> channel;
    private final Stash ready;
    private final int most;
    private final MpmcVarHandleArrayQueue<SharedParking.Ticket> tickets;
    private final SharedParking[] parkings;
    private final MpmcVarHandleArrayQueue<SharedParking> free;
    private final AtomicInteger selects = new AtomicInteger();
    private final BooleanSupplier possible;

    /**
     * Makes an empty queue.
     *
     * @param possible
     *            whether another look at the channel is worth while
     */
    ChannelWaitQueue(SharedChannel<?> channel, int most, Stash ready, BooleanSupplier possible) {
        super("channel " + channel);
        this.channel = channel;
        this.ready = ready;
        this.possible = possible;
        this.most = most;
        tickets = new MpmcVarHandleArrayQueue<>(2 * most);
        free = new MpmcVarHandleArrayQueue<>(Math.max(2, most));
        parkings = new SharedParking[most];
        for (int i = 0; i < most; i++) {
            parkings[i] = new SharedParking("channel " + channel, ready);
            free.offer(parkings[i]);
        }
    }

    @Override
    protected boolean isShared() {
        return true;
    }

    /** How many tickets are queued; a moment's estimate, with those of waits that are over. */
    @Override
    public int size() {
        return tickets.size();
    }

    /** Puts a suspended coroutine behind those who wait, and looks then whether it goes on at once: rule 1. */
    @Override
    protected boolean insert(Coroutine handle) {
        long epoch = handle.epoch();
        SharedParking parking = free.poll();
        for (int tries = 0; parking == null; tries++) {
            dropStale();
            parking = free.poll();
            if (parking == null) {
                if (tries == MOST_TRIES || allWait()) {
                    throw tooMany(handle);
                }
                pause(tries); // another thread has just woken a waiter, and is about to give its place back
            }
        }
        parking.take(handle, this);
        if (!tickets.offer(parking.tickets[0])) { // selects that were moved meanwhile have taken the places
            boolean mine = parking.unlink(handle);
            if (mine) {
                adopt(handle, parking);
            }
            free.offer(parking);
            if (mine) {
                throw tooMany(handle);
            }
            return true; // a cancellation has taken it meanwhile
        }
        return !possible.getAsBoolean() || !wakeUnless(handle, epoch);
    }

    /** Whether a coroutine waits in each place. */
    private boolean allWait() {
        for (SharedParking each : parkings) {
            if (each.isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield(); // that thread may have been descheduled, possibly in favour of this one
        }
    }

    /** Nothing is taken from here but by {@link #poll}. */
    @Override
    protected Coroutine extract() {
        return null;
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

    /** Takes the first that still waits out, into this queue; {@code null} if there is none. */
    private Coroutine poll() {
        SharedParking.Ticket ticket = tickets.poll();
        while (ticket != null) {
            cameOut(ticket);
            Coroutine handle = take(ticket);
            if (handle != null) {
                return handle;
            }
            ticket = tickets.poll();
        }
        return null;
    }

    /** Takes the handle, if there still is one, out of the parking of a ticket that came out, and over from it. */
    private Coroutine take(SharedParking.Ticket ticket) {
        Coroutine handle = ticket.parking.extract();
        if (handle != null) {
            adopt(handle, ticket.parking);
        }
        if (ticket.pooled) {
            free.offer(ticket.parking);
        }
        return handle;
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
        while (handle != null && !wake(handle, ready)) {
            handle = poll();
        }
        return handle != null;
    }

    /**
     * Wakes the first that still waits, unless it is this one in this suspension: then it returns true, and the queue owns the
     * handle. Since it came it may have been resumed by another thread, and wait again: then it is woken like any other,
     * because the caller can only go on with the suspension it knows.
     */
    private boolean wakeUnless(Coroutine self, long epoch) {
        for (Coroutine handle = poll(); handle != null; handle = poll()) {
            if (handle == self && handle.epoch() == epoch) {
                return true;
            }
            if (wake(handle, ready)) {
                return false;
            }
        }
        return false;
    }

    /** Where woken coroutines go. */
    Stash ready() {
        return ready;
    }

    /** Wakes a coroutine whose handle was taken out of the parking of its select. */
    void wakeFrom(SharedParking parking, Coroutine extracted) {
        adopt(extracted, parking);
        wake(extracted, ready);
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
            Coroutine handle = take(ticket);
            if (handle != null) {
                wake(handle, ready);
            }
        }
    }

    private IllegalStateException tooMany(Coroutine handle) {
        return new IllegalStateException(
                "await refused, too many coroutines wait: channel=" + channel + ", most=" + most + ", coroutine="
                        + handle);
    }
}
