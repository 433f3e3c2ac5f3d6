package io.creel.schedulers.where.linux;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Uses one ring per target worker, emptied {@value #BULK} handles at a time. Not work-conserving. Every decision is
 * O(1).
 */
public final class Cpumap extends PerWorker {
    /** How many handles are taken at once. */
    public static final int BULK = 8;

    private final ToIntFunction<Coroutine> targetOf;

    /**
     * Makes the policy.
     *
     * @param targetOf
     *            the worker to which a handle is redirected, as the XDP program would choose it; modulo the number of
     *            active workers
     */
    public Cpumap(ToIntFunction<Coroutine> targetOf) {
        super("cpumap");
        this.targetOf = Objects.requireNonNull(targetOf, "targetOf");
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return Math.floorMod(targetOf.applyAsInt(handle), signals().active());
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return Math.min(max, BULK);
    }

    /** Provides the policy {@code cpumap} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("cpumap", "A ring per target worker, emptied 8 handles at a time.",
                    "Linux (cpumap)");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Cpumap(context.engine());
        }
    }
}
