package io.creel.schedulers;

import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;

/**
 * The <em>when</em> of a worker: takes handles out of stashes and resumes them, in duty cycles.
 *
 * <p>
 * It is called on the worker's thread, outside any coroutine, again and again until the group stops. It must not block.
 * A program that several workers share must not share stashes of one thread; see {@link WorkerGroup#startEach}.
 */
@FunctionalInterface
public interface WorkerProgram {
    /**
     * Does one duty cycle.
     *
     * @param worker
     *            the worker that calls
     * @return how much was done; 0 only if nothing was found to do: the idle strategy may then put the worker to sleep
     * @throws Exception
     *            is reported to the {@link WorkerFailureHandler} and counted; the worker goes on with its next cycle. A
     *            repeated exception is reported more and more rarely, see there. A
     *            {@link io.creel.core.ThreadBindingException}, which would only repeat, stops the group. An
     *            {@link Error} ends the worker's thread. In a group another thread goes on with the same program and
     *            with everything that waits for the worker, see {@link WorkerGroup}
     */
    @RunsOn(Place.CARRIER)
    int doWork(Worker worker) throws Exception;

    /**
     * Prepares the program for a worker of a group. Called once, on the thread that starts the group, before any worker
     * runs. Does nothing unless overridden. A program that calls another one passes this call on, so that a misfit is
     * refused before the start; otherwise Creel's own programs join the group of their worker at their first cycle.
     *
     * @param group
     *            the group that is about to start
     * @param index
     *            which of its workers runs this program, from 0
     * @throws IllegalArgumentException
     *            if the program does not fit the group: the group is not started
     */
    default void startingIn(WorkerGroup group, int index) {
    }

    /**
     * Returns whether an idle worker of this program may sleep until it is woken: whether each object in which the
     * program looks for work wakes the worker ({@link Worker#wake()}) or is a
     * {@linkplain io.creel.core.WaitSource wait source}, such as a receive queue. Called on the worker's thread before
     * a sleep.
     *
     * @return {@code false}, unless overridden: the worker then looks every 2 ms, see {@link SpinThenPoll}
     */
    default boolean isWoken() {
        return false;
    }
}
