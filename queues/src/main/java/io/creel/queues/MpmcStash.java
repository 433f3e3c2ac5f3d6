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
    static final int BATCH_FILLERS = 16;

    private final MpmcVarHandleArrayQueue<Coroutine> queue;
    /**
     * The pool of fillers. A drain borrows one by an atomic exchange, so each filler has one user at a time and a drain
     * allocates nothing. Written by all takers.
     */
    private final AtomicReferenceArray<BatchFiller> fillers = new AtomicReferenceArray<>(BATCH_FILLERS);

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
        for (int i = 0; i < BATCH_FILLERS; i++) {
            fillers.setPlain(i, new BatchFiller());
        }
    }

    @SuppressWarnings("NullAway") // the filler is free again
    @Override
    public Batch drain(Batch batch, int max) {
        int room = room(batch, max);
        if (room > 0 && !queue.isEmpty()) {
            int slot = 0;
            BatchFiller filler = null;
            while (slot < BATCH_FILLERS && (filler = fillers.getAndSet(slot, null)) == null) {
                slot++;
            }
            if (filler == null) {
                return super.drain(batch, max);
            }
            filler.target = batch;
            queue.drain(filler, room);
            filler.target = null; // the pooled filler must not keep the batch from the garbage collector
            fillers.setRelease(slot, filler);
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
