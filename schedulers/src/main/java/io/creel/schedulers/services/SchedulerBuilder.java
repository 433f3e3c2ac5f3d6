package io.creel.schedulers.services;

import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerGroupBuilder;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementBuilder;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.vthreads.Runnables;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.when.When;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What may be put together to a {@link Scheduler}. Not thread-safe; makes one. */
public final class SchedulerBuilder {
    /** How many handles a worker resumes at most in one duty cycle, unless told otherwise. */
    public static final int DEFAULT_MAX_BATCH = 32;

    private final String name;
    private final WorkerGroupBuilder group;
    private final int workers;
    private final List<Consumer<PlacementBuilder>> placement = new ArrayList<>();
    private int maxBatch = DEFAULT_MAX_BATCH;
    private boolean threads;

    SchedulerBuilder(String name, int workers) {
        this.name = Objects.requireNonNull(name, "name");
        this.workers = workers;
        group = WorkerGroup.builder(name, workers);
    }

    /** Sets which worker runs what; an object of this scheduler's own. The default is one central queue. */
    public SchedulerBuilder where(Where policy) {
        placement.add(settings -> settings.where(policy));
        return this;
    }

    /** Sets what makes the order of a queue from its name; asked once per queue. The default is FIFO. */
    public SchedulerBuilder when(Function<String, ? extends When> factory) {
        placement.add(settings -> settings.when(factory));
        return this;
    }

    /** Sets how many workers are active; the default is all. */
    public SchedulerBuilder scaling(Scaling policy) {
        placement.add(settings -> settings.scaling(policy));
        return this;
    }

    /** See {@link PlacementBuilder#capacity}. */
    public SchedulerBuilder capacity(int handles) {
        placement.add(settings -> settings.capacity(handles));
        return this;
    }

    /** See {@link PlacementBuilder#types}. */
    public SchedulerBuilder types(int count, ToIntFunction<Coroutine> type) {
        placement.add(settings -> settings.types(count, type));
        return this;
    }

    /** Sets how many handles a worker resumes at most in one duty cycle, at least 1. */
    public SchedulerBuilder maxBatch(int handles) {
        maxBatch = handles;
        return this;
    }

    /** Changes settings of the workers: what they do when idle, who is told of failures. */
    public SchedulerBuilder workers(Consumer<WorkerGroupBuilder> settings) {
        settings.accept(group);
        return this;
    }

    /** Adds virtual threads that run on the same workers, in the same queues. */
    public SchedulerBuilder withThreads() {
        threads = true;
        return this;
    }

    /**
     * Makes everything and starts the workers.
     *
     * @throws UnsupportedOperationException
     *             if virtual threads are asked for and this JVM does not let them run on Creel's workers
     */
    public Scheduler start() {
        WorkerGroup made = group.build();
        try {
            PlacementBuilder settings = Placement.builder(name, workers, made.nanoClock());
            placement.forEach(each -> each.accept(settings));
            Placement places = settings.build();
            VirtualThreads blocking = threads
                    ? new VirtualThreads(name, Runnables.in(places::place, made), made.nanoClock())
                    : null;
            places.start(made, maxBatch);
            return new Scheduler(made, places, blocking);
        } catch (RuntimeException refused) {
            made.close();
            throw refused;
        }
    }
}
