package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The common part of the bounded stashes between threads: first in first out, refusal when full, and a close that races
 * with pushers. The subclass implements the puts and takes on a queue of its exact type, so that no call on the hot
 * path is virtual.
 *
 * <p>
 * Threads: the name of the subclass says how many threads may push and how many may take. {@link #close} is called by a
 * taking thread, or when no thread takes any more. Progress: that of the JCTools queue; a push that races with the
 * close may cancel the handles that it finds. Every operation is O(1). A handle in the middle cannot be taken out: a
 * cancelled one leaves at its turn.
 *
 * <p>
 * <b>Closing.</b> A push that has passed the check for closed may still be on its way in when the closer looks at the
 * queue for the last time. So a pusher checks again once its handle is in, and if the ring is closed, it sweeps. There
 * are two orders: the closer sets closed and then looks at the queue; the pusher puts the handle in and then looks at
 * closed. At least one of the two sees the other. This needs sequential consistency, which {@link #insert} of the
 * subclass provides (rule 1). Sweeps are serialised by a count of the requested ones, not by a lock: the thread that
 * raises the count from zero sweeps until the count is zero again (rule 2), so a queue with one consumer sees only one.
 * From the close on, {@link #extract} returns nothing, so the consumer is not a second one (rule 3). Hence after a
 * close every handle has been refused or is cancelled. A push that a close overtakes is such a case; in a full ring it
 * may use the room that the close has just made.
 */
public abstract sealed class RingStash extends Stash implements Guarded
        permits SpscStash, MpscStash, MpmcStash {
    private static final VarHandle SWEEPS;

    static {
        try {
            SWEEPS = MethodHandles.lookup().findVarHandle(RingStash.class, "sweeps", int.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final AbstractQueue<Coroutine> queue;
    private final int capacity;
    private int sweeps;

    <Q extends AbstractQueue<Coroutine> & MessagePassingQueue<Coroutine>> RingStash(String name, Q queue) {
        super(name);
        this.queue = queue;
        capacity = queue.capacity();
    }

    /** Checks the capacity for a queue that the caller is about to make, and returns it. */
    static int checked(String name, int capacity, int least) {
        if (capacity < least || capacity > 1 << 30) {
            throw new IllegalArgumentException(
                    "ring capacity out of bounds: stash=" + name + ", capacity=" + capacity + ", least=" + least
                            + ", most=" + (1 << 30));
        }
        return capacity;
    }

    /**
     * {@return how many handles it holds at most: the capacity given to the constructor, rounded up to a power of two}
     */
    public final int capacity() {
        return capacity;
    }

    @Override
    public final int size() {
        return queue.size();
    }

    @Override
    public final boolean isEmpty() {
        return queue.isEmpty();
    }

    @Override
    public final void forEach(Consumer<Coroutine> action) {
        queue.iterator().forEachRemaining(action);
    }

    /**
     * Declares that all takers, of any number, enter a guard around each take.
     *
     * @param guard the guard
     */
    @Override
    public void guardedBy(StashGuard guard) {
    }

    @Override
    protected final boolean isShared() {
        return true;
    }

    @Override
    public final void close() {
        super.close();
        sweep();
    }

    /**
     * Completes a push. Called by {@link #insert} after the handle is in and after a sequentially consistent operation
     * (rule 1).
     */
    final boolean inserted() {
        if (isClosed()) {
            sweep();
        }
        return true;
    }

    @Override
    protected final @Nullable Coroutine extract() {
        return isClosed() ? null : poll(); // rule 3
    }

    /** Takes the next handle of the queue; waits for a pusher that has reserved its place and has not filled it yet. */
    abstract Coroutine poll();

    private void sweep() {
        int asked = (int) SWEEPS.getAndAdd(this, 1) + 1;
        if (asked > 1) {
            return; // rule 2
        }
        do {
            for (Coroutine handle = poll(); handle != null; handle = poll()) {
                cancel(handle);
            }
            asked = (int) SWEEPS.getAndAdd(this, -asked) - asked;
        } while (asked != 0);
    }

    /** Fills a batch. Each filler is used by one thread at a time. */
    final class BatchFiller implements MessagePassingQueue.Consumer<Coroutine> {
        @SuppressWarnings("NullAway.Init") // set while the filler is in use
        Batch target;

        @Override
        public void accept(Coroutine handle) {
            move(handle, target);
        }
    }
}
