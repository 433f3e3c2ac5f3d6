package io.creel.ip.tcp;

/**
 * A binary heap of connections by deadline. A deadline that moves back leaves its entry where it is, and the entry is
 * corrected when it comes up: most deadlines are moved back by every acknowledgment. O(log n) per change; nothing
 * allocates; one thread.
 */
final class ConnectionDeadlines implements TcpDeadlines {
    private final TcpConnection[] heap;
    private int count;

    ConnectionDeadlines(int capacity) {
        heap = new TcpConnection[capacity];
    }

    @Override
    public void changed(TcpConnection connection) {
        long deadline = connection.deadlineNs();
        if (connection.heapIndex < 0) {
            if (deadline != TcpTimers.NEVER) {
                connection.heapDeadlineNs = deadline;
                connection.heapIndex = count;
                heap[count] = connection;
                up(count++);
            }
        } else if (deadline < connection.heapDeadlineNs) {
            connection.heapDeadlineNs = deadline;
            up(connection.heapIndex);
        }
    }

    @Override
    public void remove(TcpConnection connection) {
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

    @Override
    public long nextNs() {
        return count == 0 ? TcpTimers.NEVER : heap[0].heapDeadlineNs;
    }

    @Override
    public TcpConnection due(long nowNs) {
        while (count > 0 && heap[0].heapDeadlineNs <= nowNs) {
            TcpConnection first = heap[0];
            long deadline = first.deadlineNs();
            if (deadline <= nowNs) {
                return first;
            }
            if (deadline == TcpTimers.NEVER) {
                remove(first);
            } else {
                first.heapDeadlineNs = deadline;
                down(0);
            }
        }
        return null;
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
