package io.creel.schedulers.when.besteffort;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.spec.Unowned;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ClassWhen;
import io.creel.schedulers.when.When;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves latency-critical work first and best-effort work in the time left. One best-effort coroutine is preempted at
 * once per waiting latency-critical one. Several workers may run best-effort work of one queue, and if all of them made
 * room for the same arrival, the time would go into preemptions (in the simulator: 4.5 per request on 16 cores). O(1)
 * per handle.
 */
public final class BestEffort extends ClassWhen {
    private static final int CRITICAL = 0;
    private static final int REST = 1;

    private long quantumNs = Long.MAX_VALUE;
    /**
     * How many coroutines were asked to make room and have not caused a take since. Workers race for it, and it may be
     * one off.
     */
    private int asked;
    /** The last coroutine that was asked: if it finds no room in its queue, it runs on and asks again. */
    @Unowned
    private @Nullable Coroutine lastAsked;

    /**
     * Makes empty queues.
     *
     * @param name
     *            its name in error messages and dumps
     * @param isBestEffort
     *            whether a handle is best-effort work
     */
    public BestEffort(String name, Predicate<Coroutine> isBestEffort) {
        Objects.requireNonNull(isBestEffort, "isBestEffort");
        super(name, 2, handle -> isBestEffort.test(handle) ? REST : CRITICAL, Preempted.AT_HEAD);
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
        asked = Math.max(0, asked - 1);
        lastAsked = null;
        if (!lists().list(CRITICAL).isEmpty()) {
            quantumNs = Long.MAX_VALUE;
            return lists().list(CRITICAL).drain(batch, max);
        }
        quantumNs = 0;
        return lists().list(REST).drain(batch, Math.min(max, 1));
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    /**
     * Returns whether a best-effort coroutine should make room. Called for best-effort work only: other work has no
     * quantum.
     */
    @Override
    public boolean preempts(Coroutine running) {
        int waiting = lists().list(CRITICAL).size() + lists().entry().size();
        if (waiting == 0 || asked >= waiting && running != lastAsked) {
            return false;
        }
        if (running != lastAsked) {
            asked++;
            lastAsked = running;
        }
        return true;
    }

    /** Provides the policy {@code best-effort} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("best-effort",
                    "Latency-critical types run first; best-effort types run in the time left and make room at once.",
                    "Skyloft, Caladan",
                    PolicyNumber.count("first-best-effort-type", 1, 0, Integer.MAX_VALUE));
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            int first = given.getInt(0);
            return new BestEffort(label, handle -> context.type().applyAsInt(handle) >= first);
        }
    }
}
