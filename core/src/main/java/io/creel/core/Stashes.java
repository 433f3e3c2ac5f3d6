package io.creel.core;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every stash that is reachable, so that dumps and closing groups find what is held. Weak: it keeps no stash alive. */
final class Stashes {
    private static final Set<Entry> ENTRIES = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<Stash> GONE = new ReferenceQueue<>();

    private Stashes() {
    }

    static void register(Stash stash) {
        for (Object gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            ENTRIES.remove(gone);
        }
        ENTRIES.add(new Entry(stash));
    }

    static List<Stash> all() {
        List<Stash> stashes = new ArrayList<>();
        for (Entry entry : ENTRIES) {
            Stash stash = entry.get();
            if (stash != null) {
                stashes.add(stash);
            }
        }
        return stashes;
    }

    /** Equal only to itself, so that two stashes never stand for each other. */
    private static final class Entry extends WeakReference<Stash> {
        Entry(Stash stash) {
            super(stash, GONE);
        }
    }
}
