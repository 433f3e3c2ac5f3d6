package io.creel.sim;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.placement.SwappablePlacement;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.placement.PlacementTaker;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.where.Where;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The production placement under simulation, with its policies and their answers. Each core has a
 * {@link PlacementTaker} of production. This class adds the state that only a simulation needs: from which queue a core
 * took, and until when that queue is locked.
 */
final class SimulatedPlacement {
    private final Environment environment;
    private final int queueCapacity;
    private final SwappablePlacement swappable;
    private ObservedPlacement present;
    private @Nullable ObservedPlacement before;
    private int[] woken = new int[16];
    private int wokenCount;

    /** A placement, and the observer of its where policy. */
    private static final class ObservedPlacement {
        final Placement placement;
        final ObservedWhere where;
        final boolean perWorker;
        /** When the lock of each queue is free again, in nanoseconds. */
        final long[] lockFreeNs;

        ObservedPlacement(Placement placement, ObservedWhere where, int cores) {
            this.placement = placement;
            this.where = where;
            perWorker = where.queues() == cores && cores > 1;
            lockFreeNs = new long[where.queues()];
        }
    }

    SimulatedPlacement(SimulatedPolicy policy, Environment environment, int queueCapacity) {
        this.environment = environment;
        this.queueCapacity = queueCapacity;
        present = observed(policy);
        swappable = new SwappablePlacement(present.placement);
    }

    private ObservedPlacement observed(SimulatedPolicy policy) {
        ObservedWhere where = new ObservedWhere(policy.where().apply(environment));
        PlacementBuilder builder = Placement.builder(policy.name(), environment.cores(), environment.clock())
                .where(where).when(name -> policy.when().apply(environment, name))
                .types(environment.mix().types().size(), Environment::typeOf).capacity(queueCapacity);
        Scaling scaling = policy.scaling().apply(environment);
        if (scaling != null) {
            builder.scaling(scaling);
        }
        Placement placement = builder.build();
        placement.onWake(this::woken);
        return new ObservedPlacement(placement, where, environment.cores());
    }

    private void woken(int worker) {
        if (wokenCount == woken.length) {
            woken = Arrays.copyOf(woken, 2 * wokenCount);
        }
        woken[wokenCount++] = worker;
    }

    /** {@return the next core that the placement wants to be woken, or -1} */
    int nextWoken() {
        return wokenCount == 0 ? -1 : woken[--wokenCount];
    }

    /**
     * Replaces the present policies by others, as production does.
     *
     * @return {@code false} if handles from before the last swap are left: try again later
     */
    boolean swap(SimulatedPolicy policy) {
        if (isSwapping()) {
            return false;
        }
        ObservedPlacement next = observed(policy);
        swappable.swap(next.placement);
        before = present;
        present = next;
        for (int core = environment.cores() - 1; core >= 0; core--) {
            woken(core);
        }
        return true;
    }

    /** {@return whether handles from before the last swap are left} */
    boolean isSwapping() {
        return swappable.retiring() != null;
    }

    /** Places a handle on behalf of a core, or of {@link Where#NONE}. */
    boolean place(Coroutine handle, int byCore) {
        return swappable.place(handle, byCore);
    }

    /** {@return the taker of one core} */
    PlacementTaker taker(int core, int maxBatch) {
        return new PlacementTaker(core, new Batch(maxBatch), present.placement);
    }

    /** Takes the handles that a core runs next; returns how many. */
    int take(Core core) {
        return core.taker.take(swappable);
    }

    /** {@return the placement that a core took from last} */
    @SuppressWarnings("NullAway") // while it swaps there is a placement before
    private ObservedPlacement served(Core core) {
        return core.taker.placement() == present.placement ? present : before;
    }

    /** {@return the placement in which a core would find a handle; {@code null} if it would find none} */
    @SuppressWarnings("NullAway") // while it swaps there is a placement before
    private @Nullable ObservedPlacement next(int core) {
        if (isSwapping() && before.where.next(core) >= 0) {
            return before;
        }
        return present.where.next(core) >= 0 ? present : null;
    }

    /** {@return whether a core would find a handle} */
    boolean hasWork(int core) {
        return next(core) != null;
    }

    /** {@return when the lock of the queue is free that a core would take from} */
    long lockFreeNs(int core) {
        ObservedPlacement observed = next(core);
        return observed == null ? 0 : observed.lockFreeNs[observed.where.lastQueue(core)];
    }

    /** Locks the queue that a core has just taken from, until that time. */
    void lock(Core core, long untilNs) {
        ObservedPlacement served = served(core);
        served.lockFreeNs[served.where.lastQueue(core.index)] = untilNs;
    }

    /** {@return whether a core has just taken from the queue of another core} */
    boolean isStolen(Core core) {
        ObservedPlacement served = served(core);
        return served.perWorker && served.where.lastQueue(core.index) != core.index;
    }

    void maintain() {
        swappable.maintain();
    }

    @SuppressWarnings("NullAway") // while it swaps there is a placement before
    long periodNs() {
        long periodNs = present.placement.periodNs();
        return isSwapping() ? Math.min(periodNs, before.placement.periodNs()) : periodNs;
    }

    int active() {
        return present.placement.signals().active();
    }

    /** {@return how many handles wait, over all queues} */
    @SuppressWarnings("NullAway") // while it swaps there is a placement before
    long waiting() {
        return waiting(present) + (isSwapping() ? waiting(before) : 0);
    }

    private static long waiting(ObservedPlacement observed) {
        long waiting = 0;
        for (int queue = 0; queue < observed.placement.queues(); queue++) {
            waiting += observed.placement.signals().length(queue);
        }
        return waiting;
    }
}
