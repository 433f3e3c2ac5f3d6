package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;

/**
 * A bounded stash between threads: any push, any take. The central queue of several workers. {@link #drain}
 * reserves a whole run of handles by one compare-and-set where pushers have left no gap.
 *
 * <p>
 * Progress: no lock, yet not lock-free in the strict sense. A thread that loses its processor between reserving a place and
 * filling or emptying it delays who comes to that place next, until it goes on; all others pass.
 *
 * <p>
 * Source: D. Vyukov, "Bounded MPMC queue", 1024cores, 2011, with the look-ahead of JCTools' {@code MpmcArrayQueue}.
 */
public final class MpmcStash extends RingStash {
    /** So many threads drain at once without making garbage. */
    static final int MOVERS = 16;

    private final MpmcVarHandleArrayQueue<Coroutine> queue;
    /** Borrowed by exchange, so that each has one user and a drain makes no garbage. */
    private final AtomicReferenceArray<Mover> movers = new AtomicReferenceArray<>(MOVERS);

    /**
     * Makes an empty ring.
     *
     * @param name
     *            what error messages and dumps call it
     * @param capacity
     *            how many handles it holds at most, at least 2; rounded up to a power of two
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
            mover.target = null; // a lent batch is not kept from the collector
            movers.setRelease(slot, mover);
        }
        return batch;
    }

    @Override
    protected boolean insert(Coroutine handle) {
        return queue.offer(handle) && inserted(); // the offer's compare-and-set is rule 1
    }

    @Override
    Coroutine poll() {
        return queue.poll();
    }
}
