package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.schedulers.where.Where;
import org.jspecify.annotations.Nullable;

/** Asks a policy a question that is recorded, or is about to be. */
final class WhereQuestions {
    private WhereQuestions() {
    }

    /** {@return the answer as a number; 0 for a question without an answer} */
    @SuppressWarnings("NullAway") // a question about a handle comes with it
    static long of(Where policy, PolicyQuestion asked, long first, long second, long third, long fourth,
            @Nullable Coroutine handle,
            PolicyInputs inputs) {
        int number = (int) first;
        switch (asked) {
            case ATTACH -> policy.attach(inputs);
            case PLACE -> {
                return policy.place(handle, number);
            }
            case REFUSED -> policy.refused(number, handle);
            case NEXT -> {
                return policy.next(number);
            }
            case AT_MOST -> {
                return policy.atMost(number, (int) second, (int) third);
            }
            case JOINS -> {
                return policy.joins(number, (int) second);
            }
            case REFILL -> {
                return policy.refill(number);
            }
            case WAITS -> {
                return policy.waits(number) ? 1 : 0;
            }
            case WAKE -> {
                return policy.wake(number, (int) second);
            }
            case WAKE_AFTER -> {
                return policy.wakeAfter(number);
            }
            case REBALANCE -> policy.rebalance(first);
            case BEGAN -> policy.began(number, handle);
            case RAN -> policy.ran(number, (int) second, third, fourth != 0);
            default -> throw new IllegalArgumentException("no question to a where: asked=" + DecisionLog.word(asked));
        }
        return 0;
    }
}
