package io.creel.servers;

import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for their peer, the one that has waited longest first. All may wait equally long, so this is
 * the order of their deadlines. One worker; every operation is O(1) and allocates nothing.
 */
final class IdleList {
    private @Nullable ServedConnection first;
    private @Nullable ServedConnection last;
    private int size;

    @Nullable
    ServedConnection first() {
        return first;
    }

    int size() {
        return size;
    }

    void addLast(ServedConnection connection) {
        connection.previous = last;
        connection.next = null;
        if (last == null) {
            first = connection;
        } else {
            last.next = connection;
        }
        last = connection;
        size++;
    }

    void remove(ServedConnection connection) {
        ServedConnection before = connection.previous;
        ServedConnection after = connection.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        connection.previous = null;
        connection.next = null;
        size--;
    }
}
