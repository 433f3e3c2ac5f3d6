package io.creel.schedulers.where.hash;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Chooses a worker's queue by the hash of the flow; the order within a flow is kept. Not work-conserving: a worker
 * idles while another has a queue. Flows move only when the number of active workers changes. Every decision is O(1).
 */
public final class FlowHash extends PerWorker {
    private final ToLongFunction<Coroutine> flowOf;

    /**
     * Makes the policy.
     *
     * @param flowOf
     *            the flow of a handle; any number: it is mixed before use
     */
    public FlowHash(ToLongFunction<Coroutine> flowOf) {
        super("hash");
        this.flowOf = Objects.requireNonNull(flowOf, "flowOf");
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return bucket(flowOf.applyAsLong(handle), signals().active());
    }

    /**
     * Returns the worker of a flow: multiplicative hashing, then the upper bits scaled, so no division. Callable from
     * any thread.
     *
     * @param flow
     *            any number
     * @param workers
     *            the number of workers, at least 1
     * @return from 0 to {@code workers - 1}
     */
    public static int bucket(long flow, int workers) {
        long mixed = (flow ^ flow >>> 32) * 0x9E3779B97F4A7C15L;
        return (int) ((mixed >>> 32) * workers >>> 32);
    }

    /** Provides the policy {@code hash} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("hash", "One queue per worker, chosen by the flow; an idle worker helps no other.",
                    "RSS, IX (d-FCFS)");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new FlowHash(context.flow());
        }
    }
}
