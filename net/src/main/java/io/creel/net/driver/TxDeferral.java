package io.creel.net.driver;

import io.creel.core.DutyCycle;
import org.jspecify.annotations.Nullable;

/**
 * Makes packets leave together that the poller of the pair transmits one by one.
 *
 * <p>
 * A packet that the poller transmits alone waits for others until the poller polls again, is about to wait, ends its
 * duty cycle, or has transmitted {@value #MAX_DEFERRED} packets. A packet of any other thread leaves at once.
 */
final class TxDeferral {
    /** How many packets are deferred before they leave together. */
    static final int MAX_DEFERRED = 32;

    private final TxCombiner combiner;
    /**
     * The duty cycle of the pair's poller, or {@code null}. Written by the poller; any other thread finds that it is
     * not inside that cycle.
     */
    private @Nullable DutyCycle poller;
    /**
     * How many packets were deferred since the last flush, and whether the end of the cycle was asked for a flush.
     * Written by the poller, within its cycle.
     */
    private int deferred;
    private boolean atEnd;
    /** The callback at the end of a cycle; made once, so that no cycle allocates a lambda. */
    private final Runnable flushAtEnd = this::flushAtEnd;

    TxDeferral(TxCombiner combiner) {
        this.combiner = combiner;
    }

    /** Makes the packet that was just transmitted leave, at once or later together with others. */
    void flushOne() {
        DutyCycle cycle = poller;
        if (cycle == null || !cycle.isHere()) {
            combiner.flush();
        } else if (!isFlushedAtEndOf(cycle) || ++deferred >= MAX_DEFERRED) {
            flushAll();
        }
    }

    private boolean isFlushedAtEndOf(DutyCycle cycle) {
        if (!atEnd) {
            atEnd = cycle.atEnd(flushAtEnd);
        }
        return atEnd;
    }

    /**
     * Flushes at the end of the cycle that asked for it. The atomic update in flush follows the mark and precedes the
     * check for waiting packets. So if another thread has become the poller and still saw the mark, its packet is seen
     * here.
     */
    private void flushAtEnd() {
        atEnd = false;
        flushAll();
    }

    private void flushAll() {
        deferred = 0;
        combiner.flush();
    }

    /** Flushes the deferred packets, because the poller polls or is about to wait. */
    void flushDeferred() {
        if (combiner.isWaiting()) {
            flushAll();
        }
    }

    /** Sets the duty cycle in which the pair is polled now; {@code null} if there is none. */
    void polledIn(DutyCycle cycle) {
        if (poller != cycle) {
            try {
                flushDeferred();
            } finally {
                atEnd = false;
                poller = cycle;
            }
        }
    }
}
