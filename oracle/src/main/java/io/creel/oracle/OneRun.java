package io.creel.oracle;

import io.creel.agent.check.RuleViolation;
import io.creel.core.CoroutineCancelledException;

/** Makes one run of a program and judges it. */
final class OneRun {
    private OneRun() {
    }

    /** Runs a program to its end; what went wrong is in {@link SimulatedWorkers#failures()}. */
    static void make(SmallProgram program, SimulatedWorkers workers) {
        RuleViolation.observe(workers::violated);
        try {
            program.start(workers);
        } catch (CutRun tooLong) {
            throw new IllegalStateException("the start of the program makes too many choices: most="
                    + SimulatedWorkers.MAX_STEPS, tooLong);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException("the program cannot be started: " + failure.getMessage(), failure);
        }
        workers.run();
        RuleViolation.observe(OneRun::unobserved);
    }

    private static void unobserved(RuleViolation violation) {
        // Between two runs.
    }

    /** Throws the first failure of a run that was not cut. */
    static void requireNoFailure(SimulatedWorkers workers) {
        if (workers.isCut()) {
            return;
        }
        for (Throwable failure : workers.failures()) {
            if (failure instanceof CoroutineCancelledException) {
                continue;
            }
            String message = failure.getMessage();
            throw new BrokenRuleError(message == null ? failure.toString() : message, failure);
        }
        String left = workers.left();
        if (left != null) {
            throw new BrokenRuleError("a coroutine does not end although it is cancelled: coroutine=" + left, null);
        }
    }
}
