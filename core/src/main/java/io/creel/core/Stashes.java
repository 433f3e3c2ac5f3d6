package io.creel.core;

import java.util.List;

/** Every stash that is reachable, for dumps and closing carriers. Weak: it keeps no stash alive. */
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
