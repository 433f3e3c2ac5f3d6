package io.creel.schedulers.placement;

import io.creel.core.Coroutine;
import io.creel.schedulers.metrics.LatencyHistogram;
import io.creel.schedulers.scaling.CoreLending;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Placement}. The defaults are one central queue in FIFO order. Not thread-safe. */
public final class PlacementBuilder {
    /** The default number of handles that the order of a queue holds, and that its ring holds. */
    public static final int DEFAULT_CAPACITY = 1 << 12;
    /** The most workers a placement serves. */
    public static final int MAX_WORKERS = 1 << 12;

    final String name;
    final int workers;
    final LongSupplier nanoClock;
    Where where = new Central();
    Function<String, ? extends When> when = Fifo::new;
    @Nullable
    Scaling scaling;
    CoreLending lending = CoreLending.NONE;
    int capacity = DEFAULT_CAPACITY;
    boolean timed;
    @Nullable
    LatencyHistogram latencies;
    int types = 1;
    ToIntFunction<Coroutine> typeOf = handle -> 0;

    PlacementBuilder(String name, int workers, LongSupplier nanoClock) {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("workers out of range: placement=" + name + ", workers=" + workers
                    + ", least=1, most=" + MAX_WORKERS);
        }
        this.name = Objects.requireNonNull(name, "name");
        this.workers = workers;
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    }

    /**
     * Sets which worker runs which handle.
     *
     * @param policy
     *            an object used by this placement only
     * @return this builder
     */
    public PlacementBuilder where(Where policy) {
        where = Objects.requireNonNull(policy, "where");
        return this;
    }

    /**
     * Sets the order of the queues.
     *
     * @param factory
     *            makes the order of a queue from the queue's name; called once per queue
     * @return this builder
     */
    public PlacementBuilder when(Function<String, ? extends When> factory) {
        when = Objects.requireNonNull(factory, "when");
        return this;
    }

    /**
     * Sets how many workers are active. Without it, all are.
     *
     * @param policy
     *            an object used by this placement only
     * @return this builder
     */
    public PlacementBuilder scaling(Scaling policy) {
        scaling = Objects.requireNonNull(policy, "scaling");
        return this;
    }

    /**
     * Sets what happens to the core of a worker that is not active. Without it, the worker sleeps.
     *
     * @param cores
     *            gives cores to other threads and takes them back
     * @return this builder
     */
    public PlacementBuilder lending(CoreLending cores) {
        lending = Objects.requireNonNull(cores, "lending");
        return this;
    }

    /**
     * Sets how many handles a queue holds. When both its order and its ring are full, the queue refuses further
     * handles.
     *
     * @param handles
     *            how many handles the order of a queue holds, and how many its ring holds, at least 1; rounded up to a
     *            power of two
     * @return this builder
     */
    public PlacementBuilder capacity(int handles) {
        capacity = handles;
        return this;
    }

    /**
     * Sets the types of requests, for policies that tell them apart.
     *
     * @param count
     *            the number of types, at least 1
     * @param type
     *            returns the type of a handle, from 0; a type out of bounds is not counted
     * @return this builder
     */
    public PlacementBuilder types(int count, ToIntFunction<Coroutine> type) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "types out of range: placement=" + name + ", types=" + count + ", least=1");
        }
        types = count;
        typeOf = Objects.requireNonNull(type, "type");
        return this;
    }

    /**
     * Measures ages and runs even if no policy asks for it, so that an observer can read them.
     *
     * @return this builder
     */
    public PlacementBuilder timed() {
        timed = true;
        return this;
    }

    /**
     * Records how long each coroutine takes, from its placement until it ends or waits for something else. Implies
     * {@link #timed()}.
     *
     * @param recorder
     *            has at least as many workers as this placement; several placements that follow each other may share it
     * @return this builder
     * @throws IllegalArgumentException
     *            if the recorder has too few workers
     */
    public PlacementBuilder latencies(LatencyHistogram recorder) {
        if (recorder.workers() < workers) {
            throw new IllegalArgumentException("recorder refused, it has too few workers: placement=" + name
                    + ", workers=" + workers + ", recorderWorkers=" + recorder.workers());
        }
        latencies = recorder;
        return this;
    }

    /** {@return the placement} */
    public Placement build() {
        return new Placement(this);
    }
}
