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
 * Steal from the busy, move flows off the overloaded. Between rounds it is a flow hash; a busy worker's queue is anybody's who
 * has nothing. Placing is O(1), taking O(workers), a round O(workers + buckets).
 */
public final class TwoLevel extends PerWorker {
    /** What a worker runs at once: below it nobody is busy. */
    public static final int BATCH = 16;
    /** From this length on a worker is overloaded. */
    public static final int OVERLOAD = 4 * BATCH;
    /** How many equal rounds in a row change a state. */
    public static final int EQUAL_ROUNDS = 3;
    /** How often a round is. */
    public static final long PERIOD_NS = 10_000;
    /** How many buckets the flows are in. */
    public static final int BUCKETS = 256;

    private static final int PAD = 16;

    /** What a worker is; changes slowly. */
    public enum State {
        /** Keeps up. */
        NORMAL,
        /** Is to be robbed. */
        BUSY,
        /** Is to lose flows, and to be robbed. */
        OVERLOADED
    }

    private final ToLongFunction<Coroutine> flowOf;
    private final AtomicIntegerArray workerOf = new AtomicIntegerArray(BUCKETS);
    private State[] states;
    private State[] seen;
    private int[] rounds;
    private int[] lastVictims;
    private int migrations;

    /**
     * Flows spread evenly.
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

    /** What a worker is now. */
    public State state(int worker) {
        return states[worker];
    }

    /** How many buckets have moved so far. */
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
        return true; // order of age needs ages
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

    /** One bucket a round, and never the last: its flows may be what overloads the worker, and would only move the problem. */
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

    /** Makes it by its name, {@code two-level}. */
    public static final class Provider extends WhereProvider {
        /** For {@link java.util.ServiceLoader}. */
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
