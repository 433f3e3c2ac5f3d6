package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import org.openjdk.jmh.annotations.CompilerControl;

/** Coroutines that wait in one first-in-first-out list and return to it after each resume. */
final class LiveCoroutines {
    private final Carrier carrier = new Carrier("carrier");
    private final ListStash stash = new ListStash("stash");
    private final Body<LiveCoroutines> body;
    private final int depth;
    private final Batch batch;
    private final int rounds;

    private LiveCoroutines(int count, int batchSize, Shape shape, int depth, int rounds) {
        body = shape == Shape.STAY ? live -> stay(live, live.depth) : LiveCoroutines::comeAndGo;
        this.depth = depth;
        batch = new Batch(batchSize);
        this.rounds = rounds;
        for (int i = 0; i < count; i++) {
            carrier.start(stash, body, this);
        }
        run(count);
    }

    /** Makes coroutines and runs each to its first suspension. */
    static LiveCoroutines primed(int count, int batchSize, Shape shape, int depth) {
        Priming.run(() -> {
            LiveCoroutines some = new LiveCoroutines(Priming.LIVE, batchSize, shape, depth, Priming.ROUNDS);
            while (!some.stash.isEmpty()) {
                some.run(1);
            }
        });
        return new LiveCoroutines(count, batchSize, shape, depth, Integer.MAX_VALUE);
    }

    /** Makes them without waiting for the compiler, for checks that take milliseconds. */
    static LiveCoroutines unprimed(int count, int batchSize) {
        return new LiveCoroutines(count, batchSize, Shape.STAY, 1, Integer.MAX_VALUE);
    }

    private static void stay(LiveCoroutines live, int frames) {
        if (frames > 1) {
            stay(live, frames - 1);
        } else {
            hold(live);
        }
    }

    /** A method of its own, so that code inlined here does not enlarge the frames above. */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void hold(LiveCoroutines live) {
        for (int left = live.rounds; left > 0; left--) {
            Coroutine.await(live.stash);
        }
    }

    private static void comeAndGo(LiveCoroutines live) {
        for (int left = live.rounds; left > 0; left--) {
            come(live, live.depth);
        }
    }

    private static void come(LiveCoroutines live, int frames) {
        if (frames > 1) {
            come(live, frames - 1);
        } else {
            once(live);
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static void once(LiveCoroutines live) {
        Coroutine.await(live.stash);
    }

    /** Resumes at least {@code switches} of them, a batch at a time, each to its next suspension. */
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
