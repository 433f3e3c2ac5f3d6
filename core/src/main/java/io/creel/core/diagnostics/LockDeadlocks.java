package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.LockQueue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds two kinds of deadlock: coroutines that wait for each other's {@link io.creel.core.lock.CoroutineLock}s; and
 * carriers blocked by a lock of {@code java.util.concurrent} whose next or present owner is a virtual thread that needs
 * the same carrier. Works on demand and costs nothing before. Any thread.
 *
 * <p>
 * <b>The rule.</b> If virtual threads of a worker take a lock of {@code java.util.concurrent}, then code that blocks
 * that worker must never take it: no coroutine and no worker program. It does not help that no thread holds the lock
 * across a wait. A {@link io.creel.core.lock.CoroutineLock} serves both, because a waiter of it leaves the worker.
 */
public final class LockDeadlocks {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private LockDeadlocks() {
    }

    /**
     * Examines every lock that has a waiter.
     *
     * @return a line per cycle and per blocked carrier; empty if there is none. A deadlock that is resolved
     *         during the search may be among them
     */
    public static List<String> find() {
        Map<Coroutine, LockQueue> waitsFor = new IdentityHashMap<>();
        for (Stash stash : KERNEL.stashes()) {
            if (stash instanceof LockQueue waiters) {
                waiters.forEach(coroutine -> waitsFor.put(coroutine, waiters));
            }
        }
        List<String> cycles = new ArrayList<>();
        Set<Coroutine> visited = new HashSet<>();
        for (Coroutine start : waitsFor.keySet()) {
            List<Coroutine> path = new ArrayList<>();
            Coroutine next = start;
            while (next != null && visited.add(next)) {
                path.add(next);
                LockQueue lock = waitsFor.get(next);
                next = lock == null ? null : lock.owner();
            }
            int from = next == null ? -1 : path.indexOf(next);
            if (from >= 0) {
                cycles.add(describe(path.subList(from, path.size()), waitsFor));
            }
        }
        for (Carrier carrier : KERNEL.carriers()) {
            String deadlock = ThreadLocks.deadlockOf(carrier);
            if (deadlock != null) {
                cycles.add(deadlock);
            }
        }
        return cycles;
    }

    @SuppressWarnings("NullAway") // each waiter of a cycle waits for a lock
    private static String describe(List<Coroutine> cycle, Map<Coroutine, LockQueue> waitsFor) {
        StringJoiner text = new StringJoiner("; ", "deadlock: ", "");
        for (Coroutine waiter : cycle) {
            LockQueue lock = waitsFor.get(waiter);
            text.add(waiter + " waits for " + lock.name() + ", held by " + lock.owner());
        }
        return text.toString();
    }
}
