package io.creel.cli.demo;

import io.creel.cli.CpuWork;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.concurrent.atomic.AtomicLong;

/**
 * <b>What</b> the workers do beside packets: jobs of CPU-bound work, one after the other, with checkpoints at which
 * they may be interrupted. The policy decides whether they are.
 *
 * <p>
 * The argument is the stash to wait in between two jobs. A job is a fixed amount of work, not of time, so an
 * interrupted job does not do less.
 */
final class Background implements Body<Stash> {
    private final CpuWork cpuWork;
    private final int pieces;
    private final AtomicLong piecesDone;

    /**
     * Makes the body.
     *
     * @param cpuWork
     *            the work between two checkpoints
     * @param pieces
     *            how many pieces make a job
     * @param piecesDone
     *            counts finished pieces; several coroutines of one worker may share it
     */
    Background(CpuWork cpuWork, int pieces, AtomicLong piecesDone) {
        this.cpuWork = cpuWork;
        this.pieces = pieces;
        this.piecesDone = piecesDone;
    }

    @Override
    public void run(Stash queue) {
        long state = 1;
        do {
            for (int i = 0; i < pieces; i++) {
                state = cpuWork.piece(state);
                piecesDone.setOpaque(piecesDone.getPlain() + 1);
                Coroutine.checkpoint();
            }
        } while (Coroutine.await(queue) && state != 0);
    }
}
