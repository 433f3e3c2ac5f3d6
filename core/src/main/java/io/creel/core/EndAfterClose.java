package io.creel.core;

/**
 * Ends a cancelled coroutine whose carrier is closed and which no other carrier takes over. It ends on the thread that
 * has cancelled or woken it, on a carrier that exists for this end only. So its {@code finally} blocks run, and it
 * gives back what it owns. The end counts on the closed carrier.
 *
 * <p>
 * A homed coroutine is reported instead, because only its own thread may resume it. So is any coroutine on a virtual
 * thread, which could delay the JDK's scheduler. If the ending coroutine waits for a lock, it resumes on the thread
 * that gives it the lock, in the same way.
 */
final class EndAfterClose {
    private EndAfterClose() {
    }

    /**
     * Ends the coroutine if the inbox of the closed carrier owns it.
     *
     * @return {@code false} if it cannot end here; nothing has happened then
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
