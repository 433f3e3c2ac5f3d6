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
 * Finds coroutines that wait for each other's {@link io.creel.core.lock.CoroutineLock}s, and carriers that a lock of {@code java.util.concurrent}
 * blocks whose next or present owner is a virtual thread that needs the same carrier. On demand; nothing is paid before. Any
 * thread.
 *
 * <p>
 * <b>The rule.</b> A lock of {@code java.util.concurrent} that virtual threads of a worker take is never taken on that worker by
 * code that blocks it: a coroutine, or a worker program. That no thread holds it across a wait does not help. A
 * {@link io.creel.core.lock.CoroutineLock} serves both, because a waiter of it leaves the worker.
 */
public final class LockDeadlocks {
    private static final KernelAccess KERNEL = KernelAccess.get();

    private LockDeadlocks() {
    }

    /**
     * Looks at every lock that has a waiter.
     *
     * @return a line for each cycle and each blocked carrier, empty if there is none; one that is broken while this looks may be
     *         among them
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

    private static String describe(List<Coroutine> cycle, Map<Coroutine, LockQueue> waitsFor) {
        StringJoiner text = new StringJoiner("; ", "deadlock: ", "");
        for (Coroutine waiter : cycle) {
            LockQueue lock = waitsFor.get(waiter);
            text.add(waiter + " waits for " + lock.name() + ", held by " + lock.owner());
        }
        return text.toString();
    }
}
