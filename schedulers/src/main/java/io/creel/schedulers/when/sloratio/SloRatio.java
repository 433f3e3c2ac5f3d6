package io.creel.schedulers.when.sloratio;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhenProvider;
import io.creel.schedulers.when.ClassWhen;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * Serves one handle at a time, of the type with the largest wait ÷ SLO. A preempted handle keeps its ready time and
 * goes to the end of its type. O(types) per take. Needs ready times: {@link #accounts()}.
 */
public final class SloRatio extends ClassWhen {
    /** The default slice, in nanoseconds: that of Shinjuku. */
    public static final long DEFAULT_QUANTUM_NS = 5_000;
    /** The default objective of a type, in nanoseconds: a long time for a request of microseconds. */
    public static final long DEFAULT_SLO_NS = 1_000_000;

    private final LongSupplier nanoClock;
    private final long[] sloNs;
    private final long quantumNs;

    /**
     * Makes empty queues.
     *
     * @param name
     *            its name in error messages and dumps
     * @param nanoClock
     *            the clock that ready times are stamped with
     * @param quantumNs
     *            how long a coroutine runs before it makes room for waiting ones, in nanoseconds, at least 1
     * @param typeOf
     *            the type of a handle, from 0
     * @param sloNs
     *            the objective of each type, in nanoseconds, at least 1
     */
    public SloRatio(String name, LongSupplier nanoClock, long quantumNs, ToIntFunction<Coroutine> typeOf,
            long... sloNs) {
        super(name, sloNs.length, typeOf, Preempted.AT_TAIL);
        if (quantumNs < 1 || Arrays.stream(sloNs).anyMatch(slo -> slo < 1)) {
            throw new IllegalArgumentException("slo ratio bounds out of range: policy=" + name + ", quantumNs="
                    + quantumNs + ", sloNs=" + Arrays.toString(sloNs));
        }
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
        this.quantumNs = quantumNs;
        this.sloNs = sloNs.clone();
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
        long nowNs = nanoClock.getAsLong();
        int best = -1;
        double most = 0;
        for (int type = 0; type < sloNs.length; type++) {
            if (!lists().list(type).isEmpty()) {
                double ratio = (double) (nowNs - ReadyTime.of(lists().list(type).peek())) / sloNs[type];
                if (best < 0 || ratio > most) {
                    best = type;
                    most = ratio;
                }
            }
        }
        return best < 0 ? batch : lists().list(best).drain(batch, Math.min(max, 1));
    }

    @Override
    public long quantumNs() {
        return quantumNs;
    }

    @Override
    public boolean accounts() {
        return true;
    }

    /** Provides the policy {@code slo-ratio} by its name. */
    public static final class Provider extends WhenProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("slo-ratio", "The type whose oldest handle has used up most of its objective first.",
                    "Shinjuku (multi-queue)",
                    PolicyNumber.time("quantum", DEFAULT_QUANTUM_NS, 1, 3_600_000_000_000L),
                    PolicyNumber.time("slo", DEFAULT_SLO_NS, 1, 3_600_000_000_000L).perType());
        }

        @Override
        public When make(String label, PolicyContext context, PolicyNumbers given) {
            return new SloRatio(label, context.nanoClock(), given.get(0), context.type(),
                    given.perType(1, context.types()));
        }
    }
}
