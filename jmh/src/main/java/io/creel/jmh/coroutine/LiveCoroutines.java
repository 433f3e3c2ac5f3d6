package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;

/** Coroutines that all wait in one first-in-first-out list and go back there each time they are resumed. */
final class LiveCoroutines {
    private final Carrier carrier = new Carrier("carrier");
    private final ListStash stash = new ListStash("stash");
    private final Batch batch;

    /** Makes coroutines and runs each to its first suspension; the body gets the stash to await. */
    LiveCoroutines(int count, int batchSize, Body<ListStash> body) {
        batch = new Batch(batchSize);
        for (int i = 0; i < count; i++) {
            carrier.start(stash, body, stash);
        }
        run(count);
    }

    /** Resumes the next ones, a batch at a time, each to its next suspension; at least so many. */
    void run(int switches) {
        int done = 0;
        while (done < switches) {
            done += carrier.resume(stash.drain(batch, batch.capacity()));
        }
    }

    /** Ends them all. */
    void close() {
        stash.close();
        carrier.poll();
    }
}
