package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Turns;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;

/**
 * Uses one queue per worker and counts the bytes outstanding on each: those of all handles that were placed there and
 * have not finished. If every queue is full of bytes, a request of a worker goes to that worker's own queue, and
 * requests from outside go to the queues in turn.
 */
abstract class OutstandingBytes extends PerWorker {
    /** From this many outstanding bytes on a queue is full: ten messages of 64 KiB. */
    static final long FULL_BYTES = 10 * 64 * 1024;

    private static final int PAD = 8;

    private final ToLongFunction<Coroutine> bytesOf;
    private final Turns turns = new Turns();
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private AtomicLongArray outstandingBytes;
    /** The bytes of the handle each worker runs; written by that worker. */
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private long[] runningBytes;

    OutstandingBytes(String name, ToLongFunction<Coroutine> bytesOf) {
        super(name);
        this.bytesOf = Objects.requireNonNull(bytesOf, "bytesOf");
    }

    /** {@return a queue that is not full, of the first {@code active}; {@code NONE} if there is none} */
    abstract int choose(int active, int byWorker);

    @Override
    public final int queues(int workers) {
        outstandingBytes = new AtomicLongArray(workers * PAD);
        runningBytes = new long[workers * PAD];
        return workers;
    }

    @Override
    public final int place(Coroutine handle, int byWorker) {
        int active = signals().active();
        int queue = choose(active, byWorker);
        if (queue == NONE) {
            queue = byWorker == NONE ? turns.next(active) : byWorker;
        }
        outstandingBytes.getAndAdd(queue * PAD, bytesOf.applyAsLong(handle));
        return queue;
    }

    final boolean isFull(int worker) {
        return outstandingBytes.get(worker * PAD) >= FULL_BYTES && !isEmptied(worker);
    }

    /**
     * Returns whether a worker has no handles, and if so sets its outstanding bytes to 0: handles that were cancelled
     * while they waited never report their end.
     */
    private boolean isEmptied(int worker) {
        boolean empty = occupancy(worker) == 0;
        if (empty) {
            outstandingBytes.set(worker * PAD, 0);
        }
        return empty;
    }

    @Override
    public final void refused(int queue, Coroutine handle) {
        outstandingBytes.getAndAdd(queue * PAD, -bytesOf.applyAsLong(handle));
    }

    @Override
    public final void leaves(int queue, Coroutine handle) {
        refused(queue, handle);
    }

    @Override
    public final boolean accounts() {
        return true;
    }

    @Override
    public final void began(int worker, Coroutine handle) {
        runningBytes[worker * PAD] = bytesOf.applyAsLong(handle);
    }

    @Override
    public final void ran(int worker, int type, long ranNs, boolean finished) {
        if (finished) {
            outstandingBytes.getAndAdd(worker * PAD, -runningBytes[worker * PAD]);
        }
    }
}
