package io.creel.cli.colocation;

import io.creel.cli.CpuWork;
import java.util.concurrent.atomic.AtomicLong;

/** The CPU-bound work: one piece after the other until it is stopped. Every line of the table runs this loop. */
final class Work {
    private final CpuWork work;
    /** Written by the working thread, read by any. */
    private final AtomicLong pieces = new AtomicLong();
    private volatile boolean stopped;
    /** Keeps the results. */
    private long state = 1;

    Work(CpuWork work) {
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

    /** Ends the work after the present piece. Any thread. */
    void stop() {
        stopped = true;
    }

    /** Returns how many pieces were done so far. Any thread. */
    long pieces() {
        return pieces.getOpaque();
    }
}
