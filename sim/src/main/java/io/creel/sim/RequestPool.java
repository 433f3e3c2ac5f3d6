package io.creel.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The requests of a simulation: made once, used again, never more than a bound. */
final class RequestPool {
    private final int limit;
    private final List<Request> all = new ArrayList<>();
    private final ArrayDeque<Request> free = new ArrayDeque<>();

    private final Supplier<Request> maker;

    RequestPool(int limit, Supplier<Request> maker) {
        this.limit = limit;
        this.maker = maker;
    }

    /** {@return a free request, or {@code null} if all are in flight} */
    Request take() {
        Request next = free.pollLast();
        if (next == null && all.size() < limit) {
            next = maker.get();
            all.add(next);
        }
        return next;
    }

    void give(Request ended) {
        ended.renew();
        free.addLast(ended);
    }

    int inFlight() {
        return all.size() - free.size();
    }

    List<Request> all() {
        return all;
    }
}
