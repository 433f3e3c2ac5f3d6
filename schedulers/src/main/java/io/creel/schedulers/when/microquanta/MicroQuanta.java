package io.creel.schedulers.when.microquanta;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ClassWhen;
import io.creel.schedulers.when.When;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Gives network work a budget of time in each period, and other work the rest.
 *
 * <p>
 * <b>Bounds.</b> While other work waits, network work runs for at most its runtime in a period, plus the time a
 * coroutine takes to its next checkpoint. While network work waits, other work runs for at most the rest of the period,
 * plus the same. O(1) per handle.
 */
public final class MicroQuanta extends ClassWhen {
    /** The default for how long network work may run in a period, in nanoseconds. */
    public static final long DEFAULT_RUNTIME_NS = 900_000;
    /** The default length of a period, in nanoseconds. */
    public static final long DEFAULT_PERIOD_NS = 1_000_000;

    private static final int NETWORK = 0;
    private static final int OTHER = 1;

    private final LongSupplier nanoClock;
    private final long runtimeNs;
    private final long periodNs;
    /** Nanoseconds that network work ran and that were not taken off the budget yet; added to by any thread. */
    private final AtomicLong uncharged = new AtomicLong();
    private long periodBeganNs;
    private long leftNs;
    private long quantumNs;
    private boolean began;

    /**
     * Makes empty queues.
     *
     * @param name
     *            its name in error messages and dumps
     * @param nanoClock
     *            the time in nanoseconds; measures periods
     * @param isNetwork
     *            whether a handle is network work
     * @param runtimeNs
     *            how long network work may run in a period, from 1 ns to less than the period
     * @param periodNs
     *            how long a period is, in nanoseconds, at most 1 s
     */
    public MicroQuanta(String name, LongSupplier nanoClock, Predicate<Coroutine> isNetwork, long runtimeNs,
            long periodNs) {
        Objects.requireNonNull(isNetwork, "isNetwork");
        super(name, 2, handle -> isNetwork.test(handle) ? NETWORK : OTHER, Preempted.AT_HEAD);
        if (runtimeNs < 1 || runtimeNs >= periodNs || periodNs > 1_000_000_000) {
            throw new IllegalArgumentException("microquanta out of range: policy=" + name + ", runtimeNs=" + runtimeNs
                    + ", periodNs=" + periodNs);
        }
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.runtimeNs = runtimeNs;
        this.periodNs = periodNs;
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
        long nowNs = nanoClock.getAsLong();
        refill(nowNs);
        leftNs -= uncharged.getAndSet(0);
        boolean network = !lists().list(NETWORK).isEmpty();
        boolean other = !lists().list(OTHER).isEmpty();
        if (network && (leftNs > 0 || !other)) {
            quantumNs = Math.max(1, leftNs);
            return lists().list(NETWORK).drain(batch, Math.min(max, 1));
        }
        quantumNs = leftNs > 0 ? 0 : Math.max(1, periodBeganNs + periodNs - nowNs);
        return lists().list(OTHER).drain(batch, Math.min(max, 1));
    }

    /** Starts a new period. The budget is not saved up: its unused part in earlier periods is gone. */
    private void refill(long nowNs) {
        if (!began || nowNs - periodBeganNs >= periodNs) {
            periodBeganNs = began ? nowNs - (nowNs - periodBeganNs) % periodNs : nowNs;
            began = true;
            leftNs = runtimeNs;
            uncharged.set(0);
        }
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    /** Returns whether work of the other kind should run; work of one kind never preempts its own kind. */
    @Override
    public boolean preempts(Coroutine running) {
        return !lists().list(lists().classOf(running) == NETWORK ? OTHER : NETWORK).isEmpty() || hasUnsorted();
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void charge(int account, long ranNs) {
        if (account == NETWORK) {
            uncharged.getAndAdd(ranNs);
        }
    }

    /** Provides the policy {@code microquanta} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("microquanta", "Type 0 for its runtime in each period, then the other types for the rest of it.",
                    "Snap (MicroQuanta)",
                    PolicyNumber.time("runtime", DEFAULT_RUNTIME_NS, 1, 1_000_000_000),
                    PolicyNumber.time("period", DEFAULT_PERIOD_NS, 1, 1_000_000_000));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new MicroQuanta(label, context.nanoClock(), handle -> context.type().applyAsInt(handle) == 0,
                    given.get(0), given.get(1));
        }
    }
}
