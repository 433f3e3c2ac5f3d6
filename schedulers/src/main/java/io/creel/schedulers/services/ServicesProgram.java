package io.creel.schedulers.services;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.PlacementTaker;
import io.creel.schedulers.program.OneWorkerProgram;
import io.creel.schedulers.when.VirtualTime;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The worker program of {@link Services}: it chooses a class, takes a batch of it, and resumes the batch.
 *
 * <p>
 * <b>The choice.</b> A class whose oldest handle has waited longer than its objective goes first; of several, the one
 * that has missed it by the largest factor. Otherwise the class goes on that has had the least of this worker's time
 * for its share. A class that comes back after a pause starts level with the others. A class with nothing for this
 * worker is passed over, so no worker idles while anything waits.
 *
 * <p>
 * <b>Coroutines without a class.</b> A coroutine that a lock, a semaphore or a channel has woken goes on past the
 * classes, on the worker where it ran before, and so does a coroutine that was started there. It is sliced like the
 * class served last. If it makes room, it waits in this program, and one slice of such coroutines follows each batch of
 * the classes.
 *
 * <p>
 * <b>Work that has not entered yet.</b> A coroutine that has used up its slice makes room if a source of the
 * worker has work, see {@link Worker#sourcesHaveWork()}; for anything else that the worker looks at, see the
 * second constructor. So a packet waits for a slice of best-effort work, and not for its end.
 */
public final class ServicesProgram extends OneWorkerProgram {
    private final Services services;
    private final int index;
    private final PlacementTaker taker;
    private final LongSupplier nanoClock;
    private final BooleanSupplier outside;
    /** The virtual time of each class: what this worker has run of it, divided by its share. */
    private final long[] virtualNs;
    private final boolean[] waited;
    /** Preempted coroutines without a class. */
    private final ListStash classless;
    private long leastNs;
    /** The class that was taken from last. */
    private int runningClass;

    /**
     * Makes the program of one worker.
     *
     * @param services
     *            the classes it serves
     * @param index
     *            the number of this worker, from 0
     * @param maxBatch
     *            how many handles are resumed at most in one duty cycle
     * @param nanoClock
     *            nanoseconds; measures slices and shares; read inside coroutines
     */
    public ServicesProgram(Services services, int index, int maxBatch, LongSupplier nanoClock) {
        this(services, index, maxBatch, nanoClock, () -> false);
    }

    /**
     * Makes the program of one worker that also looks, before each cycle of this program, at something that is no
     * {@linkplain io.creel.core.WaitSource wait source}. Wait sources, such as a NIC, need not be named.
     *
     * @param services
     *            the classes it serves
     * @param index
     *            the number of this worker, from 0
     * @param maxBatch
     *            how many handles are resumed at most in one duty cycle
     * @param nanoClock
     *            nanoseconds; measures slices and shares; read inside coroutines
     * @param outside
     *            whether work waits that has not entered a class yet: a coroutine that has used up its slice makes room
     *            for a poll then, even if nothing waits in the classes. Called inside coroutines; cheap, and must not
     *            block. A source that cannot tell returns {@code true}: its worker polls it once per slice
     */
    public ServicesProgram(Services services, int index, int maxBatch, LongSupplier nanoClock,
            BooleanSupplier outside) {
        super("services program", "services=" + services, nanoClock);
        this.services = services;
        this.index = index;
        this.nanoClock = nanoClock;
        this.outside = Objects.requireNonNull(outside, "outside");
        taker = new PlacementTaker(index, new Batch(maxBatch), services.at(0).placement());
        virtualNs = new long[services.size()];
        waited = new boolean[services.size()];
        classless = new ListStash(services + "-classless-" + index);
    }

    /** Registers the services with the group: a handle that is placed after the group's close would wait for ever. */
    @Override
    protected void join(WorkerGroup group) {
        if (index == 0) {
            services.servedBy(group);
        }
    }

    @Override
    public int doWork(Worker worker) {
        serve(worker);
        long nowNs = nanoClock.getAsLong();
        services.maintain(nowNs);
        if (!taker.batch().isEmpty()) {
            return run(worker, runningClass, nowNs); // handles that an error has left
        }
        return serveClasses(worker, nowNs) + goOnWithoutClass(worker);
    }

    private int goOnWithoutClass(Worker worker) {
        Coroutine next = classless.pop();
        if (next != null) {
            worker.resume(next);
        }
        return next == null ? 0 : 1;
    }

    private int serveClasses(Worker worker, long nowNs) {
        long tried = 0;
        int chosen = choose(tried);
        boolean any = chosen >= 0;
        while (chosen >= 0) {
            if (taker.take(services.at(chosen).swappable()) > 0) {
                return run(worker, chosen, nowNs);
            }
            tried |= 1L << chosen;
            chosen = choose(tried);
        }
        return any || !markIdle() ? 1 : 0;
    }

    /** Marks this worker idle in every placement, then returns whether a handle has come meanwhile. */
    @SuppressWarnings("NullAway") // called in a cycle
    private boolean markIdle() {
        boolean nothing = true;
        for (int i = 0; i < services.size() && nothing; i++) {
            nothing = taker.take(services.at(i).swappable()) == 0;
            if (!nothing) {
                run(worker(), i, nanoClock.getAsLong());
            }
        }
        return nothing;
    }

    private int run(Worker worker, int chosen, long beganNs) {
        runningClass = chosen;
        int taken = taker.resume(worker);
        virtualNs[chosen] += (nanoClock.getAsLong() - beganNs) * ServiceSpec.DEFAULT_SHARE
                / services.at(chosen).spec().share();
        return taken;
    }

    /** {@return the class that goes next, of those not tried yet; -1 for none} */
    private int choose(long tried) {
        int best = -1;
        double worst = 1;
        int late = -1;
        for (int i = 0; i < virtualNs.length; i++) {
            ServiceClass each = services.at(i);
            boolean waits = each.swappable().waits(index);
            if (!waited[i]) { // also while it does not wait, so that it is never far behind
                virtualNs[i] = VirtualTime.later(virtualNs[i], leastNs);
            }
            waited[i] = waits;
            if (!waits || (tried & 1L << i) != 0) {
                continue;
            }
            long sloNs = each.spec().sloNs();
            if (sloNs > 0 && (double) each.longestDelayNs() / sloNs > worst) {
                worst = (double) each.longestDelayNs() / sloNs;
                late = i;
            }
            if (best < 0 || VirtualTime.isBefore(virtualNs[i], virtualNs[best])) {
                best = i;
            }
        }
        if (best >= 0) {
            leastNs = VirtualTime.later(leastNs, virtualNs[best]);
        }
        return late >= 0 ? late : best;
    }

    /** Returns whether no handle waits: a placed handle wakes a worker. While one waits, the classes are maintained. */
    @Override
    public boolean isWoken() {
        boolean empty = classless.isEmpty();
        for (int i = 0; i < services.size() && empty; i++) {
            empty = services.at(i).swappable().isEmpty();
        }
        return empty;
    }

    @Override
    protected void begin(Worker first) {
        classless.takenBy(first.carrier());
        services.classes().forEach(each -> each.placement().takenBy(first.carrier()));
        services.servedBy(index, first::wake);
    }

    @Override
    protected long quantumNs() {
        return taker.quantumNs();
    }

    @SuppressWarnings("NullAway") // a coroutine runs, so a cycle has begun
    @Override
    public boolean waits(Coroutine current) {
        return !classless.isEmpty() || !worker().carrier().isIdle() || taker.waits(current) || othersWait()
                || worker().sourcesHaveWork() || outside.getAsBoolean();
    }

    private boolean othersWait() {
        for (int i = 0; i < virtualNs.length; i++) {
            if (services.at(i).swappable().waits(index)) {
                return true;
            }
        }
        return false;
    }

    /** Takes back a preempted coroutine; if there is no room, it runs on. */
    @Override
    public @Nullable Coroutine suspended(Coroutine handle) {
        if (!taker.isResuming()) {
            return classless.suspended(handle);
        }
        return taker.preempted(handle) ? null : handle;
    }
}
