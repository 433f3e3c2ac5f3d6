package io.creel.core;

import io.creel.core.internal.Diagnostics;
import java.util.List;

/** Every carrier that is reachable, for dumps and watchdogs. Weak: it keeps no carrier alive. */
final class Carriers {
    private static final WeakSet<Carrier> ALL = new WeakSet<>();

    static {
        Diagnostics.get().begin();
    }

    private Carriers() {
    }

    static void register(Carrier carrier) {
        ALL.add(carrier);
    }

    /** Whether a thread is, or will be at its next resume, that of a carrier that is not closed. */
    static boolean isCarriers(Thread thread) {
        return ALL.toList().stream().anyMatch(carrier -> carrier.thread() == thread && !carrier.isClosed());
    }

    /** Whether a carrier has moved from the one thread to the other. */
    static boolean hasMoved(Thread from, Thread to) {
        return ALL.toList().stream().anyMatch(carrier -> carrier.thread() == to && carrier.formerThread() == from);
    }

    static List<Carrier> all() {
        return ALL.toList();
    }
}
