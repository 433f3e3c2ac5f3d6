package io.creel.schedulers.when.twoqueue;

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
 * Serves new coroutines first with a short quantum, and preempted ones later with a longer one.
 *
 * <p>
 * <b>Bounds.</b> A new coroutine waits for the new ones before it and for at most one slice of the second queue per
 * {@code maxNew} of them. The n-th coroutine of the second queue is taken after at most n × {@code maxNew} new ones:
 * the guard counts handles, so it means the same for every batch size. A slice lasts its quantum, plus the time that
 * the coroutine takes to its first checkpoint and to the checkpoint after the quantum. A coroutine is preempted only if
 * something else waits: in a queue, in the rest of the batch, or outside.
 *
 * <p>
 * Everything is O(1), a take O(1) per coroutine taken.
 */
public final class TwoQueue implements When {
    /** The default quantum of new and resumed coroutines, in nanoseconds. */
    public static final long DEFAULT_QUANTUM_NS = 5_000;
    /** How many times longer a preempted coroutine may run. */
    public static final int SECOND_QUANTUM_FACTOR = 4;
    /** The longest quantum, in nanoseconds. */
    public static final long MAX_QUANTUM_NS = 1_000_000_000;
    /**
     * The default for {@code maxNew}. With 256, two workers carry XB, 0.5 % of long requests, up to a load of 0.95
     * within a p99.9 slowdown of 50; with 8, less than 0.90 (experiment E2).
     */
    public static final int DEFAULT_MAX_NEW = 256;

    private final String name;
    private final ListStash fresh;
    private final ListStash second;
    private final long newQuantumNs;
    private final int maxNew;
    private long quantumNs;
    /** How many new coroutines in a row were taken while a preempted one waited. */
    private int newOnes;
    private long preemptions;

    /**
     * Makes empty queues with the default quantum and guard.
     *
     * @param name
     *            its name in error messages and dumps; its stashes are {@code name.new} and {@code name.preempted}
     */
    public TwoQueue(String name) {
        this(name, DEFAULT_QUANTUM_NS, DEFAULT_MAX_NEW);
    }

    /**
     * Makes empty queues.
     *
     * @param name
     *            its name in error messages and dumps; its stashes are {@code name.new} and {@code name.preempted}
     * @param quantumNs
     *            quantum of new and resumed coroutines, from 1 ns to 1 s
     * @param maxNew
     *            after how many new ones in a row a waiting preempted one is taken, at least 1
     */
    public TwoQueue(String name, long quantumNs, int maxNew) {
        if (quantumNs < 1 || quantumNs > MAX_QUANTUM_NS || maxNew < 1) {
            throw new IllegalArgumentException("two-queue bounds out of range: policy=" + name + ", quantumNs="
                    + quantumNs + ", maxNew=" + maxNew);
        }
        this.name = name;
        this.newQuantumNs = quantumNs;
        this.quantumNs = quantumNs;
        this.maxNew = maxNew;
        fresh = new ListStash(name + ".new");
        second = new ListStash(name + ".preempted");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stash entry() {
        return fresh;
    }

    @Override
    public List<Stash> stashes() {
        return List.of(fresh, second);
    }

    @Override
    public Batch take(Batch batch, int max) {
        boolean waits = !second.isEmpty();
        if (fresh.isEmpty() || waits && newOnes >= maxNew) {
            newOnes = 0;
            quantumNs = newQuantumNs * SECOND_QUANTUM_FACTOR;
            return second.drain(batch, Math.min(max, 1)); // one only, so that a new arrival waits for one slice
        }
        quantumNs = newQuantumNs;
        if (!waits) {
            newOnes = 0;
            return fresh.drain(batch, max);
        }
        int before = batch.size();
        fresh.drain(batch, Math.min(max, maxNew - newOnes));
        newOnes += batch.size() - before;
        return batch;
    }

    @Override
    public int size() {
        return fresh.size() + second.size();
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
        return second.suspended(preempted);
    }

    @Override
    public long oldestReadyNs() {
        return Math.min(ReadyTime.of(fresh.peek()), ReadyTime.of(second.peek()));
    }

    /** Provides the policy {@code two-queue} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("two-queue",
                    "New handles first, for a quantum; preempted ones later, for four quanta; a guard bounds their wait.",
                    "Aspen (two queues), Shinjuku (5 us); the guard is Creel's",
                    PolicyNumber.time("quantum", DEFAULT_QUANTUM_NS, 1, MAX_QUANTUM_NS),
                    PolicyNumber.count("guard", DEFAULT_MAX_NEW, 1, Integer.MAX_VALUE));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new TwoQueue(label, given.get(0), given.getInt(1));
        }
    }
}
