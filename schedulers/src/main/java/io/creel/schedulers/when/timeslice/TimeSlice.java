package io.creel.schedulers.when.timeslice;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves one queue in turns of one quantum. For each turn it needs, a coroutine waits for at most one slice of every
 * other. Everything is O(1), a take O(1) per coroutine taken.
 */
public final class TimeSlice implements When {
    /** The default quantum, in nanoseconds. */
    public static final long DEFAULT_QUANTUM_NS = 5_000;
    /** The longest quantum, in nanoseconds. */
    public static final long MAX_QUANTUM_NS = 1_000_000_000;

    private final String name;
    private final ListStash waiting;
    private final long quantumNs;
    private long preemptions;

    /**
     * Makes an empty queue with slices of {@value #DEFAULT_QUANTUM_NS} ns.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     */
    public TimeSlice(String name) {
        this(name, DEFAULT_QUANTUM_NS);
    }

    /**
     * Makes an empty queue.
     *
     * @param name
     *            the name of the policy and of its stash in error messages and dumps
     * @param quantumNs
     *            how long a turn lasts, from 1 ns to 1 s
     */
    public TimeSlice(String name, long quantumNs) {
        if (quantumNs < 1 || quantumNs > MAX_QUANTUM_NS) {
            throw new IllegalArgumentException("quantum out of range: policy=" + name + ", quantumNs=" + quantumNs
                    + ", least=1, most=" + MAX_QUANTUM_NS);
        }
        this.name = name;
        this.quantumNs = quantumNs;
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
        return waiting.drain(batch, max);
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
    public long oldestReadyNs() {
        return ReadyTime.of(waiting.peek());
    }

    /** Provides the policy {@code time-slice} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("time-slice", "Each handle runs for a quantum; if others wait, it goes to the end of the queue.",
                    "Shinjuku, Aspen",
                    PolicyNumber.time("quantum", DEFAULT_QUANTUM_NS, 1, MAX_QUANTUM_NS));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new TimeSlice(label, given.get(0));
        }
    }
}
