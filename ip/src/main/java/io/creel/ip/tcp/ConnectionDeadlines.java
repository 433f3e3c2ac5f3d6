package io.creel.ip.tcp;

import io.creel.ip.ShortGuard;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap of connections by deadline. A deadline that moves back leaves its entry where it is, and the entry is
 * corrected when it comes up: most deadlines are moved back by every acknowledgment. O(log n) per change; nothing
 * allocates.
 *
 * <p>
 * With several workers the heap is under the host's guard. {@link #changed} is called by the holder of a connection and
 * first looks without the guard. It may then still see an entry that {@link #due} has just removed. But the caller of
 * {@link #due} enters the connection afterwards and asks for the deadline again, so no deadline is missed.
 */
@SuppressWarnings("NullAway") // a free slot holds null; the count says which are free
final class ConnectionDeadlines {
    private final TcpConnection[] heap;
    private final ShortGuard guard;
    private int count;
    /** The earliest deadline of the heap, for several workers: each of their steps asks. Written under the guard. */
    private volatile long firstNs = TcpTimers.NEVER;

    ConnectionDeadlines(int capacity, ShortGuard guard) {
        heap = new TcpConnection[capacity];
        this.guard = guard;
    }

    /**
     * Notes that the deadline of a connection may have changed, see {@link TcpConnection#deadlineNs()}. Called after
     * each event of a connection in any state but CLOSED.
     */
    void changed(TcpConnection connection) {
        long deadline = connection.deadlineNs();
        if (connection.heapIndex < 0 ? deadline == TcpTimers.NEVER : deadline >= connection.heapDeadlineNs) {
            return;
        }
        guard.enter();
        try {
            connection.heapDeadlineNs = deadline;
            if (connection.heapIndex < 0) {
                connection.heapIndex = count;
                heap[count++] = connection;
            }
            up(connection.heapIndex);
            publish();
        } finally {
            guard.exit();
        }
    }

    /** Lets a connection come up next, whatever its own deadline is. */
    void now(TcpConnection connection) {
        guard.enter();
        try {
            if (!connection.inTable) {
                return;
            }
            connection.heapDeadlineNs = 0;
            if (connection.heapIndex < 0) {
                connection.heapIndex = count;
                heap[count++] = connection;
            }
            up(connection.heapIndex);
            publish();
        } finally {
            guard.exit();
        }
    }

    private long earliestNs() {
        return count == 0 ? TcpTimers.NEVER : heap[0].heapDeadlineNs;
    }

    private void publish() {
        if (guard.isShared() && firstNs != earliestNs()) {
            firstNs = earliestNs();
        }
    }

    /** Forgets a connection that is gone. It may have no deadline. */
    void remove(TcpConnection connection) {
        guard.enter();
        try {
            takeOut(connection);
            publish();
        } finally {
            guard.exit();
        }
    }

    private void takeOut(TcpConnection connection) {
        int at = connection.heapIndex;
        if (at < 0) {
            return;
        }
        connection.heapIndex = -1;
        TcpConnection last = heap[--count];
        heap[count] = null;
        if (last != connection) {
            heap[at] = last;
            last.heapIndex = at;
            up(at);
            down(last.heapIndex);
        }
    }

    /** Returns the earliest deadline in nanoseconds, or an earlier time; {@code Long.MAX_VALUE} if there is none. */
    long nextNs() {
        return guard.isShared() ? firstNs : earliestNs();
    }

    /**
     * Takes a connection out whose deadline seems to have come; null if there is none. The caller enters it, acts on
     * what is due, and reports its deadline by {@link #changed}.
     */
    @Nullable
    TcpConnection due(long nowNs) {
        guard.enter();
        try {
            if (count == 0 || heap[0].heapDeadlineNs > nowNs) {
                return null;
            }
            TcpConnection first = heap[0];
            takeOut(first);
            publish();
            return first;
        } finally {
            guard.exit();
        }
    }

    private void up(int from) {
        int at = from;
        TcpConnection moved = heap[at];
        while (at > 0 && heap[(at - 1) / 2].heapDeadlineNs > moved.heapDeadlineNs) {
            place(heap[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }
        place(moved, at);
    }

    private void down(int from) {
        int at = from;
        TcpConnection moved = heap[at];
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && heap[child + 1].heapDeadlineNs < heap[child].heapDeadlineNs) {
                child++;
            }
            if (heap[child].heapDeadlineNs >= moved.heapDeadlineNs) {
                break;
            }
            place(heap[child], at);
            at = child;
        }
        place(moved, at);
    }

    private void place(TcpConnection connection, int at) {
        heap[at] = connection;
        connection.heapIndex = at;
    }
}
