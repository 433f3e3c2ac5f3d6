package io.creel.sim;

import io.creel.core.Coroutine;
import io.creel.sim.Core.State;
import org.jspecify.annotations.Nullable;

/**
 * The simulated cores. Each follows the loop of a worker: it takes a batch, runs its handles one after the other and
 * asks whether the slice is over. It pays for each step in virtual time.
 *
 * <p>
 * <b>When a slice ends.</b> A request is asked to make room at the end of its quantum. If nothing else waits, it runs
 * on, and is asked again whenever something begins to wait, like a real body that passes checkpoints often enough.
 */
@SuppressWarnings("NullAway") // the state of a core says whether it runs a request
final class Cores {
    private final Core[] cores;
    private final CoreSet overdue;
    private final EventQueue events;
    private final VirtualClock clock;
    private final Costs costs;
    private final boolean parksIdle;
    private final SimulatedPlacement placement;
    private final RequestListener listener;
    /** {@code null} if requests have no bodies. */
    private final @Nullable Bodies bodies;
    final CoreWaker waker;
    long preemptions;
    long steals;
    /** How many requests that had not begun cores have handed over because they were given back. */
    long handedOver;

    Cores(int count, int maxBatch, EventQueue events, VirtualClock clock, Costs costs, boolean parksIdle,
            SimulatedPlacement placement, RequestListener listener, @Nullable Bodies bodies) {
        cores = new Core[count];
        overdue = new CoreSet(count);
        this.events = events;
        this.clock = clock;
        this.costs = costs;
        this.parksIdle = parksIdle;
        this.placement = placement;
        this.listener = listener;
        this.bodies = bodies;
        waker = new CoreWaker(this, placement, bodies);
        for (int i = 0; i < count; i++) {
            cores[i] = new Core(i, placement.taker(i, maxBatch));
        }
    }

    /** Lets every active core look for work, so that the placement knows it as idle. */
    void begin() {
        for (int i = 0; i < placement.active(); i++) {
            become(cores[i], State.IDLE);
            look(cores[i]);
        }
    }

    Core core(int index) {
        return cores[index];
    }

    int count() {
        return cores.length;
    }

    /** {@return how many requests wait for something that is no queue of the placement} */
    int away() {
        return bodies == null ? 0 : bodies.away();
    }

    /**
     * Reacts to a new waiting request: woken cores look for it, and requests whose slice is used up are asked to make
     * room.
     */
    void somethingWaits() {
        waker.serve();
        askToMakeRoom();
    }

    private void askToMakeRoom() {
        for (int i = overdue.next(0); i >= 0; i = overdue.next(i + 1)) {
            if (cores[i].state == State.OVERDUE) {
                askToMakeRoom(cores[i]);
            }
        }
    }

    /** Parks the cores that were given back and have nothing to do, and asks what runs on the others to make room. */
    void park() {
        for (int i = placement.active(); i < cores.length; i++) {
            Core core = cores[i];
            if (core.state == State.IDLE) {
                park(core);
            } else if (core.state == State.RUNNING && core.taker.isRemoved() && core.stalledUntilNs <= clock.nowNs()) {
                charge(core);
                if (core.running.leftNs > 0) { // otherwise its end is planned for this very moment
                    runOverdue(core);
                }
            } else if (core.state == State.OVERDUE) {
                askToMakeRoom(core);
            }
        }
    }

    /** Lets a core that was given back hand over the requests that it holds, and those in its own queue. */
    private void handOver(Core core) {
        if (!core.taker.isRemoved()) {
            return;
        }
        Coroutine[] held = new Coroutine[core.batch.size()];
        for (int i = 0; i < held.length; i++) {
            held[i] = core.batch.get(i);
        }
        if (core.taker.handOver() == 0) {
            return;
        }
        int gone = held.length - core.batch.size();
        listener.queued(gone);
        for (Coroutine handle : held) {
            boolean stays = false;
            for (int i = 0; i < core.batch.size(); i++) {
                stays |= core.batch.get(i) == handle;
            }
            if (!stays) {
                Request.of(handle).move(Request.Stage.TAKEN, Request.Stage.QUEUED);
            }
        }
        handedOver += gone;
    }

    private void park(Core core) {
        if (!core.isDead()) {
            core.taker.left();
        }
        core.awakeNs += clock.nowNs() - core.awakeSinceNs;
        become(core, State.PARKED);
    }

    /** Carries out the event that was planned for a core. */
    void happen(int index) {
        Core core = cores[index];
        switch (core.state) {
            case WAKING, LOCKED_OUT -> look(core);
            case BETWEEN -> goOn(core);
            case PAYING -> {
                core.overheadNs += clock.nowNs() - core.sinceNs;
                begin(core);
            }
            case PREEMPTING -> {
                core.overheadNs += clock.nowNs() - core.sinceNs;
                giveUp(core);
            }
            case RUNNING, OVERDUE -> pause(core);
            default -> throw new BrokenInvariantException(
                    "core has nothing to do: core=" + index + ", state=" + core.state);
        }
    }

    /** Stalls a core for a time; its present activity is put off. */
    void stall(int index, long forNs) {
        Core core = cores[index];
        if (core.isDead()) {
            return;
        }
        if (core.isRunning()) {
            charge(core);
            core.runningSinceNs += forNs;
        }
        core.stalledUntilNs = Math.max(core.stalledUntilNs, clock.nowNs() + forNs);
        if (events.isPending(index)) {
            events.schedule(index, events.dueNs(index) + forNs);
        }
    }

    /**
     * Stops a core for ever.
     *
     * @return how many requests it held, which no core will run
     */
    int die(int index) {
        Core core = cores[index];
        core.stalledUntilNs = Core.DEAD;
        events.cancel(index);
        overdue.remove(index);
        int stranded = core.batch.size() + core.woken.size() + (core.running == null ? 0 : 1);
        if (core.runningSinceNs < clock.nowNs()) {
            core.busyNs = core.busyNs(clock.nowNs());
        }
        park(core);
        return stranded;
    }

    void slow(int index, long forNs, int factor) {
        cores[index].slowUntilNs = clock.nowNs() + forNs;
        cores[index].slowFactor = factor;
    }

    /** Looks for work; the core may have to pay for a find before it runs. */
    void look(Core core) {
        if (core.stalledUntilNs > clock.nowNs()) {
            if (!core.isDead()) {
                become(core, State.LOCKED_OUT);
                events.schedule(core.index, core.stalledUntilNs);
            }
            return;
        }
        if (bodies != null && beginsWoken(core)) {
            return;
        }
        if (costs.popNs() > 0 || costs.popItemNs() > 0) {
            long freeNs = placement.lockFreeNs(core.index);
            if (freeNs > clock.nowNs()) {
                become(core, State.LOCKED_OUT);
                events.schedule(core.index, freeNs);
                return;
            }
        }
        handOver(core);
        if (!core.batch.isEmpty()) { // the policy leaves it here
            pay(core, 0);
            return;
        }
        int taken = placement.take(core);
        if (taken == 0) {
            become(core, State.IDLE);
            if (parksIdle || core.index >= placement.active()) {
                park(core);
            }
            return;
        }
        for (int i = 0; i < taken; i++) {
            Request.of(core.batch.get(i)).move(Request.Stage.QUEUED, Request.Stage.TAKEN);
        }
        listener.queued(-taken);
        boolean stolen = placement.isStolen(core);
        steals += stolen ? 1 : 0;
        long popNs = costs.popNs() + taken * costs.popItemNs();
        if (popNs > 0) {
            placement.lock(core, clock.nowNs() + popNs);
        }
        pay(core, popNs + (stolen ? costs.stealNs() : 0));
    }

    private void pay(Core core, long overheadNs) {
        Request next = Request.of(core.batch.get(0));
        long ns = overheadNs + costs.switchNs();
        if (!next.hasBegun) {
            next.hasBegun = true;
            ns += costs.beginNs();
        }
        if (core.slowUntilNs > clock.nowNs()) {
            long sliceNs = Math.min(core.taker.quantumNs(), next.leftNs);
            ns += (core.slowFactor - 1) * sliceNs;
        }
        if (ns == 0) {
            begin(core);
        } else {
            become(core, State.PAYING);
            events.schedule(core.index, clock.nowNs() + ns);
        }
    }

    private void begin(Core core) {
        Coroutine handle = core.batch.take();
        Request request = Request.of(handle);
        request.move(Request.Stage.TAKEN, Request.Stage.RUNNING);
        core.running = request;
        core.taker.began(handle);
        core.sliceLeftNs = core.taker.quantumNs();
        if (request.leftNs == request.serviceNs && core.sliceLeftNs != Long.MAX_VALUE) {
            request.leftNs += costs.checkpointsNs(request.leftNs);
        }
        if (request.leftNs == 0 && bodies != null) {
            advance(core, true);
        } else {
            runSlice(core);
        }
    }

    /** Resumes, before anything is taken, a coroutine that was sent to the core. */
    private boolean beginsWoken(Core core) {
        bodies.poll(core);
        settle();
        Request next = core.woken.pollFirst();
        if (next == null) {
            return false;
        }
        next.move(Request.Stage.TAKEN, Request.Stage.RUNNING);
        core.running = next;
        core.runsWoken = true;
        core.sliceLeftNs = core.taker.quantumNs();
        runAsked(core);
        return true;
    }

    /** Spends the time that a body has asked for; on a slow core it takes longer. */
    private void runAsked(Core core) {
        if (core.slowUntilNs > clock.nowNs()) {
            core.running.leftNs *= core.slowFactor;
        }
        if (core.sliceLeftNs != Long.MAX_VALUE) {
            core.running.leftNs += costs.checkpointsNs(core.running.leftNs);
        }
        runSlice(core);
    }

    /** Resumes the body, in no virtual time, until it asks for time, waits, or ends. */
    private void advance(Core core, boolean atOnce) {
        core.running = bodies.goOn(core.index, core.running);
        if (core.running != null) {
            runAsked(core);
            settle();
            return;
        }
        if (!core.runsWoken) {
            core.taker.finished();
        }
        core.runsWoken = false;
        settle();
        if (atOnce) {
            goOnAtOnce(core); // by an event, so that a body that never takes time is noticed
        } else {
            goOn(core);
        }
    }

    void goOnAtOnce(Core core) {
        become(core, State.BETWEEN);
        events.schedule(core.index, clock.nowNs());
    }

    /** Counts the effects of bodies: some requests have ended, some were placed. */
    private void settle() {
        for (Request next = bodies.nextEnded(); next != null; next = bodies.nextEnded()) {
            listener.ended(next);
        }
        if (bodies.takePlaced()) {
            askToMakeRoom();
        }
    }

    private void runSlice(Core core) {
        core.runningSinceNs = clock.nowNs();
        if (core.sliceLeftNs == 0) {
            runOverdue(core);
            return;
        }
        become(core, State.RUNNING);
        events.schedule(core.index, clock.nowNs() + Math.min(core.sliceLeftNs, core.running.leftNs));
    }

    /** Brings a request to its end or to the end of its slice. */
    private void pause(Core core) {
        Request request = core.running;
        charge(core);
        if (request.leftNs == 0) {
            overdue.remove(core.index);
            if (bodies != null) {
                advance(core, false);
                return;
            }
            core.running = null;
            request.move(Request.Stage.RUNNING, Request.Stage.FREE);
            core.taker.finished();
            listener.ended(request);
            goOn(core);
        } else {
            runOverdue(core);
        }
    }

    private void runOverdue(Core core) {
        become(core, State.OVERDUE);
        overdue.add(core.index);
        events.schedule(core.index, clock.nowNs() + core.running.leftNs);
        askToMakeRoom(core);
    }

    private void charge(Core core) {
        long ranNs = clock.nowNs() - core.runningSinceNs;
        core.runningSinceNs = clock.nowNs();
        core.busyNs += ranNs;
        core.running.leftNs -= ranNs;
        core.sliceLeftNs = Math.max(0, core.sliceLeftNs - ranNs);
    }

    void askToMakeRoom(Core core) {
        if (core.stalledUntilNs > clock.nowNs() || !expires(core)) {
            return;
        }
        charge(core);
        if (core.running.leftNs == 0) {
            return; // its end, planned for this very moment, comes first
        }
        overdue.remove(core.index);
        become(core, State.PREEMPTING);
        if (costs.preemptNs() == 0) {
            events.cancel(core.index);
            giveUp(core);
        } else {
            events.schedule(core.index, clock.nowNs() + costs.preemptNs());
        }
    }

    private boolean expires(Core core) {
        return bodies != null && (!core.woken.isEmpty() || bodies.hasWoken(core.index)) || core.expires();
    }

    private void giveUp(Core core) {
        Request preempted = core.running;
        preempted.move(Request.Stage.RUNNING, Request.Stage.QUEUED);
        boolean in = core.runsWoken
                ? placement.place(preempted.handle, core.index)
                : core.taker.preempted(preempted.handle);
        if (!in) {
            preempted.move(Request.Stage.QUEUED, Request.Stage.RUNNING); // no room: it runs on
            core.sliceLeftNs = core.taker.quantumNs();
            runSlice(core);
            return;
        }
        core.runsWoken = false;
        preemptions++;
        listener.queued(1);
        core.running = null;
        goOn(core);
    }

    /** Begins the next request of the batch, or takes another batch. */
    private void goOn(Core core) {
        if (!core.batch.isEmpty()) {
            handOver(core);
        }
        if (core.batch.isEmpty()) {
            look(core);
        } else {
            pay(core, 0);
        }
    }

    /** Begins to wake a parked core. */
    void wake(Core core) {
        core.awakeSinceNs = clock.nowNs();
        become(core, State.WAKING);
        events.schedule(core.index, clock.nowNs() + costs.wakeNs());
    }

    private void become(Core core, State next) {
        core.state = next;
        core.sinceNs = clock.nowNs();
    }
}
