package io.creel.schedulers.when.besteffort;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.schedulers.when.ClassWhen;
import java.util.Objects;
import java.util.function.Predicate;

/** Latency-critical first, best-effort in what is left, preempted at once. O(1) a handle. */
public final class BestEffort extends ClassWhen {
    private static final int CRITICAL = 0;
    private static final int REST = 1;

    private long quantumNs = Long.MAX_VALUE;

    /**
     * Makes empty queues.
     *
     * @param name
     *            what error messages and dumps call it
     * @param isBestEffort
     *            whether a handle is best-effort work
     */
    public BestEffort(String name, Predicate<Coroutine> isBestEffort) {
        Objects.requireNonNull(isBestEffort, "isBestEffort");
        super(name, 2, handle -> isBestEffort.test(handle) ? REST : CRITICAL);
    }

    @Override
    public Batch take(Batch batch, int max) {
        lists().sort();
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

    /** Asked of best-effort work only: the rest has no quantum. */
    @Override
    public boolean preempts(Coroutine running) {
        return !lists().list(CRITICAL).isEmpty() || hasUnsorted();
    }
}
