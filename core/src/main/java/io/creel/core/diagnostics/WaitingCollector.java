package io.creel.core.diagnostics;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.internal.KernelAccess;
import io.creel.core.internal.LockQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Collects the waiting coroutines for a {@link CoroutineDump} and counts them by identical stack. It examines the
 * smallest holders first, so that one huge stash does not use up the walks of the others. If there are too many groups,
 * it forgets the rare ones: lossy counting, G. S. Manku and R. Motwani, "Approximate Frequency Counts over Data
 * Streams", VLDB 2002.
 */
final class WaitingCollector {
    private static final KernelAccess KERNEL = KernelAccess.get();

    /**
     * The largest number of groups counted at a time. More than are shown, so that a group that begins late can still
     * grow.
     */
    static final int MAX_TRACKED = 10 * CoroutineDump.MAX_GROUPS;

    private final PriorityQueue<Holder> holders = new PriorityQueue<>(Comparator.comparingInt(Holder::size));
    private final Map<String, HoldersOfOneName> places = new LinkedHashMap<>();
    private final Map<GroupKey, Tally> tallies = new LinkedHashMap<>();
    private int walksLeft = CoroutineDump.MAX_WALKED;
    private int holdersLeftOut;
    private long handlesLeftOut;

    /** Examines everything now. */
    void collect() {
        for (Stash stash : KERNEL.stashes()) {
            String heldBy = stash instanceof LockQueue waiters ? ownerOf(waiters) : null;
            add(new Holder(stash.name(), stash.size(), heldBy, coroutine -> KERNEL.isIn(coroutine, stash),
                    (max, action) -> KERNEL.show(stash, max, action)));
        }
        for (Batch batch : KERNEL.batches()) {
            add(new Holder(batch.toString(), batch.size(), null, KERNEL::isInBatch,
                    (max, action) -> KERNEL.show(batch, action)));
        }
        for (Carrier carrier : KERNEL.carriers()) {
            int[] size = {0};
            KERNEL.showInbox(carrier, CoroutineDump.MAX_WALKED, coroutine -> size[0]++);
            add(new Holder(KERNEL.inboxName(carrier), size[0], null,
                    coroutine -> KERNEL.isInInbox(coroutine, carrier),
                    (max, action) -> KERNEL.showInbox(carrier, max, action)));
        }
        for (Holder next = holders.poll(); next != null; next = holders.poll()) {
            look(next);
        }
    }

    private static @Nullable String ownerOf(LockQueue lock) {
        Coroutine owner = lock.owner();
        return owner == null ? null : owner.toString();
    }

    /** Adds a holder, and drops the smallest if there are too many. */
    private void add(Holder holder) {
        if (holder.size <= 0) {
            return;
        }
        holders.add(holder);
        if (holders.size() > CoroutineDump.MAX_STASHES) {
            holdersLeftOut++;
            handlesLeftOut += holders.poll().size;
        }
    }

    private void look(Holder holder) {
        HoldersOfOneName place = places.computeIfAbsent(holder.name, name -> new HoldersOfOneName());
        int[] shown = {0};
        try {
            holder.content.show(walksLeft, coroutine -> {
                shown[0]++;
                if (walksLeft > 0) {
                    walksLeft--;
                    tally(place, WaitingSnapshot.of(coroutine, holder.isThere));
                }
            });
        } catch (RuntimeException notSafe) {
            // A user's stash that cannot be walked while it is in use. Handles that it has not shown count as not
            // walked.
        }
        place.holders++;
        place.heldBy = place.holders == 1 ? holder.heldBy : null;
        place.size += Math.max(holder.size, shown[0]);
    }

    private void tally(HoldersOfOneName place, @Nullable WaitingSnapshot seen) {
        if (seen == null) {
            return;
        }
        place.walked++;
        if (tallies.size() == MAX_TRACKED) {
            forgetTheRarer();
        }
        tallies.computeIfAbsent(new GroupKey(place, seen.body(), seen.frames()), key -> new Tally()).add(seen);
    }

    private void forgetTheRarer() {
        List<Map.Entry<GroupKey, Tally>> kept = byCount();
        tallies.clear();
        kept.subList(0, MAX_TRACKED / 2).forEach(entry -> tallies.put(entry.getKey(), entry.getValue()));
    }

    private List<Map.Entry<GroupKey, Tally>> byCount() {
        List<Map.Entry<GroupKey, Tally>> entries = new ArrayList<>(tallies.entrySet());
        entries.sort(Comparator.comparingInt(entry -> -entry.getValue().count));
        return entries;
    }

    /** Returns the holders found, the fullest first. */
    List<CoroutineDump.Waiting> waiting() {
        Map<HoldersOfOneName, List<CoroutineDump.Group>> groups = new HashMap<>();
        byCount().stream().limit(CoroutineDump.MAX_GROUPS).forEach(
                entry -> groups.computeIfAbsent(entry.getKey().place, place -> new ArrayList<>()).add(
                        entry.getValue().group(entry.getKey())));
        List<CoroutineDump.Waiting> waiting = new ArrayList<>();
        places.forEach((name, place) -> waiting.add(place.waiting(name, groups.getOrDefault(place, List.of()))));
        waiting.sort(Comparator.comparingInt(one -> -one.size()));
        return waiting;
    }

    int holdersLeftOut() {
        return holdersLeftOut;
    }

    long handlesLeftOut() {
        return handlesLeftOut;
    }

    private interface Content {
        void show(int max, Consumer<Coroutine> action);
    }

    private record Holder(String name, int size, @Nullable String heldBy, Predicate<Coroutine> isThere,
            Content content) {
    }

    private record GroupKey(HoldersOfOneName place, String body, Frames frames) {
    }

    /** The totals of all holders with one name. */
    private static final class HoldersOfOneName {
        private int holders;
        private int size;
        private int walked;
        private @Nullable String heldBy;

        CoroutineDump.Waiting waiting(String name, List<CoroutineDump.Group> groups) {
            int grouped = groups.stream().mapToInt(CoroutineDump.Group::count).sum();
            return new CoroutineDump.Waiting(name, holders, heldBy, size, size - walked, walked - grouped,
                    List.copyOf(groups));
        }
    }

    private static final class Tally {
        private final Map<String, Integer> carriers = new LinkedHashMap<>();
        private int count;
        private int oldestMs = -1;

        void add(WaitingSnapshot seen) {
            count++;
            oldestMs = Math.max(oldestMs, seen.ageMs());
            carriers.merge(seen.carrier(), 1, Integer::sum);
        }

        CoroutineDump.Group group(GroupKey key) {
            return new CoroutineDump.Group(key.body, key.frames.list(), key.frames.cut(), count, oldestMs,
                    Collections.unmodifiableMap(carriers));
        }
    }
}
