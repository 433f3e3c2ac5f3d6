package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import java.util.Objects;

/**
 * One worker's side of placements: what it takes, what it runs of that, and what becomes of each handle. Every driver of a placement
 * goes through this class: the worker programs, the simulator's cores, and tests that play the workers themselves.
 *
 * <pre>
 *   take ---> batch ---> began ---> finished              the coroutine has ended, or waits for something else
 *    ^                     |
 *    +------- queue &lt;------+------- preempted             its quantum is used up, and others wait
 * </pre>
 *
 * <p>
 * {@link #resume} does all of this for a batch, on a real worker. A driver that runs handles by itself takes them out of the batch one by
 * one and calls {@link #began} and then {@link #finished} or {@link #preempted} for each. A placement that does not account for runs, see
 * {@link Placement#accounts()}, is told only how many have left: {@link #resume} reads no clock then.
 *
 * <p>
 * Threads: one worker's. Nothing blocks, nothing allocates.
 */
public final class PlacementTaker {
    private final int worker;
    private final Batch batch;
    /** The placement of what the batch holds, or held last. */
    private Placement placement;
    private boolean resuming;
    private boolean preempted;
    private int preemptions;

    /**
     * Makes one worker's side.
     *
     * @param worker
     *            which worker of the placements this is, from 0
     * @param batch
     *            where handles go that were taken; its capacity bounds a take
     * @param first
     *            whose quantum holds until something was taken
     * @throws IllegalArgumentException
     *             if the placement has no such worker
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

    /** What was taken and has not begun. */
    public Batch batch() {
        return batch;
    }

    /** The placement that was taken from last. */
    public Placement placement() {
        return placement;
    }

    /**
     * Takes what the worker runs next, as many as fit. The batch is empty.
     *
     * @return how many were taken; {@link Placement#CONTENDED}; or 0 if nothing is there for this worker
     */
    public int take(Placement from) {
        return take(from, batch.remaining());
    }

    /**
     * Takes what the worker runs next. The batch is empty.
     *
     * @param max
     *            how many at most, no more than fit
     * @return how many were taken; {@link Placement#CONTENDED}; or 0 if nothing is there for this worker
     */
    public int take(Placement from, int max) {
        int taken = from.take(worker, batch, max);
        if (taken > 0) {
            placement = from;
        }
        return taken;
    }

    /**
     * Takes what the worker runs next, from what is left of before a swap first. The batch is empty.
     *
     * @return how many were taken; 0 if nothing was, also if another thread is at the queue
     */
    public int take(Lanes from) {
        Placement taken = from.take(worker, batch);
        if (taken != null) {
            placement = taken;
        }
        return batch.size();
    }

    /**
     * Resumes the batch in its order, and tells the placement what became of each handle.
     *
     * @param by
     *            runs them; asks for {@link #preempted} when its {@link io.creel.core.Slicing} gets one
     * @return how many were in the batch
     */
    public int resume(Worker by) {
        int taken = batch.size();
        resuming = true;
        try {
            if (placement.accounts()) {
                resumeEach(by);
            } else {
                resumeTogether(by, taken);
            }
        } finally {
            resuming = false;
        }
        return taken;
    }

    private void resumeTogether(Worker by, int taken) {
        preemptions = 0;
        try {
            by.resume(batch);
        } finally {
            placement.finished(worker, taken - batch.size() - preemptions); // a preempted one was counted already
        }
    }

    private void resumeEach(Worker by) {
        for (Coroutine next = batch.take(); next != null; next = batch.take()) {
            preempted = false;
            placement.began(worker, next);
            by.resume(next);
            if (!preempted) {
                placement.finished(worker);
            }
        }
    }

    /** Whether {@link #resume} is under way: what runs was taken from the placement, and was not started or woken past it. */
    public boolean isResuming() {
        return resuming;
    }

    /**
     * The worker begins to run a handle out of its batch. If a hint of the policy throws, the handle is cancelled, and has left.
     */
    public void began(Coroutine handle) {
        if (placement.accounts()) {
            placement.began(worker, handle);
        }
    }

    /** What began last has ended, or waits for something else. */
    public void finished() {
        if (placement.accounts()) {
            placement.finished(worker);
        } else {
            placement.finished(worker, 1);
        }
    }

    /**
     * What began last has used up its quantum while others wait: it goes back into its queue.
     *
     * @return {@code false} if there is no room to wait in: it runs on
     */
    @CheckReturnValue
    public boolean preempted(Coroutine handle) {
        preempted = placement.preempted(worker, handle);
        preemptions += preempted ? 1 : 0;
        return preempted;
    }

    /** How long each handle of the batch may run, in nanoseconds; {@link Long#MAX_VALUE} without a bound. */
    public long quantumNs() {
        return placement.quantumNs(worker);
    }

    /** Whether a coroutine whose quantum is used up should make room, for the rest of its batch or for others. May be asked inside it. */
    public boolean waits(Coroutine running) {
        return !batch.isEmpty() || placement.expires(worker, running);
    }
}
