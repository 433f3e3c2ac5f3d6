package io.creel.core;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds and cancels the coroutines that wait for a carrier that closes. Runs on its thread. O(all reachable batches and
 * stashes).
 */
final class CloseCancellation {
    private CloseCancellation() {
    }

    /**
     * Cancels the coroutines that now wait for this carrier in batches and stashes. Returns the number of handles
     * found.
     */
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

    /**
     * Cancels handles that were taken and not resumed, because a program has thrown in between or has not come to them.
     */
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
     * Cancels the handles in a stash that this carrier takes from. If no consumer of the stash is known and it holds
     * handles that this carrier ran last, cancels those; and with them handles that no carrier has run yet and handles
     * of closed carriers.
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

    /** Takes the present content. Handles that other threads add meanwhile are left to the next pass. */
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
