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
 * A budget of time for network work in each period, what is left for the rest.
 *
 * <p>
 * <b>Bounds.</b> While others wait, the network runs for at most its runtime in a period, plus what a coroutine does up to its
 * next checkpoint; while network work waits, others run for at most the rest of the period, plus the same. O(1) a handle.
 */
public final class MicroQuanta extends ClassWhen {
    /** How long network work may run in a period. */
    public static final long DEFAULT_RUNTIME_NS = 900_000;
    /** How long a period is. */
    public static final long DEFAULT_PERIOD_NS = 1_000_000;

    private static final int NETWORK = 0;
    private static final int OTHER = 1;

    private final LongSupplier nanoClock;
    private final long runtimeNs;
    private final long periodNs;
    /** What network work ran and was not taken off the budget yet; added to by any thread. */
    private final AtomicLong uncharged = new AtomicLong();
    private long periodBeganNs;
    private long leftNs;
    private long quantumNs;
    private boolean began;

    /**
     * Makes empty queues.
     *
     * @param name
     *            what error messages and dumps call it
     * @param nanoClock
     *            measures periods
     * @param isNetwork
     *            whether a handle is network work
     * @param runtimeNs
     *            how long network work may run in a period, from 1 ns to less than the period
     * @param periodNs
     *            how long a period is, at most 1 s
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

    /** The budget is not saved up: a period that was not used is gone. */
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

    /** Only the other kind is worth a preemption: among their own kind they run to completion. */
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

    /** Makes it by its name, {@code microquanta}. */
    public static final class Provider extends WhenProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {
            super("microquanta", "Type 0 for the runtime of each period, then the others for the rest of it.",
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
