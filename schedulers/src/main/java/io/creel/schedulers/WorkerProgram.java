package io.creel.schedulers;

/**
 * The <em>when</em> of a worker: what one duty cycle takes out of which stash, and resumes.
 *
 * <p>
 * Called on the worker's thread, outside any coroutine, again and again until the group stops. It must not block. A
 * program that several workers share must not share stashes of one thread; see {@link WorkerGroup#startEach}.
 */
@FunctionalInterface
public interface WorkerProgram {
    /**
     * Does one duty cycle.
     *
     * @param worker
     *            whose cycle this is
     * @return how much was done; 0 only where nothing was found to do: the idle strategy may then put the worker to sleep
     * @throws Exception
     *             is reported to the {@link WorkerFailureHandler} and counted; the worker goes on with its next cycle. The same one
     *             again and again is reported ever more rarely, see there. A
     *             {@link io.creel.core.ThreadBindingException}, which no repetition mends, stops the group. An
     *             {@link Error} ends the worker's thread. In a group another thread goes on with the same program and all that
     *             waits for the worker, see {@link WorkerGroup}
     */
    int doWork(Worker worker) throws Exception;

    /**
     * Is told once which worker of which group will run it. Called on the thread that starts the group, before any worker runs. Does
     * nothing unless overridden. A program that calls another one passes this on, so that what does not fit is refused before the
     * start; Creel's own programs join the group of their worker at their first cycle otherwise.
     *
     * @param group
     *            whose worker it is
     * @param index
     *            which worker, from 0
     * @throws IllegalArgumentException
     *             if the program does not fit the group: the group is not started
     */
    default void startingIn(WorkerGroup group, int index) {
    }
}
