package io.creel.schedulers.vthreads;

import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.where.Where;

/**
 * Where the runnable threads of a class go: the same queues as its coroutines. Called by any thread, also by a virtual one that
 * is pinned meanwhile, so it must not block, wait for a lock or throw.
 */
public interface Runnables {
    /**
     * Puts a runnable thread where its worker will look, and wakes that worker if it sleeps.
     *
     * @param handle
     *            the caller's; the queue's where the answer is {@code true}
     * @param by
     *            on whose thread this is called, {@code null} for a thread that is no worker's
     * @return {@code false} where there is no room now; {@link VirtualThreads#retry} tries again
     */
    @CheckReturnValue
    boolean place(Coroutine handle, Worker by);

    /** Wakes those who call {@link VirtualThreads#retry}. */
    void wake();

    /** A class of threads places its runnable ones here from now on. */
    default void usedBy(VirtualThreads threads) {
    }

    /** What a placement and a class of service have in common. */
    @FunctionalInterface
    interface Queues {
        /** Puts a handle where it belongs; {@code byWorker} is {@link Where#NONE} for a thread that is no worker's. */
        boolean place(Coroutine handle, int byWorker);
    }

    /**
     * The queues that a group serves, {@code placement::place} or {@code serviceClass::place}. The group's workers try again
     * what was refused, and closing the group closes the class first.
     */
    static Runnables in(Queues queues, WorkerGroup group) {
        return new Runnables() {
            @Override
            public boolean place(Coroutine handle, Worker by) {
                boolean ours = by != null && by.index() < group.size() && group.worker(by.index()) == by;
                return queues.place(handle, ours ? by.index() : Where.NONE);
            }

            @Override
            public void usedBy(VirtualThreads threads) {
                group.closeFirst(threads::close);
                group.besides(threads::retry);
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
