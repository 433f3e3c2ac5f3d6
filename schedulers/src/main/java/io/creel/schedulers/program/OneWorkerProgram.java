package io.creel.schedulers.program;

import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * A sliced program of one worker that takes coroutines out of something that other threads fill, and that must refuse them once the
 * worker's group has closed.
 *
 * <p>
 * A program that is called by another one, such as a lambda that polls a NIC first, may never hear {@link #startingIn}. It joins the group
 * of its worker at its first cycle then, and a group whose size does not fit is refused in that cycle.
 *
 * <p>
 * Threads: {@link #startingIn} on the thread that starts the group, everything else on the worker's.
 */
public abstract class OneWorkerProgram extends WorkerSlicing implements WorkerProgram {
    private final String kind;
    private final String serves;
    private Worker worker;
    private boolean joined;

    /**
     * Makes the program of one worker.
     *
     * @param kind
     *            what error messages call it, such as {@code placement program}
     * @param serves
     *            what it serves, as {@code name=value}
     * @param nanoClock
     *            measures slices; read inside coroutines
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
     * Has what the program serves refuse coroutines when the group closes, see {@link WorkerGroup#closeWhenStopped}. Called once.
     *
     * @throws IllegalArgumentException
     *             if the program does not fit the group
     */
    protected abstract void join(WorkerGroup group);

    /** The worker's first cycle begins, on its thread. Its carrier takes this program's slices. */
    protected abstract void begin(Worker first);

    /** The worker that this serves; {@code null} before the first cycle. */
    protected final Worker worker() {
        return worker;
    }

    /**
     * To be called at the begin of each cycle, with its worker.
     *
     * @throws IllegalStateException
     *             if it is another worker than in the cycles before
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
