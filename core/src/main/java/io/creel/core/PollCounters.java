package io.creel.core;

import org.jspecify.annotations.Nullable;

/**
 * Counts how the polls of one carrier answered. Written by the carrier's thread. Any thread may read, and may see
 * slightly old values. A poll that finds no request for its run counts nothing.
 */
public final class PollCounters {
    long preempted;
    long alone;
    long locked;
    long unsafe;
    long pinned;
    long failed;
    @Nullable
    String unsafeFrame;

    PollCounters() {
    }

    /** {@return how often a coroutine was preempted at a poll} */
    public long preempted() {
        return preempted;
    }

    /** {@return how often a coroutine was not preempted because no work waited that should run first} */
    public long alone() {
        return alone;
    }

    /**
     * {@return how often a coroutine was not preempted because something was locked} That is a monitor, a lock that
     * woven code had taken, or a coroutine lock. A method marked {@link io.creel.core.spec.NoPreempt} counts as one.
     */
    public long locked() {
        return locked;
    }

    /** {@return how often a run was not preempted because of a frame that is not woven, or of a virtual thread} */
    public long unsafe() {
        return unsafe;
    }

    /** {@return how often a run was not preempted because a frame pinned its stack, such as a class initialiser} */
    public long pinned() {
        return pinned;
    }

    /** {@return how often the answer itself failed; the failure handler was told, except of stack overflows} */
    public long failed() {
        return failed;
    }

    /**
     * {@return the class of the innermost frame that has last kept a coroutine from being preempted; {@code null} if
     * there was none}
     */
    public @Nullable String unsafeFrame() {
        return unsafeFrame;
    }
}
