package io.creel.queues;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The place of one coroutine that waits in one {@link SharedChannel} or, for a {@link Select}, in several: a stash with
 * room for one. Several threads may try to take the handle out, a waker by {@link #extract}, a cancellation by
 * {@link #unlink}. The atomic exchange of the slot gives it to exactly one of them. The parking owns the handle until
 * its taker has moved it on.
 *
 * <p>
 * Its tickets stand in the queues of the channels. A ticket may outlive the wait: it stays queued after another taker
 * has taken the handle, and a waker that then dequeues it finds the parking empty.
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
    /** The select that waits by this parking; {@code null} for a parking in the pool of a channel. */
    private final @Nullable SharedSelect<?> select;
    private final Stash ready;
    private volatile @Nullable Coroutine handle;

    /** Makes a parking for the pool of a channel. */
    SharedParking(String name, Stash ready) {
        this(name, 1, null, ready);
    }

    /** Makes the parking of a select. */
    SharedParking(String name, int count, @Nullable SharedSelect<?> select, Stash ready) {
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

    /** Takes in the coroutine of a select, which resumes at once if a clause is possible by now. */
    @SuppressWarnings("NullAway") // only the parking of a select awaits itself
    @Override
    protected boolean insert(Coroutine waiting) {
        if (!HANDLE.compareAndSet(this, null, waiting)) {
            throw Select.inUse(waiting);
        }
        return !select.resumesAtOnce(this, waiting);
    }

    /** Takes over a coroutine that comes to wait in a channel. The parking must be free. */
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

    /**
     * Wakes the coroutine instead of putting it back, because its ticket was dequeued meanwhile. The coroutine looks at
     * its channels again, as after any wake-up.
     */
    @Override
    protected void putBack(Coroutine unlinked) {
        wake(unlinked);
    }

    @Override
    protected Stash afterTimeOut() {
        return ready;
    }

    /** The entry of a parking in the queue of one channel. */
    static final class Ticket {
        final SharedParking parking;
        /** Whether the parking belongs to the pool of the channel, and becomes free when its ticket is dequeued. */
        final boolean pooled;
        /**
         * For the ticket of a select: whether the ticket is queued. A waker clears it before it takes the handle; the
         * select sets it after it has put the handle in.
         */
        volatile boolean queued;

        Ticket(SharedParking parking, boolean pooled) {
            this.parking = parking;
            this.pooled = pooled;
        }

        /** Marks the ticket as queued. Returns {@code true} if it was not queued before; the caller then queues it. */
        boolean enqueue() {
            return QUEUED.compareAndSet(this, false, true);
        }
    }
}
