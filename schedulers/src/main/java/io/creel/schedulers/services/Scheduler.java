package io.creel.schedulers.services;

import io.creel.core.Coroutine;
import io.creel.core.SuspensionCallback;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.where.Where;

/**
 * Workers, the placement they serve, and, if asked for, virtual threads on the same workers: made, wired, started and closed
 * together.
 *
 * <pre>{@code
 * try (Scheduler net = Scheduler.builder("net", 2).where(new Jbsq(2)).when(TwoQueue::new).withThreads().start()) {
 *     net.place(Coroutine.create(body, request));
 *     net.threads().executor().submit(blockingTask);
 * }
 * }</pre>
 *
 * <p>
 * The parts stay available: a program that wants workers of another kind beside these makes {@link WorkerGroup} and
 * {@link Placement} itself. Threads: any.
 */
public final class Scheduler implements AutoCloseable, SuspensionCallback {
    private final WorkerGroup group;
    private final Placement placement;
    private final VirtualThreads threads;

    Scheduler(WorkerGroup group, Placement placement, VirtualThreads threads) {
        this.group = group;
        this.placement = placement;
        this.threads = threads;
    }

    /**
     * Begins a scheduler: central FIFO on all workers unless told otherwise.
     *
     * @param name
     *            what error messages and dumps call its workers, queues and threads
     * @param workers
     *            how many, at least 1
     */
    public static SchedulerBuilder builder(String name, int workers) {
        return new SchedulerBuilder(name, workers);
    }

    /** Its workers. */
    public WorkerGroup group() {
        return group;
    }

    /** What the workers serve. */
    public Placement placement() {
        return placement;
    }

    /**
     * Its virtual threads.
     *
     * @throws IllegalStateException
     *             if they were not asked for by {@link SchedulerBuilder#withThreads()}
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
     * Puts a runnable coroutine where the policy says, and wakes its worker.
     *
     * @param handle
     *            the caller's, until this returns {@code true}
     * @return {@code false} if the queue is full, or the policy refuses
     * @throws IllegalStateException
     *             if the handle has another owner
     */
    public boolean place(Coroutine handle) {
        return placement.place(handle, Where.NONE);
    }

    /** {@code Coroutine.await(scheduler)} places the calling coroutine here; a refused one runs on. */
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
