package io.creel.core;

import java.util.ArrayList;
import java.util.List;

/** Finds and cancels what waits for a carrier that closes. On its thread. O(all batches and stashes that are reachable). */
final class CloseCancellation {
    private CloseCancellation() {
    }

    /** Cancels what waits in batches and stashes for this carrier now. Returns how many handles were found. */
    static int cancelAll(Carrier closing, Batch started) {
        int found = 0;
        for (Batch batch : Batch.all()) {
            if (batch.carrier == closing || batch == started) {
                found += cancelBatch(closing, batch);
            }
        }
        for (Stash stash : Stashes.all()) {
            found += cancelStash(closing, stash);
        }
        return found;
    }

    /** Cancels what was taken and not resumed: a program has thrown in between, or has not come to it. */
    static int cancelBatch(Carrier closing, Batch batch) {
        int found = batch.size();
        for (Coroutine handle = batch.peek(); handle != null; handle = batch.peek()) {
            batch.drop();
            adopt(closing, handle);
            handle.abandonFromBatch();
        }
        return found;
    }

    /**
     * Cancels what is in a stash that this carrier takes from; in one that nobody is known to take from, what this carrier
     * ran last, and with it what no carrier has seen yet, or what belongs to one that is closed.
     */
    private static int cancelStash(Carrier closing, Stash stash) {
        List<Coroutine> found = new ArrayList<>();
        if (stash.consumer() == closing) {
            takeAll(stash, found);
        } else if (stash.consumer() == null) {
            stash.forEach(found::add);
            boolean holdsMine = found.stream().anyMatch(handle -> handle.carrier == closing);
            found.removeIf(
                    handle -> !holdsMine || isAnothers(handle, closing) || !stash.takeOut(handle, handle.epoch()));
        }
        for (Coroutine handle : found) {
            adopt(closing, handle);
            handle.abandonFrom(stash);
        }
        return found.size();
    }

    /** What is there now; what others add meanwhile is for the next sweep. */
    private static void takeAll(Stash stash, List<Coroutine> found) {
        for (int left = stash.size(); left > 0; left--) {
            Coroutine handle = stash.extract();
            if (handle == null) {
                return;
            }
            found.add(handle);
        }
    }

    private static boolean isAnothers(Coroutine handle, Carrier closing) {
        Carrier known = handle.carrier;
        return known != null && known != closing && !known.isClosed();
    }

    private static void adopt(Carrier closing, Coroutine handle) {
        if (!handle.isHomed()) {
            closing.adopt(handle);
        }
    }
}
