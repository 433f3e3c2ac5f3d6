package io.creel.net.driver;

import io.creel.core.DutyCycle;

/**
 * Lets packets that a pair's poller transmits one by one leave together.
 *
 * <p>
 * A packet that the poller transmits alone waits for others: until the poller polls again, is about to wait, ends its duty
 * cycle, or has transmitted {@value #MAX_DEFERRED}. Every other thread's packet leaves at once.
 */
final class TxDeferral {
    /** Packets that are put off until they leave together. */
    static final int MAX_DEFERRED = 32;

    private final TxCombiner combiner;
    /** The duty cycle of the pair's poller, or null. Written by the poller; any other thread finds that it is not there. */
    private DutyCycle poller;
    /** Put off since the last flush, and whether the end of the cycle was asked for one. The poller's, within its cycle. */
    private int deferred;
    private boolean atEnd;
    /** Made once, so that no cycle makes a lambda. */
    private final Runnable flushAtEnd = this::flushAtEnd;

    TxDeferral(TxCombiner combiner) {
        this.combiner = combiner;
    }

    /** Makes the packet just transmitted leave, at once or later together with others. */
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
     * At the end of the cycle that asked for it. The atomic update in flush follows the mark and precedes the look at what
     * waits: another thread that has become the poller and still saw the mark has its packet seen here.
     */
    private void flushAtEnd() {
        atEnd = false;
        flushAll();
    }

    private void flushAll() {
        deferred = 0;
        combiner.flush();
    }

    /** Flushes what the poller has put off: it polls, or is about to wait. */
    void flushDeferred() {
        if (combiner.isWaiting()) {
            flushAll();
        }
    }

    /** Names the duty cycle in which the pair is polled now; null if there is none. */
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
