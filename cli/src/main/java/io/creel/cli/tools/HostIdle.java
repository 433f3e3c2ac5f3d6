package io.creel.cli.tools;

import io.creel.net.RxQueue;
import io.creel.schedulers.DeadlineIdle;
import java.util.function.LongSupplier;

/**
 * Idles the worker of a host: polls for a while, and then blocks in the driver, no longer than until a timer of the
 * host or a deadline of a coroutine is due.
 */
final class HostIdle implements DeadlineIdle {
    private static final int SPINS = 2_000;

    private final RxQueue rx;
    /** For how many nanoseconds nothing is due in the host. */
    private final LongSupplier hostQuietNs;
    private int spins;

    HostIdle(RxQueue rx, LongSupplier hostQuietNs) {
        this.rx = rx;
        this.hostQuietNs = hostQuietNs;
    }

    @Override
    public void idle(int workCount, LongSupplier quietNs) {
        if (workCount > 0) {
            reset();
        } else if (spins < SPINS) {
            spins++;
            Thread.onSpinWait();
        } else {
            long quiet = Math.min(hostQuietNs.getAsLong(), quietNs.getAsLong());
            if (quiet <= 0 || rx.awaitReadable(Math.min(quiet, RxQueue.MAX_AWAIT_NS))) {
                reset();
            }
        }
    }

    @Override
    public void idle() {
        idle(0, () -> 0);
    }

    @Override
    public void reset() {
        spins = 0;
    }
}
