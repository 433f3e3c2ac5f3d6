package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.ThreadBinding;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * A bounded stash between two threads: one pushes, one takes. Wait-free on both sides. The fence of a push costs as
 * much as one uncontended atomic operation; without it, a close could strand a handle.
 *
 * <p>
 * Source: N. M. Lê, A. Guatto, A. Cohen, A. Pop, "Correct and Efficient Bounded FIFO Queues", SBAC-PAD 2013, in the
 * implementation of JCTools.
 */
public final class SpscStash extends RingStash {
    private final SpscVarHandleArrayQueue<Coroutine> queue;
    private final BatchFiller filler = new BatchFiller();
    private final ThreadBinding taker = new ThreadBinding(this, "taking end", "an MpmcStash");
    private final ThreadBinding pusher = new ThreadBinding(this, "pushing end", "an MpscStash");

    /**
     * Makes an empty ring.
     *
     * @param name the name in error messages and dumps
     * @param capacity how many handles it holds at most, at least 4; rounded up to a power of two
     */
    public SpscStash(String name, int capacity) {
        this(name, new SpscVarHandleArrayQueue<>(checked(name, capacity, 4)));
    }

    private SpscStash(String name, SpscVarHandleArrayQueue<Coroutine> queue) {
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
        if (!queue.offer(handle)) {
            return false;
        }
        VarHandle.fullFence(); // the offer is only a release; the fence pairs with the volatile write of close, rule 1
        return inserted();
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

    @Override
    protected void checkPusher(String what) {
        pusher.check(what);
    }
}
