package io.creel.schedulers;

import io.creel.core.FailureHandler;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Builds a {@link WorkerGroup} and takes its injected parts. The default clock of groups is named here, and nowhere
 * else. Not thread-safe.
 */
public final class WorkerGroupBuilder {
    /** The default of how long each step of a close may take, in nanoseconds. */
    public static final long DEFAULT_CLOSE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    final String name;
    final int workers;
    private Supplier<? extends IdleStrategy> idle = this::defaultIdle;
    WorkerThreadSetup threadSetup = _ -> {
    };
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
     * Sets what each worker does when a cycle found no work. The default is {@link SpinThenPoll}; it
     * blocks at once if the threads {@linkplain WorkerThreadSetup#hasPriority() go before those of other programs}. A
     * strategy that is no {@link DeadlineIdle} alone decides how late deadlines are.
     *
     * @param strategies
     *            called once per worker
     * @return this builder
     */
    public WorkerGroupBuilder idle(Supplier<? extends IdleStrategy> strategies) {
        idle = Objects.requireNonNull(strategies, "strategies");
        return this;
    }

    /** Called when the group is built, so that the order of the builder's calls does not matter. */
    private IdleStrategy defaultIdle() {
        return threadSetup.hasPriority() ? SpinThenPoll.withoutSpinning() : new SpinThenPoll();
    }

    IdleStrategy newIdle() {
        return idle.get();
    }

    /**
     * Sets what each worker's thread does before its first cycle. An exception is reported as one of the worker's
     * program, and the worker goes on.
     *
     * @param setup
     *            called on each thread, also on one that replaces another, such as
     *            {@link io.creel.schedulers.os.OsSettings}
     * @return this builder
     */
    public WorkerGroupBuilder eachThread(WorkerThreadSetup setup) {
        threadSetup = Objects.requireNonNull(setup, "setup");
        return this;
    }

    /**
     * Sets the receiver of exceptions of coroutines. The default prints.
     *
     * @param handler
     *            called on the workers' threads
     * @return this builder
     */
    public WorkerGroupBuilder coroutineFailures(FailureHandler handler) {
        coroutineFailures = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Sets the receiver of exceptions of worker programs. The default prints.
     *
     * @param handler
     *            called on the workers' threads
     * @return this builder
     */
    public WorkerGroupBuilder failures(WorkerFailureHandler handler) {
        failures = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Sets the clock that bounds {@link WorkerGroup#close()} and that workers read once per cycle.
     *
     * @param clock
     *            nanoseconds; called by several threads
     * @return this builder
     */
    public WorkerGroupBuilder nanoClock(LongSupplier clock) {
        nanoClock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets how long each step of {@link WorkerGroup#close()} may take.
     *
     * @param timeoutNs
     *            nanoseconds, at least 1
     * @return this builder
     */
    public WorkerGroupBuilder closeTimeoutNs(long timeoutNs) {
        if (timeoutNs < 1) {
            throw new IllegalArgumentException(
                    "close time-out must be positive: group=" + name + ", timeoutNs=" + timeoutNs);
        }
        closeTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * Makes the group; its threads start with its program.
     *
     * @return the group
     * @throws IllegalArgumentException
     *             if the threads must not spin and the idle strategy spins for ever
     */
    public WorkerGroup build() {
        return new WorkerGroup(this);
    }
}
