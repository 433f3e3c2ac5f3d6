package io.creel.core;

import io.creel.core.internal.Diagnostics;
import io.creel.core.internal.WeakSet;
import java.util.List;

/** Every reachable carrier, for dumps and watchdogs. Holds weak references, so it keeps no carrier alive. */
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

    /** Returns whether an open carrier is bound to the thread, or will be at its next resume. */
    static boolean isCarriers(Thread thread) {
        return ALL.toList().stream().anyMatch(carrier -> carrier.thread() == thread && !carrier.isClosed());
    }

    /** Returns whether a carrier has moved from one thread to the other. */
    static boolean hasMoved(Thread from, Thread to) {
        return ALL.toList().stream().anyMatch(carrier -> carrier.thread() == to && carrier.formerThread() == from);
    }

    static List<Carrier> all() {
        return ALL.toList();
    }
}
