package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Shared parts of the race tests. A carrier belongs to the first thread that uses it, and jcstress creates the threads.
 * So each thread gets a carrier of its own, and a batch for that carrier.
 */
final class Actors {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int SPINS = 500;
    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal
            .withInitial(() -> new Carrier(Thread.currentThread().getName()));
    private static final ThreadLocal<Batch> BATCH = ThreadLocal.withInitial(() -> new Batch(4));

    private Actors() {
    }

    static Carrier carrier() {
        return CARRIER.get();
    }

    /** Returns the batch of the calling thread, emptied. */
    static Batch batch() {
        Batch batch = BATCH.get();
        while (!batch.isEmpty()) {
            batch.take();
        }
        return batch;
    }

    /** Resumes the coroutines of a stash until a condition holds. Returns 0 if it never holds. */
    static int resumeUntil(Stash ready, BooleanSupplier happened) {
        Carrier carrier = carrier();
        Batch batch = batch();
        long start = System.nanoTime();
        for (int i = 0; !happened.getAsBoolean(); i++) {
            if (carrier.poll() + carrier.resume(ready.drain(batch, batch.capacity())) == 0 && i > SPINS) {
                if (System.nanoTime() - start > PATIENCE_NS) {
                    return 0;
                }
                Thread.yield();
            }
        }
        return 1;
    }

    /**
     * A place where two actors meet before they race; otherwise the faster actor runs through its samples alone. An
     * actor waits only for a bounded time, because the other one may have been descheduled.
     */
    static final class Gate {
        private final AtomicInteger arrived = new AtomicInteger();

        void pass() {
            arrived.incrementAndGet();
            for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
                Thread.onSpinWait();
            }
        }
    }
}
