package io.creel.schedulers;

import io.creel.core.FailureHandler;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What may be injected into a {@link WorkerGroup}. The default clock of groups is named here, and nowhere else. Not
 * thread-safe.
 */
public final class WorkerGroupBuilder {
    /** How long each step of a close may take unless told otherwise. */
    public static final long DEFAULT_CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    final String name;
    final int workers;
    Supplier<? extends IdleStrategy> idle = SpinThenPark::new;
    FailureHandler coroutineFailures = FailureHandler.PRINT;
    WorkerFailureHandler failures = WorkerFailureHandler.PRINT;
    LongSupplier nanoClock = System::nanoTime;
    long closeTimeoutNs = DEFAULT_CLOSE_TIMEOUT_NS;

    WorkerGroupBuilder(String name, int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException(
                    "a group needs at least one worker: group=" + name + ", workers=" + workers);
        }
        this.name = Objects.requireNonNull(name, "name");
        this.workers = workers;
    }

    /**
     * What each worker does when a cycle found no work; asked once per worker. The default is {@link SpinThenPark}. One that is no
     * {@link DeadlineIdle} decides alone how late deadlines are.
     */
    public WorkerGroupBuilder idle(Supplier<? extends IdleStrategy> strategies) {
        idle = Objects.requireNonNull(strategies, "strategies");
        return this;
    }

    /** Who is told of what coroutines throw. The default prints. */
    public WorkerGroupBuilder coroutineFailures(FailureHandler handler) {
        coroutineFailures = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /** Who is told of what worker programs throw. The default prints. */
    public WorkerGroupBuilder failures(WorkerFailureHandler handler) {
        failures = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /** The clock that bounds {@link WorkerGroup#close()} and that workers read once a cycle. Called by several threads. */
    public WorkerGroupBuilder nanoClock(LongSupplier clock) {
        nanoClock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** How long each step of {@link WorkerGroup#close()} may take, at least 1 ns. */
    public WorkerGroupBuilder closeTimeoutNs(long timeoutNs) {
        if (timeoutNs < 1) {
            throw new IllegalArgumentException(
                    "close time-out must be positive: group=" + name + ", timeoutNs=" + timeoutNs);
        }
        closeTimeoutNs = timeoutNs;
        return this;
    }

    /** Makes the group; its threads start with its program. */
    public WorkerGroup build() {
        return new WorkerGroup(this);
    }
}
