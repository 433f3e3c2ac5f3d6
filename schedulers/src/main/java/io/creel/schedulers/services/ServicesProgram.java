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

/**
 * The worker program of {@link Services}: choose a class, take a batch of it, resume it.
 *
 * <p>
 * <b>The choice.</b> A class whose oldest has waited longer than its objective goes first, the one that has missed it by the
 * largest factor before the others. Otherwise the class goes on that has had the least of this worker's time for its share; one
 * that comes back after a pause starts level with the others. A class with nothing for this worker is passed over, so nothing
 * idles while anything waits.
 *
 * <p>
 * <b>Who has no class.</b> What a lock, a semaphore or a channel has woken goes on past the classes, on the worker where it ran
 * before, and so does what was started there. It is sliced as the class served last; where it makes room, it waits here, and one
 * slice of such coroutines follows each batch of the classes.
 *
 * <p>
 * <b>What has not entered yet.</b> A worker that also polls sources says whether something waits there; see the second constructor. So a
 * packet waits for a slice of best-effort work, and not for its end.
 */
public final class ServicesProgram extends OneWorkerProgram {
    private final Services services;
    private final int index;
    private final PlacementTaker taker;
    private final LongSupplier nanoClock;
    private final BooleanSupplier outside;
    /** What this worker has run of each class, by share. */
    private final long[] virtualNs;
    private final boolean[] waited;
    /** Preempted, and of no class. */
    private final ListStash classless;
    private long leastNs;
    /** The class that was taken from last. */
    private int runningClass;

    /**
     * Makes the program of one worker.
     *
     * @param services
     *            what it serves
     * @param index
     *            which worker this is
     * @param maxBatch
     *            how many are resumed at most in one duty cycle
     * @param nanoClock
     *            measures slices and shares; read inside coroutines
     */
    public ServicesProgram(Services services, int index, int maxBatch, LongSupplier nanoClock) {
        this(services, index, maxBatch, nanoClock, () -> false);
    }

    /**
     * Makes the program of one worker that also polls sources, such as a NIC, before it does a cycle of this program.
     *
     * @param services
     *            what it serves
     * @param index
     *            which worker this is
     * @param maxBatch
     *            how many are resumed at most in one duty cycle
     * @param nanoClock
     *            measures slices and shares; read inside coroutines
     * @param outside
     *            whether work waits that has not entered a class yet: a coroutine whose slice is used up makes room for a poll then,
     *            however little waits in the classes. Asked inside coroutines; cheap, and must not block. A source that cannot tell
     *            says {@code true}: its worker polls it once per slice
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

    /** What is placed after the group's close would wait for ever. */
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
            return run(worker, runningClass, nowNs); // what an error has left
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
            if (taker.take(services.at(chosen).lanes()) > 0) {
                return run(worker, chosen, nowNs);
            }
            tried |= 1L << chosen;
            chosen = choose(tried);
        }
        return any || !markIdle() ? 1 : 0;
    }

    /** Every placement is to know that this worker sleeps; whether nothing has come meanwhile. */
    private boolean markIdle() {
        boolean nothing = true;
        for (int i = 0; i < services.size() && nothing; i++) {
            nothing = taker.take(services.at(i).lanes()) == 0;
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

    /** The class that goes next, of those not tried yet; -1 for none. */
    private int choose(long tried) {
        int best = -1;
        double worst = 1;
        int late = -1;
        for (int i = 0; i < virtualNs.length; i++) {
            ServiceClass each = services.at(i);
            boolean waits = each.lanes().waits(index);
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

    @Override
    public boolean waits(Coroutine current) {
        return !classless.isEmpty() || !worker().carrier().isIdle() || taker.waits(current) || othersWait()
                || outside.getAsBoolean();
    }

    private boolean othersWait() {
        for (int i = 0; i < virtualNs.length; i++) {
            if (services.at(i).lanes().waits(index)) {
                return true;
            }
        }
        return false;
    }

    /** Takes back a preempted coroutine; where there is no room, it runs on. */
    @Override
    public Coroutine suspended(Coroutine handle) {
        if (!taker.isResuming()) {
            return classless.suspended(handle);
        }
        return taker.preempted(handle) ? null : handle;
    }
}
