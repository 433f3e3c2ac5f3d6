package io.creel.schedulers.where.fraction;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Guarantees each type a part of every worker's slots. A slot is one take of one coroutine; with a quantum it is a
 * bounded time. Work-conserving.
 *
 * <p>
 * <b>Bound.</b> Of any {@value #SLOTS} consecutive takes of a worker during which a type waits, at least its percentage
 * serve it. The percentages need not add up to 100: an unreserved slot goes to the longest waiting handle. Decisions
 * are O(types).
 */
public final class Fractions implements Where {
    /** The length of the pattern in slots: one slot per percent. */
    public static final int SLOTS = 100;

    private static final int PAD = 16;

    private final ToIntFunction<Coroutine> typeOf;
    private final int types;
    /** The type for which each slot is reserved, or NONE. */
    private final int[] slots;
    private Signals signals;
    /** The next slot of each worker; written by that worker. */
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private int[] at;

    /**
     * Reserves slots.
     *
     * @param typeOf
     *            the type of a handle, from 0
     * @param percents
     *            the part of each type, in percent; each at least 0, together at most 100
     */
    public Fractions(ToIntFunction<Coroutine> typeOf, int... percents) {
        this.typeOf = Objects.requireNonNull(typeOf, "typeOf");
        if (percents.length == 0 || Arrays.stream(percents).anyMatch(percent -> percent < 0)
                || Arrays.stream(percents).sum() > SLOTS) {
            throw new IllegalArgumentException(
                    "reserved parts out of range: percents=" + Arrays.toString(percents) + ", most=" + SLOTS);
        }
        types = percents.length;
        slots = spread(percents);
    }

    /**
     * Orders the slots of one pattern by earliest virtual deadline first: the slots of a type are as even as whole
     * slots can be.
     */
    private static int[] spread(int[] percents) {
        int[] slots = new int[SLOTS];
        int[] given = new int[percents.length];
        int reserved = Arrays.stream(percents).sum();
        for (int slot = 0; slot < SLOTS; slot++) {
            int best = NONE;
            double most = 0;
            for (int type = 0; type < percents.length; type++) {
                double behind = (slot + 1.0) * percents[type] / SLOTS - given[type];
                if (given[type] < percents[type] && behind > most + 1e-9) {
                    most = behind;
                    best = type;
                }
            }
            int unreservedGiven = slot - Arrays.stream(given).sum();
            double unreservedBehind = (slot + 1.0) * (SLOTS - reserved) / SLOTS - unreservedGiven;
            boolean free = unreservedBehind > most + 1e-9 && unreservedGiven < SLOTS - reserved;
            slots[slot] = free ? NONE : best;
            if (slots[slot] != NONE) {
                given[best]++;
            }
        }
        return slots;
    }

    @Override
    public String name() {
        return "fractions";
    }

    @Override
    public int queues(int workers) {
        at = new int[workers * PAD];
        return types;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return Math.clamp(typeOf.applyAsInt(handle), 0, types - 1);
    }

    @Override
    public int next(int worker) {
        if (worker >= signals.active()) {
            return NONE;
        }
        int slot = at[worker * PAD];
        int reserved = slots[slot];
        int queue = reserved != NONE && signals.length(reserved) > 0 ? reserved : oldest();
        if (queue != NONE) {
            at[worker * PAD] = slot + 1 == SLOTS ? 0 : slot + 1;
        }
        return queue;
    }

    private int oldest() {
        int best = NONE;
        long delayNs = -1;
        for (int queue = 0; queue < types; queue++) {
            if (signals.length(queue) > 0 && signals.delayNs(queue) > delayNs) {
                delayNs = signals.delayNs(queue);
                best = queue;
            }
        }
        return best;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return 1;
    }

    @Override
    public boolean waits(int worker) {
        return worker < signals.active() && oldest() != NONE;
    }

    @Override
    public int wake(int queue, int byWorker) {
        return signals.idle(0);
    }

    @Override
    public boolean accounts() {
        return true; // the longest waiting handle is known by its age
    }

    /** Provides the policy {@code fractions} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("fractions", "A guaranteed part of every worker's slots for each type.",
                    "Creel",
                    PolicyNumber.percent("part", 1, 0, SLOTS).otherwise("100%/types").perType());
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Fractions(context.type(), given.perTypeInt(0, context.types(), SLOTS / context.types()));
        }
    }
}
