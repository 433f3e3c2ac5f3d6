package io.creel.sim;

import io.creel.core.Body;
import io.creel.core.Coroutine;

/**
 * One request of a simulation: the argument of the handle that policies see. If the simulation has no bodies, the
 * coroutine is never resumed; it is pushed, drained and taken like any other, and used again for another request.
 */
public final class Request {
    /** The stage of a request; the simulation checks every change. */
    enum Stage {
        FREE, QUEUED, TAKEN, RUNNING, AWAY
    }

    private static final Body<Request> NEVER = request -> {
        throw new IllegalStateException("a simulated request was resumed: request=" + request.number);
    };

    private final Body<Request> body;
    Coroutine handle;
    Stage stage = Stage.FREE;
    long number;
    long arrivedNs;
    long serviceNs;
    long leftNs;
    /** Whether a core has begun it: from then on it and its stack are in that core's cache. */
    boolean hasBegun;
    /**
     * The turn in which it began to wait, and how many requests that began later have passed it; written by
     * explorations only.
     */
    long waitingSince;
    int passed;
    int type;
    int flow;
    /** The key of its flow, for policies that hash flows. */
    long flowKey;

    /** Makes a request without a body, modelled by its service time only. */
    Request() {
        this(NEVER);
    }

    Request(Body<Request> body) {
        this.body = body;
        handle = Coroutine.create(body, this);
    }

    /** Makes another coroutine if the last one has been run. */
    void renew() {
        if (body != NEVER) {
            handle = Coroutine.create(body, this);
        }
    }

    /** {@return the request of a handle} */
    @SuppressWarnings("NullAway") // each simulated handle has a request
    static Request of(Coroutine handle) {
        return (Request) handle.argument();
    }

    /** {@return its number in the order of arrivals, from 0} */
    public long number() {
        return number;
    }

    /** {@return its intended arrival, in nanoseconds} */
    public long arrivedNs() {
        return arrivedNs;
    }

    /** {@return how long it runs, all slices together, in nanoseconds} */
    public long serviceNs() {
        return serviceNs;
    }

    /** {@return the number of its type in the mix} */
    public int type() {
        return type;
    }

    /** {@return the number of its flow} */
    public int flow() {
        return flow;
    }

    /**
     * Moves it to another stage; throws if it is not in the expected one, because it was handled twice or not at all.
     */
    void move(Stage from, Stage to) {
        if (stage != from) {
            throw new BrokenInvariantException(
                    "request is in the wrong stage: request=" + number + ", stage=" + stage + ", expected=" + from
                            + ", next=" + to);
        }
        stage = to;
    }

    @Override
    public String toString() {
        return "request " + number;
    }
}
