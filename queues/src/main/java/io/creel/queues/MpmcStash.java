package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * A bounded stash between threads: any thread may push, any thread may take. Serves as the central queue of several
 * workers. If pushers have left no gap, {@link #drain} reserves a whole run of handles by one compare-and-set.
 *
 * <p>
 * Progress: no lock, but not lock-free in the strict sense. A thread that is descheduled between reserving a place and
 * filling or emptying it delays the threads that need that place next, until it runs again; all other threads proceed.
 *
 * <p>
 * Source: D. Vyukov, "Bounded MPMC queue", 1024cores, 2011, with the look-ahead of JCTools' {@code MpmcArrayQueue}.
 */
public final class MpmcStash extends RingStash {
    /** The number of threads that can drain at the same time without allocation. */
    static final int MOVERS = 16;

    private final MpmcVarHandleArrayQueue<Coroutine> queue;
    /**
     * The pool of movers. A drain borrows one by an atomic exchange, so each mover has one user at a time and a drain
     * allocates nothing. Written by all takers.
     */
    private final AtomicReferenceArray<Mover> movers = new AtomicReferenceArray<>(MOVERS);

    /**
     * Makes an empty ring.
     *
     * @param name the name in error messages and dumps
     * @param capacity how many handles it holds at most, at least 2; rounded up to a power of two
     */
    public MpmcStash(String name, int capacity) {
        this(name, new MpmcVarHandleArrayQueue<>(checked(name, capacity, 2)));
    }

    private MpmcStash(String name, MpmcVarHandleArrayQueue<Coroutine> queue) {
        super(name, queue);
        this.queue = queue;
        for (int i = 0; i < MOVERS; i++) {
            movers.setPlain(i, new Mover());
        }
    }

    @Override
    public Batch drain(Batch batch, int max) {
        int room = room(batch, max);
        if (room > 0 && !queue.isEmpty()) {
            int slot = 0;
            Mover mover = null;
            while (slot < MOVERS && (mover = movers.getAndSet(slot, null)) == null) {
                slot++;
            }
            if (mover == null) {
                return super.drain(batch, max);
            }
            mover.target = batch;
            queue.drain(mover, room);
            mover.target = null; // the pooled mover must not keep the batch from the garbage collector
            movers.setRelease(slot, mover);
        }
        return batch;
    }

    @Override
    protected boolean insert(Coroutine handle) {
        return queue.offer(handle) && inserted(); // the compare-and-set of the offer satisfies rule 1
    }

    @Override
    Coroutine poll() {
        return queue.poll();
    }
}
