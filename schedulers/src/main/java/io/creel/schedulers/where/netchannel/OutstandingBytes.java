package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Turns;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;

/**
 * One queue a worker, and the bytes outstanding on each: those of all that was placed there and has not finished. If every queue is full
 * of bytes, a request of a worker goes to that worker's own queue, and one from outside goes by turns.
 */
abstract class OutstandingBytes extends PerWorker {
    /** A queue is full at this many outstanding bytes: ten messages of 64 KiB. */
    static final long FULL_BYTES = 10 * 64 * 1024;

    private static final int PAD = 8;

    private final ToLongFunction<Coroutine> bytesOf;
    private final Turns turns = new Turns();
    private AtomicLongArray outstandingBytes;
    /** Of what each worker runs; written by that worker. */
    private long[] runningBytes;

    OutstandingBytes(String name, ToLongFunction<Coroutine> bytesOf) {
        super(name);
        this.bytesOf = Objects.requireNonNull(bytesOf, "bytesOf");
    }

    /** A queue that is not full, of so many; {@code NONE} if there is none. */
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

    /** A worker that has nothing has nothing outstanding: what was cancelled while it waited never reports its end. */
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
