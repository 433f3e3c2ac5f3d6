package io.creel.core;

import java.util.List;

/** Every carrier that is reachable, for dumps and watchdogs. Weak: it keeps no carrier alive. */
final class Carriers {
    private static final WeakSet<Carrier> ALL = new WeakSet<>();

    static {
        System.setProperty(CoroutineDump.ANNOUNCEMENT, "true");
    }

    private Carriers() {
    }

    static void register(Carrier carrier) {
        ALL.add(carrier);
    }

    static List<Carrier> all() {
        return ALL.toList();
    }
}
