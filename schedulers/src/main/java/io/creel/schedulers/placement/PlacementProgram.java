package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.program.Slice;
import java.util.function.LongSupplier;

/**
 * The worker program of a {@link Placement}: take a batch, resume it, say so. One object a worker; {@link Placement#start} makes
 * them for a whole group. A group that also does something else starts them one by one, and may give a worker another number than
 * its own: {@code group.startEach(index -> index == 0 ? dispatcher : new PlacementProgram(placement, index - 1, 32, clock))}.
 */
public final class PlacementProgram implements WorkerProgram, Slicing {
    private final Placement placement;
    private final int index;
    private final Batch batch;
    private final Slice slice;
    private Worker served;
    /** Whether what runs was taken from the placement; otherwise something woke it, or it was started here. */
    private boolean serving;
    private boolean preempted;
    private int preemptions;

    /**
     * Makes the program of one worker.
     *
     * @param placement
     *            whose work it does
     * @param index
     *            which of its workers this is
     * @param maxBatch
     *            how many are resumed at most in one duty cycle
     * @param nanoClock
     *            measures slices; read inside coroutines
     * @throws IllegalArgumentException
     *             if the placement has no such worker
     */
    public PlacementProgram(Placement placement, int index, int maxBatch, LongSupplier nanoClock) {
        if (index < 0 || index >= placement.workers()) {
            throw new IllegalArgumentException(
                    "no such worker of a placement: placement=" + placement.name() + ", worker="
                            + index + ", workers=" + placement.workers());
        }
        this.placement = placement;
        this.index = index;
        batch = new Batch(maxBatch);
        slice = new Slice(nanoClock);
    }

    /** What is placed at a worker that the group does not have, or after its close, would wait for ever. */
    @Override
    public void startingIn(WorkerGroup group, int worker) {
        if (placement.workers() > group.size()) {
            throw new IllegalArgumentException("placement refused, it is for more workers than there are: placement="
                    + placement.name() + ", workers=" + placement.workers() + ", group=" + group.name() + ", size="
                    + group.size());
        }
        if (index == 0) {
            group.closeWhenStopped(placement::close);
        }
    }

    @Override
    public int doWork(Worker worker) {
        if (served != worker) {
            serve(worker);
        }
        placement.maintain();
        int taken = batch.isEmpty() ? placement.take(index, batch) : batch.size(); // what an error has left goes first
        if (taken <= 0) {
            return taken == Placement.CONTENDED ? 1 : 0;
        }
        int done = 0;
        while (taken > 0) {
            run(worker, taken);
            done += taken;
            // A policy may hand out less at a time than a cycle has room for.
            taken = done < batch.capacity() && placement.waits(index)
                    ? placement.take(index, batch, batch.capacity() - done)
                    : 0;
        }
        return done;
    }

    private void run(Worker worker, int taken) {
        serving = true;
        try {
            resume(worker, taken);
        } finally {
            serving = false;
        }
    }

    private void resume(Worker worker, int taken) {
        if (placement.accounts()) {
            resumeTimed(worker);
        } else {
            preemptions = 0;
            try {
                worker.resume(batch);
            } finally {
                placement.finished(index, taken - batch.size() - preemptions); // who was preempted is counted out already
            }
        }
    }

    private void resumeTimed(Worker worker) {
        for (Coroutine next = batch.take(); next != null; next = batch.take()) {
            preempted = false;
            placement.began(index, next);
            worker.resume(next);
            if (!preempted) {
                placement.finished(index);
            }
        }
    }

    private void serve(Worker worker) {
        if (served != null) {
            throw new IllegalStateException("placement program refused, it serves one worker: placement=" + placement
                    + ", worker=" + served + ", by=" + worker);
        }
        served = worker;
        placement.takenBy(worker.carrier());
        placement.servedBy(index, worker::wake);
        worker.carrier().slicing(this);
    }

    @Override
    public boolean expired(Coroutine running) {
        long quantumNs = placement.quantumNs(index);
        return quantumNs != Long.MAX_VALUE && slice.isUsedUp(running, quantumNs) && waits(running);
    }

    @Override
    public boolean waits(Coroutine running) {
        return !batch.isEmpty() || !served.carrier().isIdle() || placement.expires(index, running);
    }

    /** Takes back a preempted coroutine, or takes in one that was not here before; where there is no room, it runs on. */
    @Override
    public Coroutine suspended(Coroutine handle) {
        if (!serving) {
            return placement.place(handle, index) ? null : handle;
        }
        preempted = placement.preempted(index, handle);
        preemptions += preempted ? 1 : 0;
        return preempted ? null : handle;
    }
}
