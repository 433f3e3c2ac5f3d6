package io.creel.schedulers;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Idles by spinning for a while and then parking the thread until it is woken, until a deadline of its coroutines is
 * due, or for a bounded time.
 *
 * <p>
 * <b>No wake-up is lost</b>, even if other code parks on the same thread and consumes its permit, because the object
 * has a state of its own.
 *
 * <p>
 * One object per worker: {@code idle} is called by one thread only, {@link #wake()} by any. Both are O(1), and nothing
 * allocates. An interrupt of the thread is swallowed: it would turn parking into spinning.
 */
public final class SpinThenPark implements DeadlineIdle, Wakeable {
    /**
     * For {@code maxParkNs}: only a wake-up or a deadline ends the sleep. Fit for workers all of whose sources wake
     * them. In a group that has set deadlines, a worker still looks every 2 ms whether another one is late with its
     * own.
     */
    public static final long UNTIL_WOKEN = Long.MAX_VALUE;
    /** The default number of idle cycles before the first parking. */
    public static final int DEFAULT_MAX_SPINS = 1_000;
    /**
     * The default longest sleep: how long a source that cannot wake a worker (a polled NIC) waits at most for an idle
     * one. Sleeps of this length cost a sixth of a core; {@link SpinThenPoll} needs none.
     */
    public static final long DEFAULT_MAX_PARK_NS = 100_000;

    /** More idle cycles than this take a second or longer. */
    static final int LONGEST_SPINS = 10_000_000;

    private final int maxSpins;
    private final long maxParkNs;
    private int spins;
    /** The thread to unpark. Written by the worker before it falls asleep, read by a waker after it. */
    private @Nullable Thread sleeper;
    private final SleepState state = new SleepState();

    /**
     * Spins for {@value #DEFAULT_MAX_SPINS} cycles, then parks for at most {@value #DEFAULT_MAX_PARK_NS} ns at a time.
     */
    public SpinThenPark() {
        this(DEFAULT_MAX_SPINS, DEFAULT_MAX_PARK_NS);
    }

    /**
     * Idles with other bounds than the defaults.
     *
     * @param maxSpins
     *            idle cycles before the first parking, at least 0
     * @param maxParkNs
     *            the longest sleep, in nanoseconds, at least 1, or {@link #UNTIL_WOKEN}
     */
    public SpinThenPark(int maxSpins, long maxParkNs) {
        if (maxSpins < 0 || maxParkNs < 1) {
            throw new IllegalArgumentException(
                    "bounds out of range: maxSpins=" + maxSpins + ", maxParkNs=" + maxParkNs);
        }
        this.maxSpins = maxSpins;
        this.maxParkNs = maxParkNs;
    }

    @Override
    public void idle(int workCount, LongSupplier quietNs) {
        if (workCount > 0) {
            spins = 0;
        } else if (!spins()) {
            park(Math.min(maxParkNs, quietNs.getAsLong()));
        }
    }

    @Override
    public void idle() {
        if (!spins()) {
            park(maxParkNs);
        }
    }

    private boolean spins() {
        boolean isLeft = spins < maxSpins;
        if (isLeft) {
            spins++;
            Thread.onSpinWait();
        }
        return isLeft;
    }

    private void park(long mostNs) {
        sleeper = Thread.currentThread();
        if (mostNs > 0 && state.fallAsleep()) {
            LockSupport.parkNanos(this, mostNs);
            Thread.interrupted();
        }
        state.awake();
    }

    /** {@return whether the spinning ends after a second at the most} */
    @Override
    public boolean givesUpCore() {
        return maxSpins <= LONGEST_SPINS;
    }

    @Override
    public void reset() {
        spins = 0;
    }

    @Override
    public void wake() {
        if (state.signal()) {
            LockSupport.unpark(sleeper);
        }
    }
}
