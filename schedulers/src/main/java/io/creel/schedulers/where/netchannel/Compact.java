package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Where;
import java.util.function.ToLongFunction;

/** Chooses the first queue that is not full of bytes. Not work-conserving: that is its point. Placing is O(workers). */
public final class Compact extends OutstandingBytes {
    /** From this many outstanding bytes on a queue is full: ten messages of 64 KiB. */
    public static final long FULL_BYTES = OutstandingBytes.FULL_BYTES;

    /**
     * Makes the policy.
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

    /** Provides the policy {@code compact} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("compact",
                    "The first queue with fewer than 640 KiB outstanding; otherwise the placing worker's own queue.",
                    "NetChannel");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Compact(context.bytes());
        }
    }
}
