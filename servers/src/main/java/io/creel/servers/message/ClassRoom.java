package io.creel.servers.message;

import java.util.ArrayDeque;

/**
 * The room of one class: how many of its messages wait or are at work, and the connections that wait for room, first
 * come, first served. A connection that waits is not passed by another one. Of one worker.
 */
final class ClassRoom {
    private final int most;
    private final ArrayDeque<MessageConnection> waiting = new ArrayDeque<>();
    private int used;

    ClassRoom(int most) {
        this.most = most;
    }

    int used() {
        return used;
    }

    int waiting() {
        return waiting.size();
    }

    /** Takes room for a message; if there is none, the connection waits for it. */
    boolean enter(MessageConnection by) {
        boolean first = waiting.peekFirst() == by;
        if (used < most && (first || waiting.isEmpty())) {
            if (first) {
                waiting.pollFirst();
            }
            used++;
            tellNext();
            return true;
        }
        if (!by.isWaitingForRoom()) {
            waiting.addLast(by);
            by.waitsFor(this);
        }
        return false;
    }

    /** Gives the room of a message back. */
    void leave() {
        used--;
        tellNext();
    }

    /** A connection has ended, or does not wait any more. */
    void forget(MessageConnection connection) {
        if (waiting.remove(connection)) {
            tellNext();
        }
    }

    private void tellNext() {
        MessageConnection next = waiting.peekFirst();
        if (next != null && used < most) {
            next.roomAgain();
        }
    }
}
