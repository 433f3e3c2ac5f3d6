package io.creel.schedulers.placement;

import io.creel.core.Coroutine;
import io.creel.schedulers.scaling.Scaling;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** What may be put together to a {@link Placement}: central FIFO where nothing is said. Not thread-safe. */
public final class PlacementBuilder {
    /** How many handles the order of a queue holds, and how many its ring, unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 1 << 12;
    /** The most workers a placement serves. */
    public static final int MAX_WORKERS = 1 << 12;

    final String name;
    final int workers;
    final LongSupplier nanoClock;
    Where where = new Central();
    Function<String, ? extends When> when = Fifo::new;
    Scaling scaling;
    int capacity = DEFAULT_CAPACITY;
    boolean timed;
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

    /** Which worker runs what; an object of this placement's own. */
    public PlacementBuilder where(Where policy) {
        where = Objects.requireNonNull(policy, "where");
        return this;
    }

    /** Makes the order of a queue from its name; asked once a queue. */
    public PlacementBuilder when(Function<String, ? extends When> factory) {
        when = Objects.requireNonNull(factory, "when");
        return this;
    }

    /** How many workers are active; without it, all. */
    public PlacementBuilder scaling(Scaling policy) {
        scaling = Objects.requireNonNull(policy, "scaling");
        return this;
    }

    /**
     * How many handles the order of a queue holds, and how many its ring, at least 1; rounded up to a power of two. Who comes
     * when both are full is refused.
     */
    public PlacementBuilder capacity(int handles) {
        capacity = handles;
        return this;
    }

    /**
     * What types of requests there are, for policies that tell them apart.
     *
     * @param count
     *            how many, at least 1
     * @param type
     *            the type of a handle, from 0; what is out of bounds is not counted
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

    /** Measures ages and runs even where no policy asks for it: for whoever watches from outside. */
    public PlacementBuilder timed() {
        timed = true;
        return this;
    }

    /** Makes the placement. */
    public Placement build() {
        return new Placement(this);
    }
}
