package io.creel.schedulers.services;

import io.creel.core.Coroutine;
import io.creel.core.SuspensionCallback;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.where.Where;
import org.jspecify.annotations.Nullable;

/**
 * Workers, the placement they serve, and, if asked for, virtual threads on the same workers. They are made, connected,
 * started and closed together.
 *
 * <pre>{@code
 * try (Scheduler net = Scheduler.builder("net", 2).where(new Jbsq(2)).when(TwoQueue::new).withThreads().start()) {
 *     net.place(Coroutine.create(body, request));
 *     net.threads().executor().submit(blockingTask);
 * }
 * }</pre>
 *
 * <p>
 * The parts stay available through getters. A program that needs workers of another kind beside these makes
 * {@link WorkerGroup} and {@link Placement} itself. Any thread may call every method.
 */
public final class Scheduler implements AutoCloseable, SuspensionCallback {
    private final WorkerGroup group;
    private final Placement placement;
    private final @Nullable VirtualThreads threads;

    Scheduler(WorkerGroup group, Placement placement, @Nullable VirtualThreads threads) {
        this.group = group;
        this.placement = placement;
        this.threads = threads;
    }

    /**
     * Returns a builder of a scheduler. Its default is a central FIFO queue that all workers serve.
     *
     * @param name
     *            the name of its workers, queues and threads in error messages and dumps
     * @param workers
     *            the number of workers, at least 1
     * @return the builder
     */
    public static SchedulerBuilder builder(String name, int workers) {
        return new SchedulerBuilder(name, workers);
    }

    /** {@return its workers} */
    public WorkerGroup group() {
        return group;
    }

    /** {@return the placement that the workers serve} */
    public Placement placement() {
        return placement;
    }

    /**
     * Returns its virtual threads.
     *
     * @return the threads
     * @throws IllegalStateException
     *            if they were not asked for by {@link SchedulerBuilder#withThreads()}
     */
    public VirtualThreads threads() {
        if (threads == null) {
            throw new IllegalStateException(
                    "scheduler has no virtual threads, ask its builder withThreads(): scheduler="
                            + placement.name());
        }
        return threads;
    }

    /**
     * Puts a runnable coroutine into the queue that the policy names, and wakes the worker that should take it.
     *
     * @param handle
     *            owned by the caller until this returns {@code true}
     * @return {@code false} if the queue is full, or the policy refuses
     * @throws IllegalStateException
     *            if the handle has another owner
     */
    public boolean place(@Transfers(when = Result.TRUE) Coroutine handle) {
        return placement.place(handle, Where.NONE);
    }

    /** Places a coroutine that calls {@code Coroutine.await(scheduler)}; a coroutine that is refused runs on. */
    @Override
    public boolean accept(Coroutine self) {
        return place(self);
    }

    /** Closes the threads, then the workers; see {@link WorkerGroup#close()}. */
    @Override
    public void close() {
        group.close();
    }

    @Override
    public String toString() {
        return placement.name();
    }
}
