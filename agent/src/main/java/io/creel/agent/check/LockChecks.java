package io.creel.agent.check;

import io.creel.core.lock.CoroutineLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What woven code calls about locks, monitors, suspensions and places. See {@link ValueChecks}. */
public final class LockChecks {
    private LockChecks() {
    }

    /** Returns the number of thread-owned locks and monitors that checked code of the caller's context holds. */
    public static int heldByThread() {
        return Context.current().locks.ofThread();
    }

    /** Before a call that takes a lock. */
    public static void locking(Context context, Object lock, String where) {
        if (lock instanceof CoroutineLock known ? known.isHeld() : isHeld(context, lock)) {
            throw Violations.of("CR015", "a lock is taken twice, and it is not re-entrant, lock=" + name(lock), where,
                    traceOf(context, lock));
        }
    }

    /**
     * After a call that has taken a lock if {@code holds}. Of a lock that belongs to the thread, {@code noSuspend} says
     * that it is only counted.
     */
    public static void locked(Context context, Object lock, boolean holds, boolean ofThread, boolean noSuspend) {
        if (holds && lock != null) {
            TakenLocks.Kind kind = ofThread
                    ? noSuspend ? TakenLocks.Kind.COUNTED : TakenLocks.Kind.THREAD
                    : noSuspend || isNoSuspend(lock) ? TakenLocks.Kind.NO_SUSPEND : TakenLocks.Kind.COROUTINE;
            context.locks.add(lock, kind, context.next(), context.tracing ? new Acquired("locked") : null);
        }
    }

    private static boolean isNoSuspend(Object lock) {
        ValueFacts facts = lock instanceof CoroutineLock ? ValueFacts.ofAny(lock) : ValueFacts.of(lock);
        return facts != null && facts.noSuspend;
    }

    /** After the load of a field that marks its lock. */
    public static void noSuspend(Object lock) {
        if (lock != null) {
            ValueFacts.ofAny(lock).noSuspend = true;
        }
    }

    /** Before a call that releases a lock. */
    public static void unlocking(Context context, Object lock, String where) {
        if (lock instanceof CoroutineLock known && !known.isHeld()) {
            throw Violations.of("CR015", "a lock is released without being held, lock=" + name(lock), where, null);
        }
    }

    /** After a call that has released a lock. */
    public static void unlocked(Context context, Object lock, boolean holds) {
        if (holds) {
            context.locks.remove(lock, false);
        }
    }

    /** Before a call that requires a lock. */
    public static void requires(Context context, Object lock, String where) {
        if (lock != null && !isHeldNow(context, lock)) {
            throw Violations.of("CR013", Violations.callee(where) + " needs a lock that the caller does not hold, lock="
                    + name(lock), where, null);
        }
    }

    private static boolean isHeldNow(Context context, Object lock) {
        return switch (lock) {
            case CoroutineLock known -> known.isHeld();
            case ReentrantLock known -> known.isHeldByCurrentThread();
            case ReentrantReadWriteLock.WriteLock known -> known.isHeldByCurrentThread();
            default -> isHeld(context, lock);
        };
    }

    private static boolean isHeld(Context context, Object lock) {
        return context.locks.find(lock) >= 0;
    }

    /** At the beginning of a method that requires a lock: its caller has promised it. */
    public static void promised(Context context, Object lock) {
        if (lock != null && !(lock instanceof CoroutineLock) && !isHeld(context, lock)) {
            context.locks.add(lock, TakenLocks.Kind.PROMISED, context.next(), null);
        }
    }

    /** Before the end of a method that requires a lock. */
    public static void stillHeld(Context context, Object lock, String where) {
        if (lock != null && !isHeldNow(context, lock)) {
            throw Violations.of("CR014", "the lock of the caller was released, lock=" + name(lock), where, null);
        }
    }

    /** Before the end of a method that returns with a lock if {@code holds}. */
    public static void keeps(Context context, Object lock, boolean holds, String where) {
        if (holds && lock != null) {
            if (!isHeldNow(context, lock)) {
                throw Violations.of("CR011", "the method promises to hold a lock, and does not, lock=" + name(lock),
                        where, null);
            }
            context.locks.remove(lock, false); // the caller notes it
        }
    }

    /** Forgets the locks that a method took. Returns a violation if it still holds one. */
    static RuleViolation prune(Context context, long mark, String end, String where, String without) {
        TakenLocks locks = context.locks;
        RuleViolation found = null;
        for (int i = locks.size() - 1; i >= 0 && locks.number(i) > mark; i--) {
            if (locks.kind(i) == TakenLocks.Kind.COUNTED) {
                continue; // code that the specification does not bind may return with a lock
            }
            if (found == null && !without.contains("CR014") && locks.kind(i) != TakenLocks.Kind.PROMISED
                    && locks.kind(i) != TakenLocks.Kind.MONITOR
                    && !(locks.lock(i) instanceof CoroutineLock known && !known.isHeld())) {
                found = Violations.of("CR014", "a lock is still held " + end + ", lock=" + name(locks.lock(i)), where,
                        locks.trace(i));
            }
            locks.removeAt(i);
        }
        return found;
    }

    /** After a monitor was entered. */
    public static void entered(Context context, Object monitor) {
        context.locks.add(monitor, TakenLocks.Kind.MONITOR, context.next(),
                context.tracing ? new Acquired("entered") : null);
    }

    /** After a monitor was left. */
    public static void left(Context context, Object monitor) {
        context.locks.remove(monitor, true);
    }

    /** Before a call that may suspend; {@code releasing} is the lock that the call gives up meanwhile. */
    public static void suspending(Context context, Object releasing, String where, String without) {
        String callee = Violations.callee(where);
        if (context.onCarrier > 0 && !without.contains("CR017")) {
            throw Violations.of("CR017", callee + " suspends, in code that runs on the carrier", where, null);
        }
        if (context.noPreempt > 0 && !without.contains("CR019")) {
            throw Violations.of("CR019", callee + " may suspend, in a method that must not be preempted", where, null);
        }
        if (without.contains("CR016")) {
            return;
        }
        TakenLocks locks = context.locks;
        for (int i = 0; i < locks.size(); i++) {
            TakenLocks.Kind kind = locks.kind(i);
            boolean own = context.isGuest && kind.isOfThread();
            if (locks.lock(i) != releasing && kind != TakenLocks.Kind.PROMISED && !own
                    && (kind != TakenLocks.Kind.COROUTINE || releasing != null)) {
                throw Violations.of("CR016", callee + " suspends while " + kind.text + " is held, lock="
                        + name(locks.lock(i)), where, locks.trace(i));
            }
        }
        if (context.isCoroutine && !context.isGuest && LiveMonitors.isDue(context)) {
            String held = LiveMonitors.find();
            if (held != null) {
                throw Violations.of("CR016", callee + " suspends while a monitor is held, " + held, where, null);
            }
        }
    }

    /** After a call that may have suspended: loans have ended. */
    public static void suspended(Context context) {
        context.suspensions++;
    }

    /** Before a call that must run on the carrier. */
    public static void onCarrier(Context context, String where) {
        if (context.isCoroutine && context.onCarrier == 0) {
            throw Violations.of("CR018", Violations.callee(where) + " is called inside a coroutine", where, null);
        }
    }

    /** At the beginning of a method that must run on the carrier. */
    public static void begunOnCarrier(Context context, String where) {
        if (context.isCoroutine && !context.isGuest && context.onCarrier == 1) {
            throw Violations.of("CR018", Violations.callee(where) + " runs inside a coroutine", where, null);
        }
    }

    /** Before a call that must run inside a coroutine. */
    public static void inCoroutine(Context context, String where) {
        if (context.onCarrier > 0) {
            throw Violations.of("CR018", Violations.callee(where) + " is called on the carrier", where, null);
        }
    }

    private static Acquired traceOf(Context context, Object lock) {
        int at = context.locks.find(lock);
        return at < 0 ? null : context.locks.trace(at);
    }

    private static String name(Object lock) {
        return lock instanceof CoroutineLock known ? known.name() : Violations.name(lock);
    }
}
