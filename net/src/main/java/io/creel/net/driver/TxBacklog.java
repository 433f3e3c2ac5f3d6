package io.creel.net.driver;

import io.creel.net.os.Poller;
import java.util.function.LongConsumer;

/**
 * What the receive side of a queue pair does about packets that the kernel has not taken: each poll tries again, and a
 * poll that has tried in vain many times in a row blocks for a moment.
 *
 * <p>
 * The kernel makes room when it has sent earlier packets. It may do that in a thread of the same core
 * ({@code ksoftirqd}), which does not run while a worker of a higher priority spins. Therefore no worker does.
 *
 * <p>
 * Threads: the poller's, which is a platform thread.
 */
public final class TxBacklog {
    /** How long a worker without other work waits between two attempts, in nanoseconds; also the length of a pause. */
    public static final long RETRY_NS = 100_000;
    /** After how many attempts in vain a poll blocks. */
    static final int ATTEMPTS_PER_PAUSE = 64;

    private final DriverTxQueue tx;
    private final LongConsumer pause;
    private int attempts;

    /**
     * Makes the backlog of a queue pair.
     *
     * @param tx the transmit queue of the pair
     */
    public TxBacklog(DriverTxQueue tx) {
        this(tx, Poller::pause);
    }

    TxBacklog(DriverTxQueue tx, LongConsumer pause) {
        this.tx = tx;
        this.pause = pause;
    }

    /** Tries to send what is left, at the begin of a poll. Blocks for {@link #RETRY_NS} after many attempts in vain. */
    public void retry() {
        if (!tx.needsFlush()) {
            return;
        }
        tx.flush();
        if (!tx.needsFlush()) {
            attempts = 0;
        } else if (++attempts == ATTEMPTS_PER_PAUSE) {
            attempts = 0;
            pause.accept(RETRY_NS);
        }
    }

    /**
     * Tries to send what is left, before the worker sleeps.
     *
     * @return for how long nothing has to be sent, in nanoseconds
     */
    public long quietNs() {
        attempts = 0;
        if (tx.needsFlush()) {
            tx.flush();
        }
        return tx.needsFlush() ? RETRY_NS : Long.MAX_VALUE;
    }
}
