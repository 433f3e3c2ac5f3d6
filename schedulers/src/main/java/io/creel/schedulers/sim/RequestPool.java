package io.creel.schedulers.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The requests of a simulation: made once, used again, never more than a bound. */
final class RequestPool {
    private final int limit;
    private final List<Request> all = new ArrayList<>();
    private final ArrayDeque<Request> free = new ArrayDeque<>();

    RequestPool(int limit) {
        this.limit = limit;
    }

    /** A free one, or {@code null} where all are in flight. */
    Request take() {
        Request next = free.pollLast();
        if (next == null && all.size() < limit) {
            next = new Request();
            all.add(next);
        }
        return next;
    }

    void give(Request ended) {
        free.addLast(ended);
    }

    int inFlight() {
        return all.size() - free.size();
    }

    List<Request> all() {
        return all;
    }
}
