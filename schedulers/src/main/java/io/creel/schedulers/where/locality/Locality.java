package io.creel.schedulers.where.locality;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToLongFunction;

/**
 * Chooses the worker in whose cache the data of a flow is warm. Flows share a table of {@value #ENTRIES} entries; two
 * flows that share an entry replace each other in it. Not work-conserving. Placing is O(workers / 64).
 */
public final class Locality extends PerWorker {
    /** For how many nanoseconds after its last run a flow's data counts as warm on that worker. */
    public static final long WARM_NS = 100_000;
    /** How many flows are remembered. */
    public static final int ENTRIES = 1 << 12;

    private static final int WORKER_BITS = 12;
    private static final long WORKER_MASK = (1 << WORKER_BITS) - 1;

    private final ToLongFunction<Coroutine> flowOf;
    /**
     * Per table entry: the worker that was chosen for the flow last plus 1 in the lower bits, the time in nanoseconds
     * above them; 0 if no flow has used the entry. Written by every placing thread.
     */
    private final AtomicLongArray last = new AtomicLongArray(ENTRIES);

    /**
     * Makes the policy.
     *
     * @param flowOf
     *            the flow of a handle; any number
     */
    public Locality(ToLongFunction<Coroutine> flowOf) {
        super("locality");
        this.flowOf = Objects.requireNonNull(flowOf, "flowOf");
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        int entry = (int) (flowOf.applyAsLong(handle) * 0x9E3779B97F4A7C15L >>> 52);
        long known = last.get(entry);
        long nowNs = signals().nowNs();
        int chosen = choose((int) (known & WORKER_MASK) - 1,
                (nowNs << WORKER_BITS) - (known & ~WORKER_MASK) >>> WORKER_BITS);
        last.set(entry, nowNs << WORKER_BITS | chosen + 1);
        return chosen;
    }

    private int choose(int worker, long agoNs) {
        int active = signals().active();
        boolean known = worker != NONE && worker < active;
        if (known && agoNs <= WARM_NS && signals().length(worker) == 0) {
            return worker;
        }
        int sibling = worker ^ 1;
        if (known && agoNs <= WARM_NS && sibling < active && signals().isIdle(sibling)
                && signals().length(sibling) == 0) {
            return sibling;
        }
        int idle = signals().idle(known ? worker : 0);
        if (idle != NONE) {
            return idle;
        }
        return known ? worker : shortest(active);
    }

    private int shortest(int active) {
        int best = 0;
        for (int worker = 1; worker < active; worker++) {
            if (occupancy(worker) < occupancy(best)) {
                best = worker;
            }
        }
        return best;
    }

    /** Provides the policy {@code locality} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("locality",
                    "The worker that ran the flow within the last 100 us; else its sibling, else any idle worker.",
                    "Caladan");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Locality(context.flow());
        }
    }
}
