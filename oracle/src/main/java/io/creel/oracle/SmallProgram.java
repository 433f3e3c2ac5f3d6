package io.creel.oracle;

/** A small program whose every schedule is run. It makes everything it needs anew, and starts its coroutines. */
@FunctionalInterface
public interface SmallProgram {
    /**
     * Sets the program up. Runs outside of any coroutine, once per schedule.
     *
     * @param workers
     *            runs the coroutines, and is the only source of chance
     * @throws Exception
     *             if the program cannot be set up, which ends the exploration
     */
    void start(SimulatedWorkers workers) throws Exception;
}
