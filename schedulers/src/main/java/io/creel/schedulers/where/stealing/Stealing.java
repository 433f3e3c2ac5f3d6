package io.creel.schedulers.where.stealing;

import io.creel.core.Coroutine;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.PolicyNumbers;
import io.creel.schedulers.policy.WhereProvider;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Turns;
import io.creel.schedulers.where.Where;

/**
 * Lets a worker take from its own queue first, and then half of another worker's. Work-conserving: a worker finds
 * nothing only if every queue was empty when it looked. The order within a queue survives a theft. Two thieves run
 * their stolen handles at the same time, as two workers of a central queue do.
 *
 * <p>
 * Placing is O(1), looking for a victim O(workers).
 */
public final class Stealing implements Where {
    private static final int PAD = 16;

    /**
     * The last victim of each worker; written by that worker. The entries lie far apart, because each is written often.
     */
    @SuppressWarnings("NullAway.Init") // set by attach, before any other call
    private int[] lastVictims;
    private Signals signals;
    private final Turns turns = new Turns();

    /** Makes the policy. */
    public Stealing() {
    }

    @Override
    public String name() {
        return "stealing";
    }

    @Override
    public int queues(int workers) {
        lastVictims = new int[workers * PAD];
        return workers;
    }

    @Override
    public void attach(Signals given) {
        signals = given;
    }

    @Override
    public int place(Coroutine handle, int byWorker) {
        int active = signals.active();
        if (byWorker >= 0 && byWorker < active) {
            return byWorker;
        }
        return turns.next(active);
    }

    @Override
    public int next(int worker) {
        if (signals.length(worker) > 0) {
            return worker;
        }
        if (worker >= signals.active()) {
            return NONE;
        }
        int victim = victim(worker);
        if (victim != NONE) {
            lastVictims[worker * PAD] = victim;
        }
        return victim;
    }

    private int victim(int thief) {
        int workers = signals.workers();
        int at = lastVictims[thief * PAD];
        for (int i = 0; i < workers; i++) {
            if (at != thief && signals.length(at) > 0) {
                return at;
            }
            at = at + 1 == workers ? 0 : at + 1;
        }
        return NONE;
    }

    @Override
    public int atMost(int worker, int queue, int max) {
        if (queue == worker) {
            return max;
        }
        int difference = signals.length(queue) - signals.length(worker);
        return Math.min(max, Math.max(1, difference + 1 >> 1));
    }

    @Override
    public boolean waits(int worker) {
        return signals.length(worker) > 0 || worker < signals.active() && victim(worker) != NONE;
    }

    @Override
    public int wake(int queue, int byWorker) {
        return signals.isIdle(queue) ? queue : signals.idle(queue);
    }

    /** Provides the policy {@code stealing} by its name. */
    public static final class Provider extends WhereProvider {
        /** Makes the provider; called by {@link java.util.ServiceLoader}. */
        public Provider() {
            super("stealing", "One queue per worker; an idle worker takes half of the difference from another.",
                    "Caladan, SBB");
        }

        @Override
        public Where make(String label, PolicyContext context, PolicyNumbers given) {
            return new Stealing();
        }
    }
}
