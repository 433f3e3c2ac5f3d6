package io.creel.schedulers.when.priority;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ClassWhen;
import io.creel.schedulers.when.When;
import java.util.function.ToIntFunction;

/**
 * Serves class 0 first. A running coroutine makes room, at its next checkpoint, for a more important class only.
 *
 * <p>
 * <b>Bound.</b> A class that waits gets its n-th turn after at most n × ({@code maxPassed} + classes) takes. A turn is
 * one handle: it runs to its end or until a more important class preempts it, and then the next turn of its class is
 * its own again. O(classes) per take.
 */
public final class StrictPriority extends ClassWhen {
    /** The default for {@code maxPassed}: the value with which workers and the simulator were compared. */
    public static final int DEFAULT_MAX_PASSED = 8;

    /** How long a coroutine that the guard has let through may run, in nanoseconds. */
    public static final long GUARDED_QUANTUM_NS = 5_000;

    private final int maxPassed;
    /** How many times each class was passed over since it was served. */
    private final int[] passed;
    private long quantumNs;

    /**
     * Makes empty queues.
     *
     * @param name
     *            its name in error messages and dumps
     * @param classes
     *            the number of classes, at least 1
     * @param classOf
     *            the class of a handle; class 0 is served first
     * @param maxPassed
     *            how many handles may pass a class in a row, at least 1
     */
    public StrictPriority(String name, int classes, ToIntFunction<Coroutine> classOf, int maxPassed) {
        super(name, classes, classOf, Preempted.AT_HEAD);
        if (maxPassed < 1) {
            throw new IllegalArgumentException("guard out of range: policy=" + name + ", maxPassed=" + maxPassed
                    + ", least=1");
        }
        this.maxPassed = maxPassed;
        passed = new int[classes];
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
        int chosen = choose();
        if (chosen < 0) {
            return batch;
        }
        for (int lower = 0; lower < passed.length; lower++) {
            passed[lower] = lower == chosen || lists().list(lower).isEmpty() ? 0 : passed[lower] + 1;
        }
        return lists().list(chosen).drain(batch, Math.min(max, 1));
    }

    private int choose() {
        quantumNs = 0;
        int first = -1;
        for (int i = 0; i < passed.length; i++) {
            if (!lists().list(i).isEmpty()) {
                if (passed[i] >= maxPassed) {
                    quantumNs = GUARDED_QUANTUM_NS;
                    return i;
                }
                first = first < 0 ? i : first;
            }
        }
        return first;
    }

    /**
     * Returns the quantum. A more important class preempts at the next checkpoint; a coroutine that the guard has let
     * through runs for its turn first.
     */
    @Override
    public long quantumNs() {
        return quantumNs;
    }

    @Override
    public boolean preempts(Coroutine running) {
        int own = lists().classOf(running);
        for (int higher = own - 1; higher >= 0; higher--) {
            if (!lists().list(higher).isEmpty()) {
                return true;
            }
        }
        return own > 0 && hasUnsorted();
    }

    /** Provides the policy {@code priority} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("priority", "Type 0 first; a type that too many handles in a row have passed is served once.",
                    "the talk, POSIX SCHED_FIFO; the guard is Creel's",
                    PolicyNumber.count("guard", DEFAULT_MAX_PASSED, 1, Integer.MAX_VALUE));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new StrictPriority(label, context.types(), context.type(), given.getInt(0));
        }
    }
}
