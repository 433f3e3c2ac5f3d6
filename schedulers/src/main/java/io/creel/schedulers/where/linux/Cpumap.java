package io.creel.schedulers.where.linux;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.function.ToIntFunction;

/** A ring for each target worker, emptied {@value #BULK} at a time. Not work-conserving. Every decision is O(1). */
public final class Cpumap extends PerWorker {
    /** How many are taken at once. */
    public static final int BULK = 8;

    private final ToIntFunction<Coroutine> targetOf;

    /**
     * One queue a worker.
     *
     * @param targetOf
     *            the worker a handle is redirected to, as the XDP program would say; modulo the active ones
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

    /** Makes it by its name, {@code cpumap}. */
    public static final class Provider extends WhereProvider {
        /** For {@link java.util.ServiceLoader}. */
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
