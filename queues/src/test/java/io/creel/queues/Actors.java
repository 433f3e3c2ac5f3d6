package io.creel.queues;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What the races share. A carrier belongs to the first thread that uses it, and jcstress decides which threads there are, so
 * each of them has its own, and a batch to it.
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

    /** This thread's batch, empty. */
    static Batch batch() {
        Batch batch = BATCH.get();
        while (!batch.isEmpty()) {
            batch.take();
        }
        return batch;
    }

    /** Resumes what comes out of a stash until something has happened. Returns 0 where it never does. */
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
     * Where two actors meet before they race: without it the faster one runs through its samples alone. Nobody waits for
     * long, because the other may have lost its processor.
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
