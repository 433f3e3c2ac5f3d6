package io.creel.cli.colocation;

import io.creel.cli.CpuWork;
import io.creel.core.Coroutine;
import io.creel.core.spec.Unchecked;
import java.util.concurrent.atomic.AtomicLong;

/** The CPU-bound work: one piece after the other until it is stopped. Every line of the table runs this loop. */
final class ColocatedWork {
    private final CpuWork work;
    /** Written by the working thread, read by any. */
    private final AtomicLong pieces = new AtomicLong();
    private volatile boolean stopped;
    /** Keeps the results. */
    private long state = 1;

    ColocatedWork(CpuWork work) {
        this.work = work;
    }

    /**
     * Works until it is stopped.
     *
     * @param between
     *            called after each piece: nothing, a yield, or a checkpoint
     */
    void run(Runnable between) {
        long done = 0;
        while (!stopped) {
            state = work.piece(state);
            pieces.setOpaque(++done);
            between.run();
        }
    }

    /** What a coroutine or a virtual thread of Creel does between two pieces: makes room if its slice is used up. */
    @Unchecked("waits inside a coroutine only, which the interface of the pause cannot say")
    static void checkpoint() {
        Coroutine.checkpoint();
    }

    /** Ends the work after the present piece. Any thread. */
    void stop() {
        stopped = true;
    }

    /** Returns how many pieces were done so far. Any thread. */
    long pieces() {
        return pieces.getOpaque();
    }
}
