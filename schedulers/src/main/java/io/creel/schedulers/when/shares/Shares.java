package io.creel.schedulers.when.shares;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ClassWhen;
import io.creel.schedulers.when.VirtualTime;
import io.creel.schedulers.when.When;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToIntFunction;

/**
 * Serves one handle at a time, of the tenant with the least virtual run time, and of that tenant the one that came
 * first. O(tenants) per take.
 *
 * <p>
 * <b>Bound.</b> While tenants a and b both wait, the times they ran, each divided by its weight, differ by at most one
 * slice of each. Charges arrive when a slice ends, from any worker; a slice that still runs elsewhere is not yet
 * counted.
 */
public final class Shares extends ClassWhen {
    /** The weight at which virtual time is real time. */
    public static final int UNIT_WEIGHT = 100;
    /** The largest weight. */
    public static final int MAX_WEIGHT = 10_000;
    /** The default slice, in nanoseconds: that of Shinjuku. */
    public static final long DEFAULT_QUANTUM_NS = 5_000;

    private final int[] weights;
    private final long quantumNs;
    private final long[] virtualNs;
    private final boolean[] waited;
    /** Per tenant, nanoseconds that it ran and that were not added to its virtual time yet; added to by any thread. */
    private final AtomicLongArray uncharged;
    private long leastNs;

    /**
     * Makes empty queues.
     *
     * @param name
     *            its name in error messages and dumps
     * @param quantumNs
     *            how long a coroutine runs before it makes room for other tenants that wait, in nanoseconds, at least 1
     * @param tenantOf
     *            the tenant of a handle, from 0
     * @param weights
     *            of each tenant, from 1 to 10,000
     */
    public Shares(String name, long quantumNs, ToIntFunction<Coroutine> tenantOf, int... weights) {
        super(name, weights.length, tenantOf, Preempted.AT_HEAD);
        if (quantumNs < 1 || Arrays.stream(weights).anyMatch(weight -> weight < 1 || weight > MAX_WEIGHT)) {
            throw new IllegalArgumentException("shares out of range: policy=" + name + ", quantumNs=" + quantumNs
                    + ", weights=" + Arrays.toString(weights));
        }
        this.quantumNs = quantumNs;
        this.weights = weights.clone();
        virtualNs = new long[weights.length];
        waited = new boolean[weights.length];
        uncharged = new AtomicLongArray(weights.length);
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
        int best = -1;
        for (int tenant = 0; tenant < weights.length; tenant++) {
            virtualNs[tenant] += uncharged.getAndSet(tenant, 0) * UNIT_WEIGHT / weights[tenant];
            boolean waits = !lists().list(tenant).isEmpty();
            if (!waited[tenant]) { // also while it does not wait, so that it is never far behind
                virtualNs[tenant] = VirtualTime.later(virtualNs[tenant], leastNs);
            }
            waited[tenant] = waits;
            if (waits && (best < 0 || VirtualTime.isBefore(virtualNs[tenant], virtualNs[best]))) {
                best = tenant;
            }
        }
        if (best < 0) {
            return batch;
        }
        leastNs = VirtualTime.later(leastNs, virtualNs[best]);
        return lists().list(best).drain(batch, Math.min(max, 1));
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    /** Returns whether another tenant's request waits; requests of the same tenant never preempt one of their own. */
    @Override
    public boolean preempts(Coroutine running) {
        int own = lists().classOf(running);
        for (int tenant = 0; tenant < weights.length; tenant++) {
            if (tenant != own && !lists().list(tenant).isEmpty()) {
                return true;
            }
        }
        return hasUnsorted();
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void charge(int tenant, long ranNs) {
        uncharged.getAndAdd(tenant, ranNs);
    }

    /** Provides the policy {@code shares} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("shares", "The type with the least run time for its weight first.",
                    "Linux CFS, scx, start-time fair queueing",
                    PolicyNumber.count("weight", UNIT_WEIGHT, 1, MAX_WEIGHT).perType());
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new Shares(label, DEFAULT_QUANTUM_NS, context.type(),
                    given.perTypeInt(0, context.types(), UNIT_WEIGHT));
        }
    }
}
