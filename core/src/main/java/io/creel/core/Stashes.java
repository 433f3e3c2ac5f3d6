package io.creel.core;

import io.creel.core.internal.WeakSet;
import java.util.List;

/** Every reachable stash, for dumps and for carriers that close. Holds weak references, so it keeps no stash alive. */
final class Stashes {
    private static final WeakSet<Stash> ALL = new WeakSet<>();

    private Stashes() {
    }

    static void register(Stash stash) {
        ALL.add(stash);
    }

    static List<Stash> all() {
        return ALL.toList();
    }
}
