package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.AbstractQueue;
import java.util.function.Consumer;
import org.jctools.queues.MessagePassingQueue;

/**
 * What the bounded stashes between threads have in common: first in first out, refusal when full, and a close that races
 * with pushers. Puts and takes are the subclass's, whose queue is typed, so that no call in a hot path is virtual.
 *
 * <p>
 * Threads: the subclass's name says who may push and who may take. {@link #close} is called by a taking thread, or when
 * nobody takes any more. Progress: that of the JCTools queue; a push that races with the close may cancel what it finds.
 * Every operation is O(1). A handle in the middle cannot be taken out: a cancelled one leaves when its turn comes.
 *
 * <p>
 * <b>Closing.</b> A push that has passed the check for closed may still be on its way in when the closer looks for the last
 * time. So a pusher checks again once its handle is in, and sweeps. Of the two orders between "closed is set, then the
 * queue is looked at" and "the handle is in, then closed is looked at", at least one sees the other; this needs a sequential
 * consistency that {@link #insert} of the subclass gives (rule 1). Sweeps are serialised by a count of those asked for,
 * instead of a lock: whoever raises it from zero sweeps until it is zero again (rule 2), so a queue with one consumer sees
 * only one. From the close on {@link #extract} returns nothing, so the consumer is not a second one (rule 3). Hence after
 * close every handle either was refused or is cancelled. A push that a close overtakes is one of these; in a full ring it may
 * find the room that the close has just made.
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

    /** The capacity, for the queue that is to be made. */
    static int checked(String name, int capacity, int least) {
        if (capacity < least || capacity > 1 << 30) {
            throw new IllegalArgumentException(
                    "ring capacity out of bounds: stash=" + name + ", capacity=" + capacity + ", least=" + least
                            + ", most=" + (1 << 30));
        }
        return capacity;
    }

    /** How many handles it holds at most: what it was made with, rounded up to a power of two. */
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

    /** Says that takers, as many as there may be, enter a guard around each take. */
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

    /** Called by {@link #insert} after the handle is in and a sequentially consistent operation: rule 1. */
    final boolean inserted() {
        if (isClosed()) {
            sweep();
        }
        return true;
    }

    @Override
    protected final Coroutine extract() {
        return isClosed() ? null : poll(); // rule 3
    }

    /** The next of the queue; waits for a pusher that has its place and has not filled it yet. */
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

    /** Fills a batch; each is used by one thread at a time. */
    final class Mover implements MessagePassingQueue.Consumer<Coroutine> {
        Batch target;

        @Override
        public void accept(Coroutine handle) {
            move(handle, target);
        }
    }
}
