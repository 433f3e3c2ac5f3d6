package io.creel.schedulers.where.linux;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumber;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * Uses one queue per RX queue, polled by the worker whose number is the queue's modulo the number of active workers.
 * Not work-conserving. O(RX queues).
 */
public final class ThreadedNapi implements Where {
    /** How many handles one poll takes at most. */
    public static final int WEIGHT = 64;

    private static final int PAD = 16;

    private final int rxQueues;
    private final ToIntFunction<Coroutine> rxQueueOf;
    private Signals signals;
    /** The queue each worker polled last; written by that worker. */
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private int[] polled;

    /**
     * Makes the policy.
     *
     * @param rxQueues
     *            the number of RX queues, at least 1
     * @param rxQueueOf
     *            the RX queue a handle came from, from 0
     */
    public ThreadedNapi(int rxQueues, ToIntFunction<Coroutine> rxQueueOf) {
        if (rxQueues < 1) {
            throw new IllegalArgumentException("rx queues out of range: rxQueues=" + rxQueues + ", least=1");
        }
        this.rxQueues = rxQueues;
        this.rxQueueOf = Objects.requireNonNull(rxQueueOf, "rxQueueOf");
    }

    @Override
    public String name() {
        return "threaded-napi";
    }

    @Override
    public int queues(int workers) {
        polled = new int[workers * PAD];
        return rxQueues;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        return Math.floorMod(rxQueueOf.applyAsInt(handle), rxQueues);
    }

    @Override
    public int next(int worker) {
        int queue = after(worker, polled[worker * PAD]);
        if (queue != NONE) {
            polled[worker * PAD] = queue;
        }
        return queue;
    }

    /** {@return the next non-empty queue of a worker; the queue it polled last comes last} */
    private int after(int worker, int last) {
        int active = signals.active();
        for (int i = 1; i <= rxQueues && worker < active; i++) {
            int queue = (last + i) % rxQueues;
            if (queue % active == worker && signals.length(queue) > 0) {
                return queue;
            }
        }
        return NONE;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        return Math.min(max, WEIGHT);
    }

    @Override
    public boolean waits(int worker) {
        return after(worker, polled[worker * PAD]) != NONE;
    }

    @Override
    public int wake(int queue, int byWorker) {
        int worker = queue % signals.active();
        return signals.isIdle(worker) ? worker : NONE;
    }

    /** Provides the policy {@code threaded-napi} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("threaded-napi", "One worker per receive queue; it takes up to 64 handles at a time.",
                    "Linux (threaded NAPI)",
                    PolicyNumber.count("queues", PolicyContext.DEFAULT_ENGINES, 1, 1 << 16)
                            .otherwise("4, or the types"));
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new ThreadedNapi((int) given.orElse(0, context.engines()), context.engine());
        }
    }
}
