package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.ThreadBinding;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A bounded stash between threads: any thread may push, one takes. Serves as the inbox of a worker. Lock-free for
 * pushers. Wait-free for the taker, except that {@link #pop} waits for a pusher in the middle of its push;
 * {@link #drain} stops before that pusher's place instead.
 *
 * <p>
 * Source: JCTools, {@code MpscArrayQueue}.
 */
public final class MpscStash extends RingStash {
    private final MpscVarHandleArrayQueue<Coroutine> queue;
    private final BatchFiller filler = new BatchFiller();
    private final ThreadBinding taker = new ThreadBinding(this, "taking end", "an MpmcStash");

    /**
     * Makes an empty ring.
     *
     * @param name the name in error messages and dumps
     * @param capacity how many handles it holds at most, at least 1; rounded up to a power of two
     */
    public MpscStash(String name, int capacity) {
        this(name, new MpscVarHandleArrayQueue<>(checked(name, capacity, 1)));
    }

    private MpscStash(String name, MpscVarHandleArrayQueue<Coroutine> queue) {
        super(name, queue);
        this.queue = queue;
    }

    @Override
    public Batch drain(Batch batch, int max) {
        int room = room(batch, max);
        if (room > 0 && !isClosed()) {
            filler.target = batch;
            queue.drain(filler, room);
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

    @Override
    public void guardedBy(StashGuard guard) {
        taker.release();
    }

    @Override
    protected void handOverTaker() {
        taker.handOver();
    }

    @Override
    protected void checkTaker(String what) {
        taker.check(what);
    }
}
