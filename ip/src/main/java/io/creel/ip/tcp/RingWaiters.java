package io.creel.ip.tcp;

import io.creel.ip.ShortGuard;
import org.jspecify.annotations.Nullable;

/**
 * The connections whose user wanted to write when the host had lent all its send rings, in the order they came. A ring
 * that comes back is promised to the first one, so a later writer cannot take it first.
 *
 * <pre>
 *   NONE -> WAITING     a write found no ring
 *   WAITING -> PROMISED one came back; the connection is due at once
 *   PROMISED -> TOLD    its user was told that it may write
 *   any -> NONE         the user writes, or the connection ends
 * </pre>
 *
 * A promise lasts until the user writes or the connection ends, and counts as a lent ring. Threads: those of the host,
 * under its guard; the state of a connection changes in the lock of that connection or from WAITING to PROMISED under
 * the guard. O(1); nothing allocates.
 */
final class RingWaiters {
    static final byte NONE = 0;
    static final byte WAITING = 1;
    static final byte PROMISED = 2;
    static final byte TOLD = 3;

    private final BufferPool<byte[]> rings;
    private final ShortGuard guard;
    private @Nullable TcpConnection first;
    private @Nullable TcpConnection last;

    RingWaiters(BufferPool<byte[]> rings, ShortGuard guard) {
        this.rings = rings;
        this.guard = guard;
    }

    /** Appends a connection that waits for no ring yet. */
    void add(TcpConnection writer) {
        guard.enter();
        try {
            if (writer.ringState != NONE) {
                return;
            }
            writer.ringState = WAITING;
            writer.previousWaiter = last;
            writer.nextWaiter = null;
            if (last == null) {
                first = writer;
            } else {
                last.nextWaiter = writer;
            }
            last = writer;
        } finally {
            guard.exit();
        }
    }

    /** Ends the wait or the promise: the user writes now, or never will. */
    void leave(TcpConnection writer) {
        if (writer.ringState == NONE) {
            return;
        }
        guard.enter();
        try {
            if (writer.ringState == WAITING) {
                unlink(writer);
            } else {
                rings.endPromise();
            }
            writer.ringState = NONE;
        } finally {
            guard.exit();
        }
    }

    private void unlink(TcpConnection writer) {
        TcpConnection before = writer.previousWaiter;
        TcpConnection after = writer.nextWaiter;
        if (before == null) {
            first = after;
        } else {
            before.nextWaiter = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previousWaiter = before;
        }
        writer.previousWaiter = null;
        writer.nextWaiter = null;
    }

    /** Promises a ring that is free to the first waiter, which is then due; null if there is no ring or no waiter. */
    @Nullable
    TcpConnection promise() {
        if (first == null) {
            return null;
        }
        guard.enter();
        try {
            TcpConnection next = first;
            if (next == null || !rings.promise()) {
                return null;
            }
            unlink(next);
            next.ringState = PROMISED;
            return next;
        } finally {
            guard.exit();
        }
    }
}
