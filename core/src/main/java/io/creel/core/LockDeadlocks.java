package io.creel.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Finds coroutines that wait for each other's {@link CoroutineLock}s. On demand; nothing is paid before. Any thread. */
public final class LockDeadlocks {
    private LockDeadlocks() {
    }

    /**
     * Looks at every lock somebody waits for.
     *
     * @return a line for each cycle, empty where there is none; a cycle that is broken while this looks may be among them
     */
    public static List<String> find() {
        Map<Coroutine, CoroutineLock> waitsFor = new IdentityHashMap<>();
        for (Stash stash : Stashes.all()) {
            if (stash instanceof CoroutineLock.Waiters waiters) {
                waiters.forEach(coroutine -> waitsFor.put(coroutine, waiters.lock()));
            }
        }
        List<String> cycles = new ArrayList<>();
        Set<Coroutine> visited = new HashSet<>();
        for (Coroutine start : waitsFor.keySet()) {
            List<Coroutine> path = new ArrayList<>();
            Coroutine next = start;
            while (next != null && visited.add(next)) {
                path.add(next);
                CoroutineLock lock = waitsFor.get(next);
                next = lock == null ? null : lock.owner();
            }
            int from = next == null ? -1 : path.indexOf(next);
            if (from >= 0) {
                cycles.add(describe(path.subList(from, path.size()), waitsFor));
            }
        }
        return cycles;
    }

    private static String describe(List<Coroutine> cycle, Map<Coroutine, CoroutineLock> waitsFor) {
        StringJoiner text = new StringJoiner("; ", "deadlock: ", "");
        for (Coroutine waiter : cycle) {
            CoroutineLock lock = waitsFor.get(waiter);
            text.add(waiter + " waits for " + lock.name() + ", held by " + lock.owner());
        }
        return text.toString();
    }
}
