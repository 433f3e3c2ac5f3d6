package io.creel.core;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;

/**
 * The calls that the weaver of preemption polls puts into the code of opted-in packages. Code is not meant to call them
 * by hand: a poll suspends only if every frame of its coroutine is woven.
 *
 * <p>
 * A poll is one opaque read of a process-wide word. If {@link Carrier#preempt} has raised that word, the poll answers
 * the request of the carrier that runs it. It suspends the coroutine if the request names this run, if the
 * {@link Slicing} says that work waits, and if nothing is locked anywhere on the coroutine's stack. In contrast to
 * {@link Coroutine#checkpoint()} it never throws, never delivers a cancellation, and is permitted everywhere: outside
 * coroutines, in virtual threads, and below a frame that pins the stack it returns at once.
 *
 * <p>
 * The other methods count the locks that woven code takes and releases, because the JVM does not tell which
 * thread-owned locks a stack holds. They do nothing outside coroutines.
 *
 * <p>
 * Threads: any.
 */
public final class PreemptionPoll {
    /** The name of the field that the weaver adds to each class whose methods it has woven. */
    public static final String WOVEN = "$creel$polled";
    /** The name of the field that the weaver adds to each such class that enters monitors. */
    public static final String MONITORS = "$creel$monitors";

    /** How many steps of a counted loop without calls run between two polls. */
    public static final int STRIP = 1_024;

    private PreemptionPoll() {
    }

    /** Suspends the calling coroutine if its carrier was asked to preempt it and its stack holds nothing. */
    public static void poll() {
        if (PollSignal.isRaised()) {
            PollAnswer.answer();
        }
    }

    /**
     * Polls, and splits off the part of a counted loop that runs without a poll. Called where the loop is about to run.
     *
     * @param from
     *            the next value of the loop's variable, which grows by 1
     * @param to
     *            the value at which the loop ends, greater than {@code from}
     * @return the value at which the part ends: {@value #STRIP} steps later, or {@code to}
     */
    public static int strip(int from, int to) {
        poll();
        int left = to - from;
        return left > 0 && left <= STRIP ? to : from + STRIP; // a negative difference has overflowed
    }

    /** Counts a stamp that the caller is about to take. */
    public static void locked() {
        Stack stack = Stack.current();
        if (stack != null) {
            stack.locked();
        }
    }

    /** Counts a stamp that the caller has released. */
    public static void unlocked() {
        Stack stack = Stack.current();
        if (stack != null) {
            stack.unlocked();
        }
    }

    /**
     * Counts a lock that the caller has taken, or is about to take.
     *
     * @param receiver
     *            of the call; only a {@link Lock} counts
     */
    public static void locked(@Nullable Object receiver) {
        if (receiver instanceof Lock) {
            locked();
        }
    }

    /**
     * Counts a lock if the caller has got it.
     *
     * @param receiver
     *            of the call; only a {@link Lock} counts
     * @param taken
     *            its result
     */
    public static void lockedIf(@Nullable Object receiver, boolean taken) {
        if (taken) {
            locked(receiver);
        }
    }

    /**
     * Counts a stamp if the caller has got it.
     *
     * @param stamp
     *            the result of an attempt; 0 if it failed
     */
    public static void lockedIf(long stamp) {
        if (stamp != 0) {
            locked();
        }
    }

    /**
     * Counts a lock that the caller has released.
     *
     * @param receiver
     *            of the call; only a {@link Lock} counts
     */
    public static void unlocked(@Nullable Object receiver) {
        if (receiver instanceof Lock) {
            unlocked();
        }
    }

    /**
     * Counts a stamp if the caller has released it.
     *
     * @param released
     *            the result of an attempt
     */
    public static void unlockedIf(boolean released) {
        if (released) {
            unlocked();
        }
    }

    /**
     * Counts the conversion of a stamp of a {@link StampedLock}.
     *
     * @param after
     *            the result; 0 if the conversion failed
     * @param before
     *            the stamp that was to be converted
     */
    public static void converted(long after, long before) {
        if (after == 0) {
            return;
        }
        boolean heldBefore = StampedLock.isLockStamp(before);
        boolean holdsNow = StampedLock.isLockStamp(after);
        if (heldBefore && !holdsNow) {
            unlocked();
        } else if (holdsNow && !heldBefore) {
            locked();
        }
    }

    /**
     * Notes that the caller is about to take a permit of a {@link java.util.concurrent.Semaphore}. A permit has no
     * owner, so no later release is known to be its own. The body is not preempted any more.
     */
    public static void permit() {
        Stack stack = Stack.current();
        if (stack != null) {
            stack.locks = Byte.MAX_VALUE;
        }
    }
}
