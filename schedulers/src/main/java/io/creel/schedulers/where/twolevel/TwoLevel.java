package io.creel.schedulers.where.twolevel;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToLongFunction;

/**
 * Steals from busy workers and moves flows off overloaded ones. Between rounds it is a flow hash, and any worker
 * without work may take from a busy worker's queue. Placing is O(1), taking O(workers), a round O(workers + buckets).
 */
public final class TwoLevel extends PerWorker {
    /** How many handles a worker runs at once; a worker with fewer waiting is never busy. */
    public static final int BATCH = 16;
    /** From this queue length on a worker is overloaded. */
    public static final int OVERLOAD = 4 * BATCH;
    /** How many equal rounds in a row change a state. */
    public static final int EQUAL_ROUNDS = 3;
    /** The time between two rounds, in nanoseconds. */
    public static final long PERIOD_NS = 10_000;
    /** The number of buckets over which flows are spread. */
    public static final int BUCKETS = 256;

    private static final int PAD = 16;

    /** The load of a worker; changes slowly. */
    public enum State {
        /** The worker keeps up. */
        NORMAL,
        /** Other workers may steal from it. */
        BUSY,
        /** It loses flows, and other workers may steal from it. */
        OVERLOADED
    }

    private final ToLongFunction<Coroutine> flowOf;
    private final AtomicIntegerArray workerOf = new AtomicIntegerArray(BUCKETS);
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private State[] states;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private State[] seen;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private int[] rounds;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private int[] lastVictims;
    private int migrations;

    /**
     * Spreads flows evenly.
     *
     * @param flowOf
     *            the flow of a handle; any number
     */
    public TwoLevel(ToLongFunction<Coroutine> flowOf) {
        super("two-level");
        this.flowOf = Objects.requireNonNull(flowOf, "flowOf");
    }

    @Override
    public int queues(int workers) {
        states = new State[workers];
        seen = new State[workers];
        rounds = new int[workers];
        lastVictims = new int[workers * PAD];
        for (int worker = 0; worker < workers; worker++) {
            states[worker] = State.NORMAL;
            seen[worker] = State.NORMAL;
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            workerOf.set(bucket, bucket % workers);
        }
        return workers;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return Math.min(workerOf.get(bucket(flowOf.applyAsLong(handle))), signals().active() - 1);
    }

    private static int bucket(long flow) {
        return (int) ((flow ^ flow >>> 32) * 0x9E3779B97F4A7C15L >>> 56);
    }

    /**
     * {@return the state of a worker now}
     *
     * @param worker
     *            from 0
     */
    public State state(int worker) {
        return states[worker];
    }

    /** {@return how many buckets have moved so far} */
    public int migrations() {
        return migrations;
    }

    @Override
    public int next(int worker) {
        if (signals().length(worker) > 0 || worker >= signals().active()) {
            return super.next(worker);
        }
        int victim = victim(worker);
        if (victim != NONE) {
            lastVictims[worker * PAD] = victim;
        }
        return victim;
    }

    private int victim(int thief) {
        int workers = signals().workers();
        int at = lastVictims[thief * PAD];
        for (int i = 0; i < workers; i++) {
            if (at != thief && states[at] != State.NORMAL && signals().length(at) > 0) {
                return at;
            }
            at = at + 1 == workers ? 0 : at + 1;
        }
        return NONE;
    }

    @Override
    public boolean waits(int worker) {
        return signals().length(worker) > 0 || worker < signals().active() && victim(worker) != NONE;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        if (queue == worker) {
            return Math.min(max, BATCH);
        }
        return Math.min(max, Math.max(1, signals().length(queue) - signals().length(worker) + 1 >> 1));
    }

    @Override
    public int joins(int worker, int queue) {
        return queue == worker ? NONE : worker;
    }

    @Override
    public int wake(int queue, int byWorker) {
        if (signals().isIdle(queue)) {
            return queue;
        }
        return states[queue] == State.NORMAL ? NONE : signals().idle(0);
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public boolean accounts() {
        return true; // merging by age needs ages
    }

    @Override
    public void rebalance(long nowNs) {
        for (int worker = 0; worker < signals().workers(); worker++) {
            State now = judge(signals().length(worker));
            rounds[worker] = now == seen[worker] ? rounds[worker] + 1 : 1;
            seen[worker] = now;
            if (rounds[worker] >= EQUAL_ROUNDS) {
                states[worker] = now;
            }
            if (states[worker] == State.OVERLOADED && now == State.OVERLOADED) {
                migrate(worker);
            }
        }
    }

    private static State judge(int length) {
        return length >= OVERLOAD ? State.OVERLOADED : length >= BATCH ? State.BUSY : State.NORMAL;
    }

    /**
     * Moves one bucket per round. The last one never moves: its flows may be the ones that overload the worker, and
     * moving them would only move the problem.
     */
    private void migrate(int from) {
        int to = from;
        for (int worker = 0; worker < signals().active(); worker++) {
            if (occupancy(worker) < occupancy(to)) {
                to = worker;
            }
        }
        if (to == from || states[to] == State.OVERLOADED) {
            return;
        }
        int first = NONE;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (workerOf.get(bucket) == from) {
                if (first != NONE) {
                    workerOf.set(first, to);
                    migrations++;
                    return;
                }
                first = bucket;
            }
        }
    }

    /** Provides the policy {@code two-level} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("two-level", "Idle workers steal from busy ones; lasting overload moves flows to another worker.",
                    "SBB");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new TwoLevel(context.flow());
        }
    }
}
