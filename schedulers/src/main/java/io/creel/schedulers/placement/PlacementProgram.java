package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.program.OneWorkerProgram;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker program of a {@link Placement}: it takes a batch, resumes it, and reports the result. Each worker has one;
 * {@link Placement#start} makes them for a whole group. A group that also does something else starts them one by one,
 * and may give a worker another number than its own: {@code group.startEach(index -> index == 0 ? dispatcher : new
 * PlacementProgram(placement, index - 1, 32, clock))}.
 */
public final class PlacementProgram extends OneWorkerProgram {
    private final Placement placement;
    private final int index;
    private final PlacementTaker taker;

    /**
     * Makes the program of one worker.
     *
     * @param placement
     *            the placement it serves
     * @param index
     *            which of the placement's workers this is, from 0
     * @param maxBatch
     *            how many handles are resumed at most in one duty cycle
     * @param nanoClock
     *            nanoseconds; measures slices; read inside coroutines
     * @throws IllegalArgumentException
     *            if the placement has no such worker
     */
    public PlacementProgram(Placement placement, int index, int maxBatch, LongSupplier nanoClock) {
        super("placement program", "placement=" + placement, nanoClock);
        this.placement = placement;
        this.index = index;
        taker = new PlacementTaker(index, new Batch(maxBatch), placement);
    }

    /**
     * Registers the placement with the group: a handle that is placed at a worker which the group does not have, or
     * after the group's close, would wait for ever.
     */
    @Override
    protected void join(WorkerGroup group) {
        if (placement.workers() > group.size()) {
            throw new IllegalArgumentException("placement refused, it is for more workers than there are: placement="
                    + placement.name() + ", workers=" + placement.workers() + ", group=" + group.name() + ", size="
                    + group.size());
        }
        if (index == 0) {
            placement.servedBy(group);
            group.closeWhenStopped(placement::close);
        }
    }

    @Override
    public int doWork(Worker worker) {
        serve(worker);
        placement.maintain();
        int gone = taker.handOver();
        Batch batch = taker.batch();
        int taken = batch.isEmpty() ? taker.take(placement) : batch.size(); // handles that an error has left go first
        if (taken <= 0) {
            if (gone == 0 && taken == 0) {
                taker.left();
                if (taker.isRemoved()) {
                    worker.rest();
                }
            }
            return taken == Placement.CONTENDED ? 1 : gone;
        }
        int done = 0;
        while (taken > 0) {
            done += taker.resume(worker);
            // A policy may hand out fewer handles at a time than a cycle has room for. If it slices, sources go first.
            taken = done < batch.capacity() && batch.isEmpty() && !taker.isRemoved() && placement.waits(index)
                    && (taker.quantumNs() == Long.MAX_VALUE || !worker.sourcesHaveWork())
                            ? taker.take(placement, batch.capacity() - done)
                            : 0;
        }
        return done;
    }

    /**
     * Returns whether no handle waits: a placed handle wakes a worker. While one waits, the placement's periodic
     * policies have to be asked; also while a core may still be lent.
     */
    @Override
    public boolean isWoken() {
        return placement.isEmpty() && !placement.mayLend(index);
    }

    @Override
    protected void begin(Worker first) {
        placement.takenBy(first.carrier());
        placement.servedBy(index, this);
    }

    /** Wakes the worker. From any thread, once the first cycle has begun. */
    @SuppressWarnings("NullAway") // a cycle has begun
    void wake() {
        worker().wake();
    }

    /** Asks the coroutine that runs now to make room at its next checkpoint or poll. From any thread. */
    @SuppressWarnings("NullAway") // a cycle has begun
    void askToMakeRoom() {
        Carrier carrier = worker().carrier();
        carrier.preempt(carrier.counters().resumed());
    }

    /** Asks no longer. From any thread. */
    @SuppressWarnings("NullAway") // a cycle has begun
    void withdraw() {
        var _ = worker().carrier().withdrawPreemption();
    }

    @Override
    protected long quantumNs() {
        return taker.quantumNs();
    }

    @SuppressWarnings("NullAway") // a coroutine runs, so a cycle has begun
    @Override
    public boolean waits(Coroutine running) {
        return taker.isRemoved() || !worker().carrier().isIdle() || taker.waits(running) || worker().sourcesHaveWork();
    }

    /** Takes back a preempted coroutine, or takes in a new one; if there is no room, it runs on. */
    @Override
    public @Nullable Coroutine suspended(Coroutine handle) {
        boolean in = taker.isResuming() ? taker.preempted(handle) : placement.place(handle, index);
        return in ? null : handle;
    }
}
