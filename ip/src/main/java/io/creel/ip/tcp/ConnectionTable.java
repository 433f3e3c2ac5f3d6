package io.creel.ip.tcp;

/**
 * The connections of a host by their endpoints: a hash table with linear probing, at most half full, with a keyed hash
 * so that a peer cannot choose collisions. Removal shifts entries back, so no tombstones build up. One thread; nothing
 * allocates.
 */
@SuppressWarnings("NullAway") // a free slot holds null; every reader looks
final class ConnectionTable {
    private final TcpConnection[] slots;
    private final int mask;
    private final long key;
    private int count;

    ConnectionTable(int capacity, long key) {
        int size = Integer.highestOneBit(Math.max(4, capacity * 2 - 1)) << 1;
        slots = new TcpConnection[size];
        mask = size - 1;
        this.key = key;
    }

    int count() {
        return count;
    }

    TcpConnection find(TcpEndpoints endpoints) {
        int at = endpoints.hash(key) & mask;
        while (slots[at] != null && !slots[at].endpoints.same(endpoints)) {
            at = at + 1 & mask;
        }
        return slots[at];
    }

    void add(TcpConnection connection) {
        int at = connection.endpoints.hash(key) & mask;
        while (slots[at] != null) {
            at = at + 1 & mask;
        }
        slots[at] = connection;
        count++;
    }

    void remove(TcpConnection connection) {
        int at = connection.endpoints.hash(key) & mask;
        while (slots[at] != connection) {
            if (slots[at] == null) {
                throw new IllegalStateException("connection is not in the table: endpoints=" + connection.endpoints);
            }
            at = at + 1 & mask;
        }
        count--;
        int hole = at;
        for (int next = at + 1 & mask; slots[next] != null; next = next + 1 & mask) {
            int home = slots[next].endpoints.hash(key) & mask;
            if ((next - home & mask) >= (next - hole & mask)) {
                slots[hole] = slots[next];
                hole = next;
            }
        }
        slots[hole] = null;
    }

    /** Any connection that satisfies nothing but being there, from a position on; for shutdown and tests. */
    TcpConnection at(int index) {
        return slots[index];
    }

    int slots() {
        return slots.length;
    }
}
