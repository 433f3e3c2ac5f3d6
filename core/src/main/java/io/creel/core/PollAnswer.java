package io.creel.core;

import io.creel.core.internal.Diagnostics;
import org.jspecify.annotations.Nullable;

/**
 * Answers a request to preempt at a poll. Runs inside the code that was woven, wherever that is called; so it throws
 * nothing and does nothing if it cannot be sure.
 *
 * <p>
 * The cheapest question comes first: is this carrier asked (3 ns), does work wait, is a lock counted, is a frame
 * unsafe (about 1 µs)? Only if a frame may hold a monitor are the monitors looked at (13 to 27 µs).
 */
final class PollAnswer {
    private static final Diagnostics DIAGNOSTICS = Diagnostics.get();
    /** The guards that canaries remove one by one: no counted lock, no unsafe frame, no monitor. */
    static final int COUNTED = 1;
    static final int FRAMES = 2;
    static final int HELD_MONITORS = 4;
    /** The guards that a canary has removed; written by tests only. */
    static int removed;

    private PollAnswer() {
    }

    static void answer() {
        Coroutine self = null;
        try {
            Stack stack = Stack.current();
            if (stack == null) {
                answerForGuest();
                return;
            }
            self = stack.occupant;
            if (self != null) {
                answer(self, stack);
            }
        } catch (StackOverflowError full) {
            if (self != null) {
                self.carrier.counters.polls.failed++; // nothing was changed before, see StackRoom
            }
        } catch (Throwable failure) {
            failed(self, failure);
        }
    }

    private static void answer(Coroutine self, Stack stack) throws Throwable {
        Carrier here = self.carrier;
        PreemptRequest request = here.preemption();
        long run = here.counters.resumed;
        if (!request.lower() || !request.isFor(run)) {
            return;
        }
        PollCounters counts = here.counters.polls;
        Slicing slicing = here.slicing();
        if (slicing == null || !slicing.waits(self)) {
            counts.alone++;
        } else if (isLocked(self, stack)) {
            counts.locked++;
        } else if (!request.isResting(run)) {
            if (!isSafe(counts)) {
                request.restAfterUnsafe(run);
            } else if (self.leaveAtPoll(slicing, stack)) {
                self.carrier.counters.polls.preempted++; // another carrier may have resumed it
            } else {
                counts.pinned++;
                request.restAfterUnsafe(run);
            }
        }
    }

    private static boolean isLocked(Coroutine self, Stack stack) {
        return self.driving != 0 || (stack.locks != 0 || self.heldLocks != null) && (removed & COUNTED) == 0;
    }

    private static boolean isSafe(PollCounters counts) {
        PollFrames frames = PollFrames.ofCaller();
        Class<?> unsafe = frames.unsafe();
        if (unsafe != null && (removed & FRAMES) == 0) {
            counts.unsafe++;
            counts.unsafeFrame = unsafe.getName();
            return false;
        }
        if (frames.mayHoldMonitors() && (removed & HELD_MONITORS) == 0 && DIAGNOSTICS.holdsMonitor()) {
            counts.locked++;
            return false;
        }
        return true;
    }

    /** Lowers the word for a virtual thread, which polls do not preempt: its locks are not counted. */
    private static void answerForGuest() {
        Coroutine guest = Coroutine.current();
        if (guest == null) {
            return;
        }
        Carrier here = guest.carrier;
        if (here != null && here.preemption().lower()) {
            here.counters.polls.unsafe++;
            here.counters.polls.unsafeFrame = guest.toString();
        }
    }

    /** Tells the failure handler of a policy that has thrown. The coroutine continues. */
    private static void failed(@Nullable Coroutine self, Throwable failure) {
        if (self != null) {
            Carrier here = self.carrier;
            here.counters.polls.failed++;
            here.report(self, failure);
        }
    }
}
