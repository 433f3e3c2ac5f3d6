package io.creel.schedulers.services;

import io.creel.core.diagnostics.LiveObjects;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyContext;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Classes of service on one group of workers. A worker chooses between classes by objective first and by share after
 * that, see {@link ServicesProgram}; within a class its where and when decide.
 *
 * <p>
 * <b>The watchdog</b> looks every millisecond at the oldest handle of each class. If it was passed over for longer than
 * the class allows, the class falls back to FIFO, and the log says so: whatever the order was, it let a handle starve.
 * A coroutine that is preempted and runs again in its turn was not passed over, however old it is. The time between two
 * looks counts as at most an eighth of what the class allows. So a pause of the whole process, which no order has
 * caused, is not taken for starvation.
 *
 * <p>
 * Threads: any thread, except for the methods of {@link ServicesProgram}.
 */
public final class Services {
    /** How often the watchdog looks, in nanoseconds. */
    public static final long WATCHDOG_PERIOD_NS = 1_000_000;

    /** How many looks at least find a handle passed over: a single long pause is no proof. */
    private static final int LEAST_LOOKS = 8;

    private static final LiveObjects<Services> LIVE = new LiveObjects<>();
    private static final VarHandle LOOKING;

    static {
        try {
            LOOKING = MethodHandles.lookup().findVarHandle(Services.class, "looking", boolean.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final String name;
    private final int workers;
    private final LongSupplier nanoClock;
    private final PolicyContext context;
    private final Consumer<String> log;
    private final List<ServiceClass> classes = new ArrayList<>();
    /**
     * Wakes each worker; {@code null} until the worker's first cycle, when it is awake anyway. Written by that worker.
     */
    private final AtomicReferenceArray<Runnable> servers;
    /**
     * The group that serves, {@code null} before; written by the thread that starts the group or, at its first cycle,
     * by a worker.
     */
    private volatile @Nullable WorkerGroup group;
    private volatile long lookedNs;
    private volatile boolean looking;

    Services(ServicesBuilder settings) {
        name = settings.name;
        workers = settings.workers;
        context = settings.context;
        nanoClock = context.nanoClock();
        log = settings.log;
        servers = new AtomicReferenceArray<>(workers);
        for (ServiceSpec spec : settings.specs) {
            classes.add(new ServiceClass(this, spec, workers));
        }
        lookedNs = nanoClock.getAsLong();
    }

    /**
     * Returns a builder.
     *
     * @param name
     *            the name of the services in error messages and dumps
     * @param workers
     *            the number of workers that serve them
     * @param context
     *            the hints about handles, and the clock
     * @return the builder
     */
    public static ServicesBuilder builder(String name, int workers, PolicyContext context) {
        return new ServicesBuilder(name, workers, context);
    }

    /**
     * Gives each worker of a group a program for these classes, and starts the group. Workers are woken when a handle
     * is placed.
     *
     * @param serving
     *            has as many workers as these services
     * @param maxBatch
     *            how many handles a worker resumes at most in one duty cycle
     * @throws IllegalArgumentException
     *            if the group is of another size
     * @throws IllegalStateException
     *            if the group was started before, or is closed
     */
    public void start(WorkerGroup serving, int maxBatch) {
        if (serving.size() != workers) {
            throw new IllegalArgumentException("services refused, they are for another number of workers: services="
                    + name + ", workers=" + workers + ", group=" + serving.name() + ", size=" + serving.size());
        }
        serving.startEach(index -> new ServicesProgram(this, index, maxBatch, nanoClock));
    }

    /** Makes the placement of a class. */
    Placement placement(ServiceSpec spec, LatencyHistogram recorder) {
        Placement made = Placement.builder(name + "." + spec.name(), workers, nanoClock)
                .where(Policies.where(spec.where(), context))
                .when(queue -> Policies.when(spec.when(), queue, context))
                .types(context.types(), context.type()).capacity(spec.capacity()).latencies(recorder).build();
        made.onWake(this::wake);
        takenByGroup(made);
        return made;
    }

    /**
     * Registers the group that serves from now on: its close cancels the handles that wait here, and makes every later
     * placement refuse.
     */
    void servedBy(WorkerGroup serving) {
        if (group == null) {
            LIVE.add(this);
        }
        group = serving;
        for (ServiceClass each : classes) {
            takenByGroup(each.placement()); // after the store: a swap meanwhile is seen here, or sees the group
            serving.closeWhenStopped(each.swappable()::close);
        }
    }

    /** Lets the close of the group, if there is one already, cancel the handles of a placement. */
    void takenByGroup(Placement placement) {
        WorkerGroup serving = group;
        if (serving != null) {
            placement.takenBy(serving.worker(0).carrier());
        }
    }

    /** Registers the program that serves these classes as that worker: from now on {@code wakesIt} wakes it. */
    void servedBy(int worker, Runnable wakesIt) {
        servers.set(worker, wakesIt);
    }

    private void wake(int worker) {
        Runnable server = servers.get(worker);
        if (server != null) {
            server.run();
        }
    }

    /** {@return the name of these services} */
    public String name() {
        return name;
    }

    /** {@return the group that serves; {@code null} before its start} */
    public @Nullable WorkerGroup group() {
        return group;
    }

    /** {@return the services that running groups serve} Allocates the answer. */
    public static List<Services> served() {
        return LIVE.toList().stream().filter(Services::isServed).toList();
    }

    private boolean isServed() {
        WorkerGroup serving = group;
        return serving != null && serving.isRunning();
    }

    /** {@return the classes, in the order they were given} */
    public List<ServiceClass> classes() {
        return List.copyOf(classes);
    }

    /**
     * Finds a class by its name.
     *
     * @param className
     *            the name of its specification
     * @return the class
     * @throws IllegalArgumentException
     *            if there is none; the message lists the known names
     */
    public ServiceClass get(String className) {
        for (ServiceClass each : classes) {
            if (each.spec().name().equals(className)) {
                return each;
            }
        }
        throw new IllegalArgumentException("unknown class: name=" + className + ", known="
                + classes.stream().map(each -> each.spec().name()).toList());
    }

    ServiceClass at(int index) {
        return classes.get(index);
    }

    int size() {
        return classes.size();
    }

    void wakeAll() {
        for (int worker = 0; worker < workers; worker++) {
            wake(worker);
        }
    }

    /** Calls the periodic policies, lets swaps end, and looks for starving handles. One worker at a time. */
    void maintain(long nowNs) {
        for (int i = 0; i < classes.size(); i++) {
            classes.get(i).swappable().maintain();
        }
        long sinceNs = nowNs - lookedNs;
        if (sinceNs >= WATCHDOG_PERIOD_NS && LOOKING.compareAndSet(this, false, true)) {
            lookedNs = nowNs;
            for (ServiceClass each : classes) {
                look(each, sinceNs);
            }
            looking = false;
        }
    }

    private void look(ServiceClass each, long sinceNs) {
        ServiceSpec spec = each.spec();
        if (spec.starvingNs() == 0 || spec.when().equals("fifo")) {
            return;
        }
        long waitedNs = each.longestDelayNs();
        long mostNs = Math.max(2 * WATCHDOG_PERIOD_NS, spec.starvingNs() / LEAST_LOOKS);
        each.looked(waitedNs, nanoClock.getAsLong() - waitedNs, Math.min(sinceNs, mostNs));
        if (each.passedOverNs() > spec.starvingNs() && each.swap(spec.when("fifo"))) {
            log.accept("starvation, class falls back to fifo: class=" + spec.name() + ", waitedNs=" + waitedNs
                    + ", when=" + spec.when());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
