package io.creel.schedulers.services;

import io.creel.schedulers.WorkerGroup;
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

/**
 * Classes of service on one group of workers. Between classes a worker goes by objective first and by share after that, see
 * {@link ServicesProgram}; within a class its where and when decide.
 *
 * <p>
 * <b>The watchdog</b> looks every millisecond at the oldest of each class. Where one has waited longer than its class is patient, the
 * class falls back to FIFO, and the log says so: whatever the order was, it starved somebody.
 *
 * <p>
 * Threads: any, except those of {@link ServicesProgram}.
 */
public final class Services {
    /** How often the watchdog looks. */
    public static final long WATCHDOG_PERIOD_NS = 1_000_000;

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
    /** How to wake each worker; {@code null} until it has begun its first cycle, and is awake. */
    private final AtomicReferenceArray<Runnable> servers;
    /** The group that serves, {@code null} before. */
    private volatile WorkerGroup group;
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
            classes.add(new ServiceClass(this, spec, placement(spec)));
        }
        lookedNs = nanoClock.getAsLong();
    }

    /**
     * Begins.
     *
     * @param name
     *            what error messages and dumps call them
     * @param workers
     *            how many serve them
     * @param context
     *            what policies may ask about a handle, and the clock
     */
    public static ServicesBuilder builder(String name, int workers, PolicyContext context) {
        return new ServicesBuilder(name, workers, context);
    }

    /** Makes the workers of a group serve, a program each, and wakes them when something comes. */
    public void start(WorkerGroup serving, int maxBatch) {
        if (serving.size() != workers) {
            throw new IllegalArgumentException("services refused, they are for another number of workers: services="
                    + name + ", workers=" + workers + ", group=" + serving.name() + ", size=" + serving.size());
        }
        serving.startEach(index -> new ServicesProgram(this, index, maxBatch, nanoClock));
    }

    /** Makes what serves a class. */
    Placement placement(ServiceSpec spec) {
        Placement made = Placement.builder(name + "." + spec.name(), workers, nanoClock)
                .where(Policies.where(spec.where(), context))
                .when(queue -> Policies.when(spec.when(), queue, context))
                .types(context.types(), context.type()).capacity(spec.capacity()).timed().build();
        made.onWake(this::wake);
        takenByGroup(made);
        return made;
    }

    /** A group serves from now on: its close cancels what waits here, and what is placed later is refused. */
    void servedBy(WorkerGroup serving) {
        group = serving;
        for (ServiceClass each : classes) {
            takenByGroup(each.placement()); // after the store: a swap meanwhile is seen here, or sees the group
            serving.closeWhenStopped(each.lanes()::close);
        }
    }

    /** Has the close of the group, if there is one already, cancel what waits in a placement. */
    void takenByGroup(Placement placement) {
        WorkerGroup serving = group;
        if (serving != null) {
            placement.takenBy(serving.worker(0).carrier());
        }
    }

    /** A program serves these as that worker, and can be woken from now on. */
    void servedBy(int worker, Runnable wakesIt) {
        servers.set(worker, wakesIt);
    }

    private void wake(int worker) {
        Runnable server = servers.get(worker);
        if (server != null) {
            server.run();
        }
    }

    /** The classes, in the order they were given. */
    public List<ServiceClass> classes() {
        return List.copyOf(classes);
    }

    /**
     * A class by name.
     *
     * @throws IllegalArgumentException
     *             where there is none, with those there are
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

    /** Lets policies act that do so from time to time, lets swaps end, and looks for whoever starves. One worker at a time. */
    void maintain(long nowNs) {
        for (int i = 0; i < classes.size(); i++) {
            classes.get(i).lanes().maintain();
        }
        if (nowNs - lookedNs >= WATCHDOG_PERIOD_NS && LOOKING.compareAndSet(this, false, true)) {
            lookedNs = nowNs;
            for (ServiceClass each : classes) {
                look(each);
            }
            looking = false;
        }
    }

    private void look(ServiceClass each) {
        ServiceSpec spec = each.spec();
        if (spec.starvingNs() == 0 || spec.when().equals("fifo")) {
            return;
        }
        long waitedNs = each.longestDelayNs();
        if (waitedNs > spec.starvingNs() && each.swap(spec.when("fifo"))) {
            log.accept("starvation, class falls back to fifo: class=" + spec.name() + ", waitedNs=" + waitedNs
                    + ", when=" + spec.when());
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
