package io.creel.cli.tools;

import io.creel.net.RxQueue;
import io.creel.schedulers.IdleStrategy;

/**
 * Idles a worker whose only source is one receive queue. It polls for a while, because a wake-up costs more than most
 * packets, and then blocks in the driver. The driver returns after a tenth of a second at most, so the worker notices a
 * stop in time.
 */
final class NicIdle implements IdleStrategy {
    private static final int SPINS = 2_000;

    private final RxQueue rx;
    private int spins;

    NicIdle(RxQueue rx) {
        this.rx = rx;
    }

    @Override
    public void idle() {
        if (spins < SPINS) {
            spins++;
            Thread.onSpinWait();
            return;
        }
        if (rx.awaitReadable(RxQueue.MAX_AWAIT_NS)) {
            spins = 0;
        }
    }

    @Override
    public void reset() {
        spins = 0;
    }
}
