package io.creel.agent.check.programs;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.spec.Acquires;
import io.creel.core.spec.RunsOn;
import io.creel.core.spec.Suspends;
import io.creel.net.PacketPool;
import io.creel.queues.ListStash;
import java.util.concurrent.atomic.AtomicReference;

/** Where the programs run: a carrier, a stash, a pool of packets, and a small data path of the user's own. */
public final class Place {
    /** The present one. */
    public final Carrier carrier;
    /** A stash. */
    public final ListStash stash = new ListStash("stash");
    /** A second one. */
    public final ListStash other = new ListStash("other");
    /** Packets. */
    public final PacketPool pool = new PacketPool("pool", 16, 2048, 128);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Makes a place. */
    public Place() {
        carrier = new Carrier("test", (coroutine, thrown) -> failure.compareAndSet(null, thrown));
        carrier.bindThread();
    }

    /** Runs a body in a coroutine, and what it leaves in the stash, to the end. Throws what the body threw. */
    public void run(Step body) {
        Body<Object> code = none -> body.run();
        carrier.start(code, null);
        for (int i = 0; i < 100; i++) {
            carrier.resumeStarted();
            carrier.poll();
            Coroutine waiting = stash.pop();
            if (waiting != null) {
                carrier.resume(waiting);
            }
        }
        if (failure.get() != null) {
            throw sneaky(failure.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Code that may suspend. */
    public interface Step {
        /** Runs inside a coroutine. */
        @RunsOn(io.creel.core.spec.Place.COROUTINE)
        @Suspends
        void run();
    }

    /** Frees everything. */
    public void close() {
        carrier.close();
        pool.close();
    }

    /** A handle that was never resumed. */
    @Acquires
    public Coroutine handle() {
        return Coroutine.create(none -> {
        }, null);
    }
}
