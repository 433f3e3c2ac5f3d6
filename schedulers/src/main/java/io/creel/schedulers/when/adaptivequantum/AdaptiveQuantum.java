package io.creel.schedulers.when.adaptivequantum;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Slices time with a quantum between {@value #MIN_QUANTUM_NS} and {@value #MAX_QUANTUM_NS} ns. O(1) per handle. */
public final class AdaptiveQuantum implements When {
    /** The shortest quantum, in nanoseconds. */
    public static final long MIN_QUANTUM_NS = 3_000;
    /** The longest quantum, in nanoseconds. */
    public static final long MAX_QUANTUM_NS = 100_000;
    /** How often the quantum changes, in nanoseconds. */
    public static final long PERIOD_NS = 1_000_000;
    /** If at least this many handles wait at the end of a period, the quantum is halved. */
    public static final int MUCH_WAITING = 16;
    /** If the longest run is more than this times the mean run, the tail is heavy and the quantum is halved. */
    public static final int HEAVY_TAIL = 8;

    private final String name;
    private final ListStash waiting;
    private final LongSupplier nanoClock;
    /** Nanoseconds that coroutines ran in the present period; added to by any thread. */
    private final AtomicLong ranNs = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final AtomicLong longestNs = new AtomicLong();
    private long quantumNs = MAX_QUANTUM_NS;
    private long lookNs;
    private boolean began;
    private long preemptions;

    /**
     * Makes an empty queue with the longest quantum.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     * @param nanoClock
     *            the time in nanoseconds; measures periods
     */
    public AdaptiveQuantum(String name, LongSupplier nanoClock) {
        this.name = name;
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        waiting = new ListStash(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stash entry() {
        return waiting;
    }

    @Override
    public List<Stash> stashes() {
        return List.of(waiting);
    }

    @Override
    public Batch take(Batch batch, int max) {
        long nowNs = nanoClock.getAsLong();
        if (!began) {
            began = true;
            lookNs = nowNs + PERIOD_NS;
        } else if (nowNs - lookNs >= 0) {
            lookNs = nowNs + PERIOD_NS;
            adapt();
        }
        return waiting.drain(batch, max);
    }

    private void adapt() {
        long count = runs.getAndSet(0);
        long sumNs = ranNs.getAndSet(0);
        boolean heavyTail = longestNs.getAndSet(0) * count > HEAVY_TAIL * sumNs;
        if (waiting.size() >= MUCH_WAITING || heavyTail) {
            quantumNs = Math.max(MIN_QUANTUM_NS, quantumNs / 2);
        } else if (waiting.size() <= 1) { // the quantum of this take
            quantumNs = Math.min(MAX_QUANTUM_NS, quantumNs + quantumNs / 4);
        }
    }

    @Override
    public int size() {
        return waiting.size();
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    @Override
    public long preemptions() {
        return preemptions;
    }

    @Override
    public @Nullable Coroutine suspended(Coroutine preempted) {
        preemptions++;
        return waiting.suspended(preempted);
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void charge(int account, long ran) {
        runs.getAndAdd(1);
        ranNs.getAndAdd(ran);
        longestNs.accumulateAndGet(ran, Math::max);
    }

    @Override
    public long oldestReadyNs() {
        return ReadyTime.of(waiting.peek());
    }

    /** Provides the policy {@code adaptive-quantum} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("adaptive-quantum", "Slices of 3 to 100 us that shrink with load and tail.",
                    "LibPreemptible; the steps are Creel's");
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new AdaptiveQuantum(label, context.nanoClock());
        }
    }
}
