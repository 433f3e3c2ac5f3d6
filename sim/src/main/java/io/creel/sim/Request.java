package io.creel.sim;

import io.creel.core.Body;
import io.creel.core.Coroutine;

/**
 * One request of a simulation: what the handle that policies see carries as its argument. Where the simulation is given no
 * bodies, its coroutine is never resumed; it is pushed, drained and taken like any other, and used again for another request.
 */
public final class Request {
    /** Where a request is; the simulation checks every change. */
    enum Place {
        FREE, QUEUED, TAKEN, RUNNING, AWAY
    }

    private static final Body<Request> NEVER = request -> {
        throw new IllegalStateException("a simulated request was resumed: request=" + request.number);
    };

    private final Body<Request> body;
    Coroutine handle;
    Place place = Place.FREE;
    long number;
    long arrivedNs;
    long serviceNs;
    long leftNs;
    /** A core has begun it: from then on it and its stack are in that core's cache. */
    boolean hasBegun;
    /** The turn in which it began to wait, and how many that began later were faster; kept by explorations only. */
    long waitingSince;
    int passed;
    int type;
    int flow;
    /** What policies that hash flows see of it. */
    long flowKey;

    /** One whose body is not run: its service time is all there is of it. */
    Request() {
        this(NEVER);
    }

    Request(Body<Request> body) {
        this.body = body;
        handle = Coroutine.create(body, this);
    }

    /** Gets another coroutine where the last one has been run. */
    void renew() {
        if (body != NEVER) {
            handle = Coroutine.create(body, this);
        }
    }

    /** The request of a handle. */
    static Request of(Coroutine handle) {
        return (Request) handle.argument();
    }

    /** Its number in the order of arrivals, from 0. */
    public long number() {
        return number;
    }

    /** Its intended arrival. */
    public long arrivedNs() {
        return arrivedNs;
    }

    /** How long it runs, all slices together. */
    public long serviceNs() {
        return serviceNs;
    }

    /** The number of its type in the mix. */
    public int type() {
        return type;
    }

    /** The number of its flow. */
    public int flow() {
        return flow;
    }

    /** Moves it on, or reports that somebody handled it twice or never. */
    void move(Place from, Place to) {
        if (place != from) {
            throw new BrokenInvariantException(
                    "request is where it cannot be: request=" + number + ", place=" + place + ", expected=" + from
                            + ", next=" + to);
        }
        place = to;
    }

    @Override
    public String toString() {
        return "request " + number;
    }
}
