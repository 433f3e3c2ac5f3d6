package io.creel.schedulers.where.shortest;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Chooses the shorter of two queues drawn at random. Not work-conserving. Placing is O(1). */
public final class TwoChoices extends PerWorker {
    private final RandomGenerator random;

    /**
     * Makes the policy.
     *
     * @param random
     *            draws the queues; every placing thread calls it, so it must be thread-safe if there are several
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
        second += second >= first ? 1 : 0; // the second is another queue
        return occupancy(second) < occupancy(first) ? second : first;
    }

    /** Provides the policy {@code two-choices} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
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
