package io.creel.schedulers.when.twoqueue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.List;

/**
 * New ones first with a short quantum, preempted ones later with a longer one.
 *
 * <p>
 * <b>Bounds.</b> A new coroutine waits for those new ones before it and for at most one slice of the second queue per
 * {@code maxNewBatches} batches of them. The n-th of the second queue is taken after at most n × ({@code maxNewBatches} + 1)
 * takes. A slice lasts its quantum, plus what the coroutine does before the first and up to the next checkpoint. Nobody is
 * preempted while nothing else waits: not in a queue, not in the rest of the batch, not outside.
 *
 * <p>
 * Everything is O(1), a take O(1) per coroutine taken.
 */
public final class TwoQueue implements When {
    /** Quantum of new and resumed coroutines. */
    public static final long DEFAULT_QUANTUM_NS = 5_000;
    /** How many times longer a preempted coroutine may run. */
    public static final int SECOND_QUANTUM_FACTOR = 4;
    /** After how many batches of new ones in a row a waiting preempted one is taken. */
    public static final int DEFAULT_MAX_NEW_BATCHES = 8;

    private final String name;
    private final ListStash fresh;
    private final ListStash second;
    private final long newQuantumNs;
    private final int maxNewBatches;
    private long quantumNs;
    private int newBatches;
    private long preemptions;

    /**
     * Makes empty queues with the default quantum and guard.
     *
     * @param name
     *            what error messages and dumps call it; its stashes are {@code name.new} and {@code name.preempted}
     */
    public TwoQueue(String name) {
        this(name, DEFAULT_QUANTUM_NS, DEFAULT_MAX_NEW_BATCHES);
    }

    /**
     * Makes empty queues.
     *
     * @param name
     *            what error messages and dumps call it; its stashes are {@code name.new} and {@code name.preempted}
     * @param quantumNs
     *            quantum of new and resumed coroutines, from 1 ns to 1 s
     * @param maxNewBatches
     *            after how many batches of new ones in a row a waiting preempted one is taken, at least 1
     */
    public TwoQueue(String name, long quantumNs, int maxNewBatches) {
        if (quantumNs < 1 || quantumNs > 1_000_000_000 || maxNewBatches < 1) {
            throw new IllegalArgumentException("two-queue bounds out of range: policy=" + name + ", quantumNs="
                    + quantumNs + ", maxNewBatches=" + maxNewBatches);
        }
        this.name = name;
        this.newQuantumNs = quantumNs;
        this.quantumNs = quantumNs;
        this.maxNewBatches = maxNewBatches;
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
        if (fresh.isEmpty() || newBatches == maxNewBatches && !second.isEmpty()) {
            newBatches = 0;
            quantumNs = newQuantumNs * SECOND_QUANTUM_FACTOR;
            return second.drain(batch, Math.min(max, 1)); // one, so that whoever is new meanwhile waits one slice
        }
        newBatches = second.isEmpty() ? 0 : newBatches + 1;
        quantumNs = newQuantumNs;
        return fresh.drain(batch, max);
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
    public Coroutine suspended(Coroutine preempted) {
        preemptions++;
        return second.suspended(preempted);
    }

    @Override
    public long oldestReadyNs() {
        return Math.min(ReadyTime.of(fresh.peek()), ReadyTime.of(second.peek()));
    }
}
