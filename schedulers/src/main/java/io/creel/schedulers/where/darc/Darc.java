package io.creel.schedulers.where.darc;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reserves workers for types of requests (DARC). It has one queue per type, and one for unknown types, which the last
 * worker serves when it has nothing else. Until the first window is full, every worker serves every type, the longest
 * waiting handle first. Deliberately not work-conserving: a worker reserved for short requests waits for them.
 * Decisions are O(types).
 */
public final class Darc implements Where {
    /** The default number of requests in a window. */
    public static final int WINDOW = 50_000;
    /** By which part of itself a group's demand must have moved for a new reservation. */
    public static final double DEMAND_CHANGE = 0.1;
    /** A type misses its delay target if a request waits longer than this many mean service times. */
    public static final int DELAY_TARGET_SERVICE_TIMES = 10;
    /** How often the delay target is looked at, in nanoseconds. */
    public static final long PERIOD_NS = 100_000;

    private static final int PAD = 8;

    private final ToIntFunction<Coroutine> typeOf;
    private final int types;
    private final int window;
    private final AtomicLongArray counts;
    private final AtomicLongArray sumsNs;
    private final long[] countsBefore;
    private final long[] sumsBeforeNs;
    private Signals signals;
    private volatile @Nullable Reservation reservation;

    /**
     * Uses a window of {@value #WINDOW} requests.
     *
     * @param types
     *            the number of types, at least 1
     * @param typeOf
     *            the type of a handle, from 0; out of bounds if it is unknown
     */
    public Darc(int types, ToIntFunction<Coroutine> typeOf) {
        this(types, typeOf, WINDOW);
    }

    /**
     * Uses a window of the caller's.
     *
     * @param types
     *            the number of types, at least 1
     * @param typeOf
     *            the type of a handle, from 0; out of bounds if it is unknown
     * @param window
     *            how many requests are profiled before workers are reserved, at least 1
     */
    public Darc(int types, ToIntFunction<Coroutine> typeOf, int window) {
        if (types < 1 || window < 1) {
            throw new IllegalArgumentException("darc bounds out of range: types=" + types + ", window=" + window);
        }
        this.types = types;
        this.window = window;
        this.typeOf = Objects.requireNonNull(typeOf, "typeOf");
        counts = new AtomicLongArray(types * PAD);
        sumsNs = new AtomicLongArray(types * PAD);
        countsBefore = new long[types];
        sumsBeforeNs = new long[types];
    }

    @Override
    public String name() {
        return "darc";
    }

    @Override
    public int queues(int workers) {
        return types + 1;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        int type = typeOf.applyAsInt(handle);
        return type >= 0 && type < types ? type : types;
    }

    @Override
    public int next(int worker) {
        if (worker >= signals.active()) {
            return NONE;
        }
        Reservation reserved = reservation;
        if (reserved == null) {
            return oldest();
        }
        for (int type : reserved.order) {
            if (reserved.groupOf[type] <= groupOf(worker, reserved) && signals.length(type) > 0) {
                return type;
            }
        }
        return worker == signals.active() - 1 && signals.length(types) > 0 ? types : NONE;
    }

    /**
     * Returns the group that a worker serves. The last active worker serves the longest group, whatever it is reserved
     * for, so that no group is without a worker.
     */
    private int groupOf(int worker, Reservation reserved) {
        return worker == signals.active() - 1 ? reserved.demand.length - 1 : reserved.groupOfWorker[worker];
    }

    private int oldest() {
        int best = NONE;
        long delayNs = -1;
        for (int queue = 0; queue <= types; queue++) {
            if (signals.length(queue) > 0 && signals.delayNs(queue) > delayNs) {
                delayNs = signals.delayNs(queue);
                best = queue;
            }
        }
        return best;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return 1;
    }

    @Override
    public boolean waits(int worker) {
        return next(worker) != NONE;
    }

    @Override
    public int wake(int queue, int byWorker) {
        for (int worker = signals.idle(0), tried = 0; worker != NONE && tried < signals.active(); tried++) {
            Reservation reserved = reservation;
            if (reserved == null || serves(worker, queue, reserved)) {
                return worker;
            }
            int after = signals.idle(worker + 1);
            if (after <= worker) {
                return NONE; // wrapped around
            }
            worker = after;
        }
        return NONE;
    }

    private boolean serves(int worker, int queue, Reservation reserved) {
        return queue == types
                ? worker == signals.active() - 1
                : reserved.groupOf[queue] <= groupOf(worker, reserved);
    }

    @Override
    public boolean accounts() {
        return true;
    }

    @Override
    public void ran(int worker, int type, long ranNs, boolean finished) {
        if (type >= 0 && type < types) {
            sumsNs.getAndAdd(type * PAD, ranNs);
            if (finished) {
                counts.getAndAdd(type * PAD, 1);
            }
        }
    }

    @Override
    public long periodNs() {
        return PERIOD_NS;
    }

    @Override
    public void rebalance(long nowNs) {
        long[] windowCounts = new long[types];
        long[] windowSumsNs = new long[types];
        long all = 0;
        boolean missed = false;
        for (int type = 0; type < types; type++) {
            windowCounts[type] = counts.get(type * PAD) - countsBefore[type];
            windowSumsNs[type] = sumsNs.get(type * PAD) - sumsBeforeNs[type];
            all += windowCounts[type];
            missed |= windowCounts[type] > 0 && signals.delayNs(type) > DELAY_TARGET_SERVICE_TIMES
                    * (windowSumsNs[type] / windowCounts[type]);
        }
        Reservation before = reservation;
        if (all < window || before != null && !missed) {
            return;
        }
        Reservation fresh = Reservation.of(windowCounts, windowSumsNs, signals.workers());
        if (before == null || fresh.movedFrom(before, DEMAND_CHANGE)) {
            reservation = fresh;
        }
        for (int type = 0; type < types; type++) {
            countsBefore[type] += windowCounts[type];
            sumsBeforeNs[type] += windowSumsNs[type];
        }
    }

    /**
     * {@return how many workers are reserved for the group of a type now; 0 before the first reservation}
     *
     * @param type
     *            from 0
     */
    public int reservedFor(int type) {
        Reservation reserved = reservation;
        int count = 0;
        for (int worker = 0; reserved != null && worker < signals.workers(); worker++) {
            count += reserved.groupOfWorker[worker] == reserved.groupOf[type] ? 1 : 0;
        }
        return count;
    }

    /** Provides the policy {@code darc} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("darc", "Workers reserved for types by measured demand; short types never wait behind long ones.",
                    "Perséphone (DARC)",
                    PolicyNumber.count("window", WINDOW, 1, Integer.MAX_VALUE));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Darc(context.types(), context.type(), given.getInt(0));
        }
    }
}
