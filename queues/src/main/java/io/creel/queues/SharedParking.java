package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The place of one coroutine that waits in one {@link SharedChannel} or, for a {@link Select}, in several: a stash of one.
 * Several may try to take the handle out, a waker by {@link #extract}, a cancellation by {@link #unlink}; the exchange of the
 * slot lets exactly one have it. The parking owns the handle until its taker has moved it on.
 *
 * <p>
 * What the channels' queues hold are its tickets. A ticket outlives the wait: it stays queued after another has taken the
 * handle, and whoever finds it finds nobody.
 *
 * <p>
 * Threads: any. Wait-free, O(1).
 */
final class SharedParking extends WaitingPlace {
    private static final VarHandle HANDLE;
    private static final VarHandle QUEUED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HANDLE = lookup.findVarHandle(SharedParking.class, "handle", Coroutine.class);
            QUEUED = lookup.findVarHandle(Ticket.class, "queued", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    final Ticket[] tickets;
    /** The select that waits by it; {@code null} for a parking of a channel's pool. */
    private final SharedSelect<?> select;
    private final Stash ready;
    private volatile Coroutine handle;

    /** Makes a parking of a channel's pool. */
    SharedParking(String name, Stash ready) {
        this(name, 1, null, ready);
    }

    /** Makes the parking of a select. */
    SharedParking(String name, int count, SharedSelect<?> select, Stash ready) {
        super(name);
        this.ready = ready;
        this.select = select;
        tickets = new Ticket[count];
        for (int i = 0; i < count; i++) {
            tickets[i] = new Ticket(this, select == null);
        }
    }

    @Override
    protected boolean isShared() {
        return true;
    }

    @Override
    public int size() {
        return handle == null ? 0 : 1;
    }

    @Override
    public void forEach(Consumer<Coroutine> action) {
        Coroutine seen = handle;
        if (seen != null) {
            action.accept(seen);
        }
    }

    /** A select comes, and goes on at once if something is possible by now. */
    @Override
    protected boolean insert(Coroutine waiting) {
        if (!HANDLE.compareAndSet(this, null, waiting)) {
            throw Select.inUse(waiting);
        }
        return !select.goesOn(this, waiting);
    }

    /** Takes over a coroutine that comes to wait in a channel. The parking is free. */
    void take(Coroutine waiting, ChannelWaitQueue from) {
        adopt(waiting, from);
        handle = waiting;
    }

    @Override
    protected Coroutine extract() {
        return (Coroutine) HANDLE.getAndSet(this, null);
    }

    @Override
    protected boolean unlink(Coroutine waiting) {
        return HANDLE.compareAndSet(this, waiting, null);
    }

    /** It cannot come back: its ticket was drawn meanwhile. It looks at its channels again, as after any wake-up. */
    @Override
    protected void putBack(Coroutine unlinked) {
        wake(unlinked);
    }

    @Override
    protected Stash afterTimeOut() {
        return ready;
    }

    /** Its entry in a queue of one channel. */
    static final class Ticket {
        final SharedParking parking;
        /** Whether the parking belongs to the channel's pool, and is free again when its ticket comes out. */
        final boolean pooled;
        /** Of a select's ticket: whether it is in the queue. Cleared before the handle is taken, set after it was put. */
        volatile boolean queued;

        Ticket(SharedParking parking, boolean pooled) {
            this.parking = parking;
            this.pooled = pooled;
        }

        /** Returns whether it was not queued until now, and is the caller's to queue. */
        boolean enqueue() {
            return QUEUED.compareAndSet(this, false, true);
        }
    }
}
