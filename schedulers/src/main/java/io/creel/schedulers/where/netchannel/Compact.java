package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Turns;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;

/**
 * The first queue that is not full of bytes. Outstanding are the bytes of all that was placed and has not finished. Not
 * work-conserving: that is its point. Placing is O(workers).
 */
public final class Compact extends PerWorker {
    /** A queue is full at this many outstanding bytes: ten messages of 64 KiB. */
    public static final long FULL_BYTES = 10 * 64 * 1024;

    private static final int PAD = 8;

    private final ToLongFunction<Coroutine> bytesOf;
    private final Turns turns = new Turns();
    private AtomicLongArray outstandingBytes;
    /** Of what each worker runs; written by that worker. */
    private long[] runningBytes;

    /**
     * One queue a worker.
     *
     * @param bytesOf
     *            the size of a request, in bytes
     */
    public Compact(ToLongFunction<Coroutine> bytesOf) {
        super("compact");
        this.bytesOf = Objects.requireNonNull(bytesOf, "bytesOf");
    }

    @Override
    public int queues(int workers) {
        outstandingBytes = new AtomicLongArray(workers * PAD);
        runningBytes = new long[workers * PAD];
        return workers;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        int active = signals().active();
        int queue = byWorker == NONE ? NONE : byWorker;
        for (int worker = 0; worker < active; worker++) {
            if (outstandingBytes.get(worker * PAD) < FULL_BYTES || isEmptied(worker)) {
                queue = worker;
                break;
            }
        }
        if (queue == NONE) {
            queue = turns.next(active);
        }
        outstandingBytes.getAndAdd(queue * PAD, bytesOf.applyAsLong(handle));
        return queue;
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
    public void refused(int queue, Coroutine handle) {
        outstandingBytes.getAndAdd(queue * PAD, -bytesOf.applyAsLong(handle));
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void began(int worker, Coroutine handle) {
        runningBytes[worker * PAD] = bytesOf.applyAsLong(handle);
    }

    @Override
    public void ran(int worker, int type, long ranNs, boolean finished) {
        if (finished) {
            outstandingBytes.getAndAdd(worker * PAD, -runningBytes[worker * PAD]);
        }
    }
}
