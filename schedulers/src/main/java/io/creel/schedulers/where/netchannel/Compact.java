package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import java.util.function.ToLongFunction;

/**
 * The first queue that is not full of bytes. Not work-conserving: that is its point. Placing is O(workers).
 */
public final class Compact extends OutstandingBytes {
    /** A queue is full at this many outstanding bytes: ten messages of 64 KiB. */
    public static final long FULL_BYTES = OutstandingBytes.FULL_BYTES;

    /**
     * One queue a worker.
     *
     * @param bytesOf
     *            the size of a request, in bytes
     */
    public Compact(ToLongFunction<Coroutine> bytesOf) {
        super("compact", bytesOf);
    }

    @Override
    int choose(int active, int byWorker) {
        for (int worker = 0; worker < active; worker++) {
            if (!isFull(worker)) {
                return worker;
            }
        }
        return NONE;
    }
}
