package io.creel.cli.bridge;

import java.util.function.Supplier;

/**
 * A call that may have to wait. It is attempted when it arrives, and again after everything that happens.
 *
 * @param attempt
 *            the answer; null to wait on
 * @param deadlineNs
 *            when the wait ends, by the virtual clock; {@link #NEVER} for no deadline
 * @param timeUp
 *            the answer at the deadline
 * @param kind
 *            whether it moves the clock
 */
record Call(Supplier<Answer> attempt, long deadlineNs, Supplier<Answer> timeUp, Kind kind) {
    static final long NEVER = Long.MAX_VALUE;

    /** What a waiting call does to the clock. */
    enum Kind {
        /** Nothing: it waits until another call moves the clock. */
        WAITS,
        /** It moves the clock to its deadline. */
        SLEEPS,
        /** It moves the clock until a packet leaves. */
        AWAITS_PACKET
    }

    /** A call that always answers at once. */
    static Call now(Supplier<Answer> attempt) {
        return new Call(attempt, NEVER, null, Kind.WAITS);
    }

    /** A call that waits for ever, or fails at its deadline. */
    static Call waiting(Supplier<Answer> attempt, long deadlineNs, LinuxError atDeadline) {
        return new Call(attempt, deadlineNs, () -> Answer.of(new CallFailure(atDeadline)), Kind.WAITS);
    }

    /** The answer, failures included; null if the call has to wait. */
    Answer tryAt(long nowNs) {
        try {
            Answer answer = attempt.get();
            return answer == null && deadlineNs != NEVER && nowNs >= deadlineNs ? timeUp.get() : answer;
        } catch (CallFailure failure) {
            return Answer.of(failure);
        }
    }
}
