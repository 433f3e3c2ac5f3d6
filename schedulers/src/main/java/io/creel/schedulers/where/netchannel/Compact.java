package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Where;
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

    /** Makes it by its name, {@code compact}. */
    public static final class Provider extends WhereProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {
            super("compact",
                    "The first queue with fewer than 640 KiB outstanding; if there is none, where the work came up.",
                    "NetChannel");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Compact(context.bytes());
        }
    }
}
