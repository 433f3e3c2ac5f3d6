package io.creel.schedulers.where.netchannel;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Where;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/**
 * Goes in turn through the queues that are not full of bytes, but never chooses the queue of the placing worker. Not
 * work-conserving. Placing is O(workers). Two threads that place at the same moment may choose the same queue.
 */
public final class RoundRobin extends OutstandingBytes {
    private final AtomicInteger last = new AtomicInteger(-1);

    /**
     * Makes the policy; its turns begin at worker 0.
     *
     * @param bytesOf
     *            the size of a request, in bytes
     */
    public RoundRobin(ToLongFunction<Coroutine> bytesOf) {
        super("round-robin", bytesOf);
    }

    @Override
    int choose(int active, int byWorker) {
        int before = last.getPlain();
        for (int i = 1; i <= active; i++) {
            int worker = (before + i) % active;
            if (worker != byWorker && !isFull(worker)) {
                last.setPlain(worker);
                return worker;
            }
        }
        return NONE;
    }

    /** Provides the policy {@code round-robin} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("round-robin",
                    "The queues with fewer than 640 KiB outstanding in turn, but not that of the worker that places.",
                    "NetChannel");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new RoundRobin(context.bytes());
        }
    }
}
