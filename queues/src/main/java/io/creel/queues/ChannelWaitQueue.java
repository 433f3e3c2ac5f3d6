package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The queue of the coroutines that wait at one side of a {@link SharedChannel}, woken in the order they came, with a
 * pool of parkings. A coroutine waits by awaiting this queue as a stash; the queue hands it on to a parking. A waker
 * takes the handle out of its parking into the queue, and from then on only the queue can move it.
 *
 * <p>
 * Threads: any. Progress: that of {@link MpmcStash}; if all parkings are in use, a coroutine that comes may also wait
 * for a thread that is returning one. Bounded: {@code most} coroutines and as many selects have places, and neither
 * kind takes the places of the other. A ticket stands in the queue at most once.
 */
final class ChannelWaitQueue extends WaitingPlace {
    private static final int SPINS = 64;
    private static final int MAX_TRIES = 100_000;

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
     * @param most how many coroutines may wait, and how many selects
     * @param possible whether another attempt at the channel may succeed
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

    /** Returns the number of queued tickets: an estimate that includes tickets of waits that have ended. */
    @Override
    public int size() {
        return tickets.size();
    }

    /** Queues a suspended coroutine behind the other waiters, then checks whether it resumes at once (rule 1). */
    @Override
    protected boolean insert(Coroutine handle) {
        long epoch = handle.epoch();
        SharedParking parking = free.poll();
        for (int tries = 0; parking == null; tries++) {
            dropStale();
            parking = free.poll();
            if (parking == null) {
                if (tries == MAX_TRIES || allWait()) {
                    throw tooMany(handle);
                }
                pause(tries); // another thread has just woken a waiter and is about to return its parking
            }
        }
        parking.take(handle, this);
        // tickets of selects that were requeued meanwhile have taken the places
        if (!tickets.offer(parking.tickets[0])) {
            boolean mine = parking.unlink(handle);
            if (mine) {
                adopt(handle, parking);
            }
            free.offer(parking);
            if (mine) {
                throw tooMany(handle);
            }
            return true; // a cancellation has taken the handle meanwhile
        }
        return !possible.getAsBoolean() || !wakeUnless(handle, epoch);
    }

    /** Returns whether every parking of the pool holds a coroutine. */
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

    /** Returns {@code null}: only {@link #poll} takes handles from this queue. */
    @Override
    protected @Nullable Coroutine extract() {
        return null;
    }

    /** Queues the ticket of a select behind the other waiters, unless the ticket is queued already. */
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

    /**
     * Takes the first coroutine that still waits out of its parking; this queue then owns it. Returns {@code null} if
     * none waits.
     */
    private @Nullable Coroutine poll() {
        SharedParking.Ticket ticket = tickets.poll();
        while (ticket != null) {
            markDequeued(ticket);
            Coroutine handle = take(ticket);
            if (handle != null) {
                return handle;
            }
            ticket = tickets.poll();
        }
        return null;
    }

    /**
     * Takes the handle out of the parking of a dequeued ticket; this queue then owns it. Returns {@code null} if the
     * parking is empty.
     */
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

    /**
     * Marks a ticket as dequeued. Called before the parking is read: a thread that finds its ticket still queued in
     * {@link #add} has put the handle into the parking before that.
     */
    private void markDequeued(SharedParking.Ticket ticket) {
        if (!ticket.pooled) {
            // must come first; otherwise a select that waits again meanwhile is counted twice
            selects.getAndDecrement();
            ticket.queued = false;
        }
    }

    /** Wakes the first coroutine that still waits. Returns whether there was one. */
    boolean wakeOne() {
        Coroutine handle = tickets.isEmpty() ? null : poll();
        while (handle != null && !wake(handle, ready)) {
            handle = poll();
        }
        return handle != null;
    }

    /**
     * Wakes the first coroutine that still waits, unless that is {@code self} in the given suspension; then the method
     * returns {@code true} and the queue owns the handle. Another thread may have resumed {@code self} meanwhile, and
     * {@code self} may wait here again. That later suspension is woken like any other, because the caller can continue
     * only the suspension that it knows.
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

    /** Returns the stash that woken coroutines are pushed into. */
    Stash ready() {
        return ready;
    }

    /** Wakes a coroutine whose handle was taken out of the parking of its select. */
    void wakeFrom(SharedParking parking, Coroutine extracted) {
        adopt(extracted, parking);
        wake(extracted, ready);
    }

    /**
     * Removes the tickets of coroutines that were cancelled, were served by another channel, or do not wait any more.
     */
    private void dropStale() {
        for (int i = tickets.size(); i > 0; i--) {
            SharedParking.Ticket ticket = tickets.poll();
            if (ticket == null) {
                return;
            }
            markDequeued(ticket);
            if (ticket.parking.isEmpty()) {
                if (ticket.pooled) {
                    free.offer(ticket.parking);
                }
            } else if (ticket.pooled || ticket.enqueue()) {
                requeue(ticket);
            } // else the select has queued its ticket again meanwhile
        }
        channel.wakeMissed(); // a waker may have found the queue without the tickets that were moved
    }

    /**
     * Queues a ticket again. If other tickets have taken its place meanwhile, wakes the coroutine that waits by it; the
     * coroutine then looks at its channels again.
     */
    private void requeue(SharedParking.Ticket ticket) {
        if (!ticket.pooled) {
            selects.getAndIncrement();
        }
        if (!tickets.offer(ticket)) {
            markDequeued(ticket);
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
