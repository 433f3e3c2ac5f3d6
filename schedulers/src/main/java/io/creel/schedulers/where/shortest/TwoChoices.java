package io.creel.schedulers.where.shortest;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The shorter of two queues drawn at random. Not work-conserving. Placing is O(1). */
public final class TwoChoices extends PerWorker {
    private final RandomGenerator random;

    /**
     * One queue a worker.
     *
     * @param random
     *            what is drawn from; called by every thread that places, so it must allow for that where there are several
     */
    public TwoChoices(RandomGenerator random) {
        super("two-choices");
        this.random = Objects.requireNonNull(random, "random");
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        int active = signals().active();
        if (active == 1) {
            return 0;
        }
        int first = random.nextInt(active);
        int second = random.nextInt(active - 1);
        second += second >= first ? 1 : 0; // another one
        return occupancy(second) < occupancy(first) ? second : first;
    }

    /** Makes it by its name, {@code two-choices}. */
    public static final class Provider extends WhereProvider {
        /** For {@link java.util.ServiceLoader}. */
        public Provider() {
            super("two-choices", "The shorter of two queues drawn at random.",
                    "Mitzenmacher's power of two choices, scx p2dq");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new TwoChoices(context.random());
        }
    }
}
