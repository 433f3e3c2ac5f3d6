package io.creel.sim;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.CheckReturnValue;
import io.creel.core.Coroutine;
import io.creel.core.TransferCallback;
import io.creel.schedulers.Machine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Runs the bodies of requests on the simulated cores. A carrier stands for each core, all on one thread. A body that goes on does
 * so in no time, until it asks for time on its core, waits for something, or ends; while it has its time on the core, its
 * coroutine is suspended, so that it can be preempted like any other.
 */
final class Bodies implements Machine {
    private final Body<Request> body;
    private final VirtualClock clock;
    private final Places places;
    private final Carrier[] carriers;
    private final ArrayDeque<Integer> signalled = new ArrayDeque<>();
    private final List<Request> ended = new ArrayList<>();
    private int core;
    private final TransferCallback asking = this::asks;
    private long askedNs;
    private Request asks;
    /** The core that goes on with what was sent to it; {@code null} where one goes on with what it has taken. */
    private Core polled;
    private Throwable failure;
    private boolean placed;
    private int away;

    /** Who puts a request into a queue, and keeps the books. */
    interface Places {
        boolean place(Request request, int byCore);
    }

    Bodies(int cores, Function<Machine, Body<Request>> bodies, VirtualClock clock, Places places) {
        body = bodies.apply(this);
        this.clock = clock;
        this.places = places;
        carriers = new Carrier[cores];
        for (int i = 0; i < cores; i++) {
            int index = i;
            carriers[i] = new Carrier("core " + i, (coroutine, thrown) -> failure = failure == null ? thrown : failure);
            carriers[i].onSignal(() -> signalled.add(index));
        }
    }

    /** What a coroutine of a request does. */
    void run(Request request) throws Throwable {
        try {
            body.run(request);
        } finally {
            leave(request);
            ended.add(request);
        }
    }

    /** A core goes on with a request; returns who has work to do on it then, which may be another, or {@code null}. */
    Request goOn(int onCore, Request request) {
        resume(onCore, request);
        Request next = asks;
        if (request != next && request.place == Request.Place.RUNNING) {
            request.move(Request.Place.RUNNING, Request.Place.AWAY);
            away++;
        }
        if (next != null && next != request) {
            arrive(next);
        }
        return next;
    }

    private void resume(int onCore, Request request) {
        core = onCore;
        asks = null;
        carriers[onCore].resume(request.handle);
        requireNoFailure();
    }

    /** Goes on, on a core, with what a lock, a semaphore or a channel has sent there; who asks for time waits in line. */
    void poll(Core here) {
        if (carriers[here.index].isIdle()) {
            return;
        }
        core = here.index;
        polled = here;
        try {
            carriers[here.index].poll();
        } finally {
            polled = null;
        }
        requireNoFailure();
    }

    private void requireNoFailure() {
        if (failure != null) {
            throw new IllegalStateException("body failed: core=" + core + ", failure=" + failure, failure);
        }
    }

    /** Whether something was sent to a core. */
    boolean hasWoken(int index) {
        return !carriers[index].isIdle();
    }

    /** The next core that something was sent to, or -1. */
    int nextSignalled() {
        return signalled.isEmpty() ? -1 : signalled.pollFirst();
    }

    /** Whether a body has placed something since the last question. */
    boolean takePlaced() {
        boolean any = placed;
        placed = false;
        return any;
    }

    /** The next that has ended, or {@code null}. */
    Request nextEnded() {
        return ended.isEmpty() ? null : ended.removeLast();
    }

    /** How many wait for something that is no queue of the placement. */
    int away() {
        return away;
    }

    void close() {
        for (Carrier carrier : carriers) {
            carrier.close();
        }
    }

    /** From wherever it waited to the core. */
    private void arrive(Request request) {
        request.move(Request.Place.AWAY, Request.Place.RUNNING);
        away--;
    }

    private void leave(Request request) {
        if (request.place == Request.Place.AWAY) {
            arrive(request);
        }
        request.move(Request.Place.RUNNING, Request.Place.FREE);
    }

    @Override
    public long nowNs() {
        return clock.nowNs();
    }

    @Override
    public void work(long ns) {
        if (ns > 0) {
            askedNs = ns;
            Coroutine.transfer(asking);
        }
    }

    /** Once its coroutine has left: one that is cancelled never gets here. */
    private Coroutine asks(Coroutine suspended) {
        asks = Request.of(suspended);
        asks.leftNs = askedNs;
        if (polled != null) {
            arrive(asks);
            asks.move(Request.Place.RUNNING, Request.Place.TAKEN);
            polled.woken.addLast(asks);
        }
        return null;
    }

    @CheckReturnValue
    @Override
    public boolean place(Coroutine handle) {
        Request request = Request.of(handle);
        Request.Place from = request.place;
        request.move(from == Request.Place.AWAY ? Request.Place.AWAY : Request.Place.RUNNING, Request.Place.QUEUED);
        if (!places.place(request, core)) {
            request.move(Request.Place.QUEUED, from);
            return false;
        }
        away -= from == Request.Place.AWAY ? 1 : 0;
        placed = true;
        return true;
    }
}
