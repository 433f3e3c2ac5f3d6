package io.creel.schedulers.where.central;

import io.creel.core.Coroutine;
import io.creel.queues.AdaptiveBatch;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;

/**
 * Uses one queue for all workers. Work-conserving. It keeps no state of its own, so every decision is O(1) and exact.
 */
public final class Central implements Where {
    /** The default for the largest batch a worker takes. */
    public static final int DEFAULT_MAX_BATCH = 32;

    private final int minBatch;
    private final int maxBatch;
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private AdaptiveBatch batch;
    private Signals signals;

    /** Takes batches of at most {@value #DEFAULT_MAX_BATCH} handles. */
    public Central() {
        this(DEFAULT_MAX_BATCH);
    }

    /**
     * Takes batches of at most {@code maxBatch} handles.
     *
     * @param maxBatch
     *            the largest batch a worker takes, at least 1
     */
    public Central(int maxBatch) {
        this(1, maxBatch);
    }

    /**
     * Takes batches between two bounds, even if a worker's share of the queue is smaller than the lower one. If both
     * bounds are equal, batches have that size as long as the queue has as many handles.
     *
     * @param minBatch
     *            how many handles a worker takes even of a short queue, at least 1
     * @param maxBatch
     *            the largest batch a worker takes, at least {@code minBatch}
     */
    public Central(int minBatch, int maxBatch) {
        if (maxBatch < 1) {
            throw new IllegalArgumentException("central batch out of range: maxBatch=" + maxBatch + ", least=1");
        }
        if (minBatch < 1 || minBatch > maxBatch) {
            throw new IllegalArgumentException("central batch out of range: minBatch=" + minBatch
                    + ", least=1, most=" + maxBatch);
        }
        this.minBatch = minBatch;
        this.maxBatch = maxBatch;
    }

    @Override
    public String name() {
        return "central";
    }

    @Override
    public int queues(int workers) {
        batch = new AdaptiveBatch(maxBatch, workers);
        return 1;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return 0;
    }

    @Override
    public int next(int worker) {
        return waits(worker) ? 0 : NONE;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return Math.min(max, Math.max(minBatch, batch.size(signals.length(0))));
    }

    @Override
    public boolean waits(int worker) {
        return worker < signals.active() && signals.length(0) > 0;
    }

    @Override
    public int wake(int queue, int byWorker) {
        return signals.idle(0);
    }

    /**
     * Wakes one more worker for what is left. The placements of a burst may all have woken the same worker, which was
     * idle until its first take.
     */
    @Override
    public int wakeAfter(int worker) {
        return signals.length(0) > 0 ? signals.idle(0) : NONE;
    }

    /** Provides the policy {@code central} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("central", "One queue for all; an idle worker takes its share of the waiting handles.",
                    "Shinjuku, Perséphone (c-FCFS); the adaptive batch is Creel's",
                    PolicyNumber.count("max-batch", DEFAULT_MAX_BATCH, 1, Integer.MAX_VALUE),
                    PolicyNumber.count("min-batch", 1, 1, Integer.MAX_VALUE));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Central(given.getInt(1), given.getInt(0));
        }
    }
}
