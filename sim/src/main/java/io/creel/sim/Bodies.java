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
import org.jspecify.annotations.Nullable;

/**
 * Runs the bodies of requests on the simulated cores. A carrier stands for each core, all on one thread. A resumed body
 * runs, in no virtual time, until it asks for time on its core, waits for something, or ends. While it has its time on
 * the core, its coroutine is suspended, so that it can be preempted like any other.
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
    private @Nullable Request asks;
    /**
     * The core that resumes coroutines sent to it; {@code null} while a core resumes a handle that it has taken.
     * Written while that core is polled.
     */
    private @Nullable Core polled;
    private @Nullable Throwable failure;
    private boolean placed;
    private int away;

    /** Places requests and counts them. */
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

    /** Runs the body of a request; called by the request's coroutine. */
    void run(Request request) throws Throwable {
        try {
            body.run(request);
        } finally {
            leave(request);
            ended.add(request);
        }
    }

    /**
     * Resumes a request on a core. Returns the request that then has work to do on the core, which may be another one,
     * or {@code null}.
     */
    @Nullable
    Request goOn(int onCore, Request request) {
        resume(onCore, request);
        Request next = asks;
        if (request != next && request.stage == Request.Stage.RUNNING) {
            request.move(Request.Stage.RUNNING, Request.Stage.AWAY);
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

    /**
     * Resumes on a core the coroutines that a lock, a semaphore or a channel has sent there; a coroutine that asks for
     * time waits in line.
     */
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

    /** {@return whether a coroutine was sent to a core} */
    boolean hasWoken(int index) {
        return !carriers[index].isIdle();
    }

    /** {@return the next core to which a coroutine was sent, or -1} */
    int nextSignalled() {
        return signalled.isEmpty() ? -1 : signalled.pollFirst();
    }

    /** {@return whether a body has placed a request since the last call} */
    boolean takePlaced() {
        boolean any = placed;
        placed = false;
        return any;
    }

    /** {@return the next request that has ended, or {@code null}} */
    @Nullable
    Request nextEnded() {
        return ended.isEmpty() ? null : ended.removeLast();
    }

    /** {@return how many requests wait for something that is no queue of the placement} */
    int away() {
        return away;
    }

    void close() {
        for (Carrier carrier : carriers) {
            carrier.close();
        }
    }

    /** Moves a request to the core, from any place where it waited. */
    private void arrive(Request request) {
        request.move(Request.Stage.AWAY, Request.Stage.RUNNING);
        away--;
    }

    private void leave(Request request) {
        if (request.stage == Request.Stage.AWAY) {
            arrive(request);
        }
        request.move(Request.Stage.RUNNING, Request.Stage.FREE);
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

    /**
     * Notes that a body asks for time. Called after its coroutine has suspended: a cancelled coroutine never gets here.
     */
    @SuppressWarnings("NullAway") // asked by a running request
    private @Nullable Coroutine asks(Coroutine suspended) {
        asks = Request.of(suspended);
        asks.leftNs = askedNs;
        if (polled != null) {
            arrive(asks);
            asks.move(Request.Stage.RUNNING, Request.Stage.TAKEN);
            polled.woken.addLast(asks);
        }
        return null;
    }

    @CheckReturnValue
    @Override
    public boolean place(Coroutine handle) {
        Request request = Request.of(handle);
        Request.Stage from = request.stage;
        request.move(from == Request.Stage.AWAY ? Request.Stage.AWAY : Request.Stage.RUNNING, Request.Stage.QUEUED);
        if (!places.place(request, core)) {
            request.move(Request.Stage.QUEUED, from);
            return false;
        }
        away -= from == Request.Stage.AWAY ? 1 : 0;
        placed = true;
        return true;
    }
}
