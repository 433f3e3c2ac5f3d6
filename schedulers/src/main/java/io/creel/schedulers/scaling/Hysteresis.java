package io.creel.schedulers.scaling;

import io.creel.schedulers.where.Signals;
import java.util.Objects;

/**
 * Adds workers as soon as another policy wants more, and gives them back only after that policy has wanted fewer at
 * every look for a time. Of all the numbers it wanted meanwhile, the largest counts. Use it if a change costs more than
 * a look: if cores are lent, see {@link CoreLending}.
 *
 * <p>
 * <b>The bound.</b> Within any time T, the number of workers falls at most {@code T / keepNs + 1} times, whatever the
 * load is. Between two falls it only rises.
 *
 * <p>
 * The other policy must decide by the present alone, as {@code standing-queue}, {@code harvest} and {@code warm-cores}
 * do. A policy that remembers its own decisions would take a refused one for done.
 *
 * <p>
 * Used by one placement; O(1) beside the other policy.
 */
public final class Hysteresis implements Scaling {
    private final Scaling policy;
    private final long keepNs;
    private boolean pending;
    /** Since when the policy has wanted fewer, and the most that it has wanted since. */
    private long sinceNs;
    private int most;

    /**
     * Wraps a policy.
     *
     * @param policy
     *            decides by the present alone; used by this object only
     * @param keepNs
     *            for how long it has to want fewer workers, in nanoseconds, at least 1
     */
    public Hysteresis(Scaling policy, long keepNs) {
        if (keepNs < 1) {
            throw new IllegalArgumentException("time to keep a worker out of range: keepNs=" + keepNs + ", least=1");
        }
        this.policy = Objects.requireNonNull(policy, "policy");
        this.keepNs = keepNs;
    }

    @Override
    public String name() {
        return policy.name() + " with hysteresis";
    }

    @Override
    public long periodNs() {
        return policy.periodNs();
    }

    @Override
    public int active(Signals signals, int queues, int active, long nowNs) {
        int wanted = Math.clamp(policy.active(signals, queues, active, nowNs), 1, signals.workers());
        if (wanted >= active) {
            pending = false;
            return wanted;
        }
        if (!pending) {
            pending = true;
            sinceNs = nowNs;
            most = wanted;
        }
        most = Math.max(most, wanted);
        if (nowNs - sinceNs < keepNs) {
            return active;
        }
        pending = false;
        return most;
    }
}
