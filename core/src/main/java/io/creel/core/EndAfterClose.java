package io.creel.core;

/**
 * Ends a cancelled coroutine whose carrier is closed, and which no other carrier takes over: on the thread that has cancelled or woken
 * it, by a carrier that lives for this end only. So its {@code finally} blocks run, and what it owns is given back. Its end counts on the
 * carrier that is closed.
 *
 * <p>
 * Not if the coroutine is homed, because only its own thread may resume it, and not on a virtual thread, which may hold up the JDK's
 * scheduler: these are reported. A coroutine that waits for a lock in its end goes on where it gets the lock, in the same way.
 */
final class EndAfterClose {
    private EndAfterClose() {
    }

    /**
     * Ends it, if the inbox of the closed carrier owns it.
     *
     * @return {@code false} if it cannot end here: nothing has happened
     */
    static boolean tryEnd(Coroutine lost, Carrier closed) {
        if (lost.isHomed() || lost.guest != null || !lost.isHeldBy(closed.inbox())
                || Stack.currentThread().isVirtual()) {
            return false;
        }
        Carrier last = closed.successor();
        lost.move(closed.inbox(), last.inbox());
        if (!last.inbox().give(lost)) {
            throw new AssertionError("a fresh carrier is closed: carrier=" + last);
        }
        last.close();
        last.counters().countLate();
        return true;
    }
}
