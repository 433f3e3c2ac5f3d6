package io.creel.schedulers.program;

import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A sliced program of one worker that takes coroutines out of an object that other threads fill; the object must refuse
 * them once the worker's group has closed.
 *
 * <p>
 * If another program calls this one, such as a lambda that polls a NIC first, {@link #startingIn} may never be called.
 * Then this program joins the group of its worker at its first cycle, and that cycle refuses a group whose size does
 * not fit.
 *
 * <p>
 * Threads: {@link #startingIn} on the thread that starts the group, everything else on the worker's.
 */
public abstract class OneWorkerProgram extends WorkerSlicing implements WorkerProgram {
    private final String kind;
    private final String serves;
    private @Nullable Worker worker;
    private boolean joined;

    /**
     * Makes the program of one worker.
     *
     * @param kind
     *            its kind in error messages, such as {@code placement program}
     * @param serves
     *            the object it serves, as {@code name=value}
     * @param nanoClock
     *            nanoseconds; measures slices; read inside coroutines
     */
    protected OneWorkerProgram(String kind, String serves, LongSupplier nanoClock) {
        super(nanoClock);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.serves = Objects.requireNonNull(serves, "serves");
    }

    @Override
    public final void startingIn(WorkerGroup group, int index) {
        join(group);
        joined = true;
    }

    /**
     * Lets the served object refuse coroutines when the group closes, see {@link WorkerGroup#closeWhenStopped}. Called
     * once.
     *
     * @param group
     *            the group of the worker
     * @throws IllegalArgumentException
     *            if the program does not fit the group
     */
    protected abstract void join(WorkerGroup group);

    /**
     * Prepares for the worker's first cycle, on its thread. The worker's carrier uses this program's slices from now
     * on.
     *
     * @param first
     *            the worker
     */
    protected abstract void begin(Worker first);

    /** {@return the worker that this serves; {@code null} before the first cycle} */
    protected final @Nullable Worker worker() {
        return worker;
    }

    /**
     * Begins a cycle; a subclass calls it first in each.
     *
     * @param by
     *            the worker of the cycle
     * @throws IllegalStateException
     *            if it is another worker than in the cycles before
     */
    protected final void serve(Worker by) {
        if (by != worker) {
            serveFirst(by);
        }
    }

    private void serveFirst(Worker by) {
        if (worker != null) {
            throw new IllegalStateException(
                    kind + " refused, it serves one worker: " + serves + ", worker=" + worker + ", by=" + by);
        }
        WorkerGroup group = by.group();
        if (!joined && group != null) {
            startingIn(group, by.index());
        }
        worker = by;
        begin(by);
        by.carrier().setSlicing(this);
    }
}
