package io.creel.schedulers.vthreads;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.where.Where;
import org.jspecify.annotations.Nullable;

/**
 * The queues of a class's runnable threads: the same queues that its coroutines wait in. Any thread may call this, also
 * a virtual thread that is pinned meanwhile, so an implementation must not block, wait for a lock or throw.
 */
public interface ThreadQueues {
    /**
     * Puts a runnable thread into a queue that its worker will look at, and wakes that worker if it sleeps.
     *
     * @param handle
     *            owned by the queue if this returns {@code true}, otherwise still by the caller
     * @param by
     *            the worker on whose thread this is called; {@code null} on a thread that is no worker's
     * @return {@code false} if there is no room now; {@link VirtualThreads#retry} tries again
     */
    @CheckReturnValue
    boolean place(@Transfers(when = Result.TRUE) Coroutine handle, @Nullable Worker by);

    /** Wakes the workers that call {@link VirtualThreads#retry}. */
    void wake();

    /**
     * Announces that a class of threads places its runnable ones here from now on.
     *
     * @param threads
     *            the class
     */
    default void usedBy(VirtualThreads threads) {
    }

    /** The common method of a placement and a class of service. */
    @FunctionalInterface
    interface Placer {
        /**
         * Puts a handle into the queue that the policy names.
         *
         * @param handle
         *            owned by the queue if this returns {@code true}, otherwise still by the caller
         * @param byWorker
         *            the worker that places it; {@link Where#NONE} for a thread that is no worker's
         * @return {@code false} if there is no room
         */
        boolean place(@Transfers(when = Result.TRUE) Coroutine handle, int byWorker);
    }

    /**
     * Returns the queues that a group serves. The group's workers try refused threads again, and closing the group
     * closes the class of threads first.
     *
     * @param queues
     *            {@code placement::place} or {@code serviceClass::place}
     * @param group
     *            the group whose workers serve those queues
     * @return the queues, for {@link VirtualThreads}
     */
    static ThreadQueues in(Placer queues, WorkerGroup group) {
        return new ThreadQueues() {
            @SuppressWarnings("NullAway") // a worker of the group is not null
            @Override
            public boolean place(Coroutine handle, @Nullable Worker by) {
                boolean ours = by != null && by.index() < group.size() && group.worker(by.index()) == by;
                return queues.place(handle, ours ? by.index() : Where.NONE);
            }

            @Override
            public void usedBy(VirtualThreads threads) {
                group.closeFirst(threads::close);
                group.runEachCycle(threads::retry);
            }

            @Override
            public void wake() {
                for (int i = 0; i < group.size(); i++) {
                    group.worker(i).wake();
                }
            }
        };
    }
}
