package io.creel.schedulers.services;

import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerGroupBuilder;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.scaling.CoreLending;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Builds one {@link Scheduler}. Not thread-safe. */
public final class SchedulerBuilder {
    /** The default for how many handles a worker resumes at most in one duty cycle. */
    public static final int DEFAULT_MAX_BATCH = 32;

    private final String name;
    private final WorkerGroupBuilder group;
    private final int workers;
    private final List<Consumer<PlacementBuilder>> placement = new ArrayList<>();
    private int maxBatch = DEFAULT_MAX_BATCH;
    private boolean threads;
    private boolean latencies;

    SchedulerBuilder(String name, int workers) {
        this.name = Objects.requireNonNull(name, "name");
        this.workers = workers;
        group = WorkerGroup.builder(name, workers);
    }

    /**
     * Sets which worker runs which coroutine. The default is one central queue.
     *
     * @param policy
     *            an object used by this scheduler only
     * @return this builder
     */
    public SchedulerBuilder where(Where policy) {
        placement.add(settings -> settings.where(policy));
        return this;
    }

    /**
     * Sets the order of the queues. The default is FIFO.
     *
     * @param factory
     *            makes the order of a queue from the queue's name; called once per queue
     * @return this builder
     */
    public SchedulerBuilder when(Function<String, ? extends When> factory) {
        placement.add(settings -> settings.when(factory));
        return this;
    }

    /**
     * Sets how many workers are active; the default is all.
     *
     * @param policy
     *            an object used by this scheduler only
     * @return this builder
     */
    public SchedulerBuilder scaling(Scaling policy) {
        placement.add(settings -> settings.scaling(policy));
        return this;
    }

    /**
     * Sets what happens to the core of a worker that is not active, see {@link PlacementBuilder#lending}.
     *
     * @param cores
     *            gives cores to other threads and takes them back
     * @return this builder
     */
    public SchedulerBuilder lending(CoreLending cores) {
        placement.add(settings -> settings.lending(cores));
        return this;
    }

    /**
     * Sets how many handles a queue holds, see {@link PlacementBuilder#capacity}.
     *
     * @param handles
     *            at least 1; rounded up to a power of two
     * @return this builder
     */
    public SchedulerBuilder capacity(int handles) {
        placement.add(settings -> settings.capacity(handles));
        return this;
    }

    /**
     * Sets the types of requests, see {@link PlacementBuilder#types}.
     *
     * @param count
     *            the number of types, at least 1
     * @param type
     *            returns the type of a handle, from 0
     * @return this builder
     */
    public SchedulerBuilder types(int count, ToIntFunction<Coroutine> type) {
        placement.add(settings -> settings.types(count, type));
        return this;
    }

    /**
     * Records how long each coroutine takes, see {@link PlacementBuilder#latencies}. Each run is then timed on its own,
     * which costs three readings of the clock.
     *
     * @return this builder
     */
    public SchedulerBuilder latencies() {
        latencies = true;
        return this;
    }

    /**
     * Sets how many handles a worker resumes at most in one duty cycle.
     *
     * @param handles
     *            at least 1
     * @return this builder
     */
    public SchedulerBuilder maxBatch(int handles) {
        maxBatch = handles;
        return this;
    }

    /**
     * Changes settings of the workers: how they idle, and the receivers of failures.
     *
     * @param settings
     *            called once, by {@link #start()}
     * @return this builder
     */
    public SchedulerBuilder workers(Consumer<WorkerGroupBuilder> settings) {
        settings.accept(group);
        return this;
    }

    /**
     * Adds virtual threads that run on the same workers, in the same queues.
     *
     * @return this builder
     */
    public SchedulerBuilder withThreads() {
        threads = true;
        return this;
    }

    /**
     * Makes all parts and starts the workers.
     *
     * @return the running scheduler; close it at the end
     * @throws UnsupportedOperationException
     *            if virtual threads are asked for and this JVM does not let them run on Creel's workers
     */
    public Scheduler start() {
        WorkerGroup made = group.build();
        try {
            PlacementBuilder settings = Placement.builder(name, workers, made.nanoClock());
            placement.forEach(each -> each.accept(settings));
            if (latencies) {
                settings.latencies(new LatencyHistogram(workers));
            }
            Placement places = settings.build();
            VirtualThreads blocking = threads
                    ? new VirtualThreads(name, ThreadQueues.in(places::place, made), made.nanoClock())
                    : null;
            places.start(made, maxBatch);
            return new Scheduler(made, places, blocking);
        } catch (RuntimeException refused) {
            made.close();
            throw refused;
        }
    }
}
