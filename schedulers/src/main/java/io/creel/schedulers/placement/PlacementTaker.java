package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.core.spec.Unchecked;
import io.creel.schedulers.Worker;
import java.util.Objects;

/**
 * One worker's side of a placement: it takes handles, runs them and reports to the placement whether each finished or
 * was preempted. Every driver of a placement uses this class: the worker programs, the simulator's cores, and tests
 * that play the workers themselves.
 *
 * <pre>
 *   take ---> batch ---> began ---> finished              the coroutine has ended, or waits for something else
 *    ^                     |
 *    +------- queue &lt;------+------- preempted             its quantum is used up, and others wait
 * </pre>
 *
 * <p>
 * {@link #resume} does all of this for a batch on a real worker. A driver that runs handles itself takes them out of
 * the batch one by one and, for each, calls {@link #began} and then {@link #finished} or {@link #preempted}. If a
 * placement does not account for runs, see {@link Placement#accounts()}, {@link #resume} reads no clock and only
 * reports how many handles have left.
 *
 * <p>
 * Threads: used by one worker only. Nothing blocks and nothing allocates.
 */
public final class PlacementTaker {
    private final int worker;
    private final Batch batch;
    /** The placement of the handles that the batch holds, or held last. */
    private Placement placement;
    private boolean resuming;
    private boolean preempted;
    private int preemptions;

    /**
     * Makes one worker's side.
     *
     * @param worker
     *            the number of this worker in the placements, from 0
     * @param batch
     *            receives the handles that are taken; its capacity bounds a take
     * @param first
     *            its quantum holds until a handle was taken
     * @throws IllegalArgumentException
     *            if the placement has no such worker
     */
    public PlacementTaker(int worker, Batch batch, Placement first) {
        if (worker < 0 || worker >= first.workers()) {
            throw new IllegalArgumentException("no such worker of a placement: placement=" + first.name() + ", worker="
                    + worker + ", workers=" + first.workers());
        }
        this.worker = worker;
        this.batch = Objects.requireNonNull(batch, "batch");
        placement = first;
    }

    /** {@return the handles that were taken and have not begun} */
    public Batch batch() {
        return batch;
    }

    /** {@return the placement that was taken from last} */
    public Placement placement() {
        return placement;
    }

    /**
     * Takes the handles that the worker runs next, as many as fit. The batch must be empty.
     *
     * @param from
     *            the placement to take from
     * @return the number of handles taken; {@link Placement#CONTENDED}; or 0 if nothing is there for this worker
     */
    public int take(Placement from) {
        return take(from, batch.remaining());
    }

    /**
     * Takes the handles that the worker runs next. The batch must be empty.
     *
     * @param from
     *            the placement to take from
     * @param max
     *            how many handles at most, no more than fit into the batch
     * @return the number of handles taken; {@link Placement#CONTENDED}; or 0 if nothing is there for this worker
     */
    public int take(Placement from, int max) {
        int taken = from.take(worker, batch, max);
        if (taken > 0) {
            placement = from;
        }
        return taken;
    }

    /**
     * Takes the handles that the worker runs next. Handles left over from before a swap come first. The batch must be
     * empty.
     *
     * @param from
     *            the present placement and those it has replaced
     * @return the number of handles taken; 0 if none was, also if another thread is using the queue
     */
    public int take(SwappablePlacement from) {
        Placement taken = from.take(worker, batch);
        if (taken != null) {
            placement = taken;
        }
        return batch.size();
    }

    /**
     * Resumes the batch in its order, and reports to the placement whether each handle finished or was preempted.
     * If slices have a bound, and the handles have run for one while a source of the worker has work, the rest of
     * the batch stays: the worker polls the source first.
     *
     * @param by
     *            resumes them; its {@link io.creel.core.Slicing} calls {@link #preempted} for a coroutine that makes
     *            room
     * @return how many handles were resumed
     */
    public int resume(Worker by) {
        int taken = batch.size();
        resuming = true;
        try {
            if (placement.accounts()) {
                resumeEach(by);
            } else if (taken > 1 && quantumNs() != Long.MAX_VALUE) {
                resumeSliced(by);
            } else {
                resumeTogether(by, taken);
            }
        } finally {
            resuming = false;
        }
        return taken - batch.size();
    }

    /**
     * Notes that the last take has brought nothing and the worker is about to sleep: if the worker is not active any
     * more, its core can be lent. Never inside a coroutine.
     */
    public void left() {
        placement.left(worker);
    }

    private void resumeSliced(Worker by) {
        long quantumNs = quantumNs();
        long beganNs = placement.nowNs();
        int begun = 0;
        preemptions = 0;
        try {
            Coroutine next = batch.take();
            while (next != null) {
                preempted = false;
                begun++;
                by.resume(next);
                next = isSourceDue(by, beganNs, quantumNs) ? null : batch.take();
            }
        } finally {
            placement.finished(worker, begun - preemptions);
        }
    }

    private void resumeTogether(Worker by, int taken) {
        preemptions = 0;
        try {
            by.resume(batch);
        } finally {
            placement.finished(worker, taken - batch.size() - preemptions); // a preempted handle was counted already
        }
    }

    /** Returns whether handles have run for a slice since they began while a source of the worker has work. */
    private boolean isSourceDue(Worker by, long beganNs, long quantumNs) {
        return quantumNs != Long.MAX_VALUE && by.sourcesHaveWork() && placement.nowNs() - beganNs >= quantumNs;
    }

    private void resumeEach(Worker by) {
        long quantumNs = quantumNs();
        long beganNs = 0;
        boolean isFirst = true;
        Coroutine next = batch.take();
        while (next != null) {
            preempted = false;
            placement.began(worker, next);
            if (isFirst) {
                beganNs = placement.beganNs(worker); // a reading of the clock less
                isFirst = false;
            }
            by.resume(next);
            if (!preempted) {
                placement.finished(worker);
            }
            placement.maintainAfter(worker);
            next = isSourceDue(by, beganNs, quantumNs) || placement.isRemoved(worker) ? null : batch.take();
        }
    }

    /** {@return whether this worker is to hand over what it has, because it is not active any more} */
    public boolean isRemoved() {
        return placement.isRemoved(worker);
    }

    /**
     * Hands over what this worker has, if it is not active any more: the handles of its batch that have not begun, and
     * those in its own queue. A handle that the <em>where</em> policy keeps where it is, or for which there is no room
     * elsewhere, stays, and this worker serves it. Never inside a coroutine.
     *
     * @return how many handles went elsewhere; 0 for an active worker
     */
    public int handOver() {
        return placement.isRemoved(worker) ? placement.handOver(worker, batch) : 0;
    }

    /**
     * {@return whether {@link #resume} is under way} While it is, the running coroutine was taken from the placement;
     * it was not started or woken past it.
     */
    public boolean isResuming() {
        return resuming;
    }

    /**
     * Begins to run a handle out of the batch. If a hint of the policy throws, the handle is cancelled and has left the
     * placement.
     *
     * @param handle
     *            taken out of the batch by the caller
     */
    public void began(@Transfers(when = Result.NEVER, onException = true) Coroutine handle) {
        if (placement.accounts()) {
            placement.began(worker, handle);
        }
    }

    /** Reports that the handle which began last has ended, or waits for something else. */
    public void finished() {
        if (placement.accounts()) {
            placement.finished(worker);
        } else {
            placement.finished(worker, 1);
        }
    }

    /**
     * Puts the handle which began last back into its queue, because it has used up its quantum while others wait.
     *
     * @param handle
     *            the suspended handle; the placement owns it if this returns {@code true}
     * @return {@code false} if there is no room for it to wait: it runs on
     */
    @Unchecked("returns the field that it has just stored, which the verifier does not follow")
    @CheckReturnValue
    public boolean preempted(@Transfers(when = Result.TRUE) Coroutine handle) {
        preempted = placement.preempted(worker, handle);
        preemptions += preempted ? 1 : 0;
        return preempted;
    }

    /** {@return how long each handle of the batch may run, in nanoseconds; {@link Long#MAX_VALUE} without a bound} */
    public long quantumNs() {
        return placement.quantumNs(worker);
    }

    /**
     * Returns whether a coroutine that has used up its quantum should make room for the rest of its batch or for other
     * handles. May be called inside that coroutine.
     *
     * @param running
     *            the coroutine that runs on this worker
     * @return {@code true} if another handle should run first
     */
    public boolean waits(Coroutine running) {
        return !batch.isEmpty() || placement.expires(worker, running);
    }
}
