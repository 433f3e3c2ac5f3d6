package io.creel.schedulers.sim;

import io.creel.core.Coroutine;
import io.creel.schedulers.sim.Core.State;

/**
 * The simulated cores: each does what the loop of a worker does, take a batch, run its handles one after the other, ask
 * whether the slice is over, and pays for it in virtual time.
 *
 * <p>
 * <b>When a slice ends.</b> The question is asked at the end of the quantum. Where nothing else waits the request runs on, and
 * is asked again whenever something begins to wait: as a real body that passes a checkpoint often enough.
 */
final class Cores {
    private final Core[] cores;
    private final CoreSet idle;
    private final CoreSet overdue;
    private final EventQueue events;
    private final VirtualClock clock;
    private final Costs costs;
    private final Mechanism mechanism;
    private final Ends ends;
    /** When the lock of the queue that all take from is free again. */
    private long lockFreeNs;
    long preemptions;
    long steals;
    long wakes;

    /** Who is told that a request has ended. */
    interface Ends {
        void ended(Request request);
    }

    Cores(int count, int maxBatch, EventQueue events, VirtualClock clock, Costs costs, Mechanism mechanism, Ends ends) {
        cores = new Core[count];
        idle = new CoreSet(count);
        overdue = new CoreSet(count);
        this.events = events;
        this.clock = clock;
        this.costs = costs;
        this.mechanism = mechanism;
        this.ends = ends;
        for (int i = 0; i < count; i++) {
            cores[i] = new Core(i, maxBatch);
            idle.add(i);
        }
    }

    Core core(int index) {
        return cores[index];
    }

    int count() {
        return cores.length;
    }

    int idle() {
        return idle.size();
    }

    /** Something waits now: an idle core looks for it, or one whose slice is used up is asked to make room. */
    void offer(int wake) {
        if (wake == Mechanism.NOBODY) {
            return;
        }
        if (wake >= 0) {
            offerTo(cores[wake]);
            return;
        }
        for (int i = idle.next(0); i >= 0 && mechanism.waiting() > 0; i = idle.next(i + 1)) {
            look(cores[i]);
        }
        for (int i = overdue.next(0); i >= 0 && mechanism.waiting() > 0; i = overdue.next(i + 1)) {
            askToMakeRoom(cores[i]);
        }
    }

    private void offerTo(Core core) {
        if (core.state == State.IDLE) {
            look(core);
        } else if (core.state == State.OVERDUE) {
            askToMakeRoom(core);
        } else if (core.state == State.PARKED && core.granted) {
            wake(core);
        }
    }

    /** What was planned for a core happens. */
    void happen(int index) {
        Core core = cores[index];
        switch (core.state) {
            case WAKING -> {
                become(core, State.IDLE);
                idle.add(index);
                look(core);
            }
            case LOCKED_OUT -> look(core);
            case PAYING -> {
                core.overheadNs += clock.nowNs() - core.sinceNs;
                begin(core);
            }
            case PREEMPTING -> {
                core.overheadNs += clock.nowNs() - core.sinceNs;
                giveUp(core);
            }
            case RUNNING, OVERDUE -> pause(core);
            default -> throw new BrokenInvariantException("core has nothing to do: core=" + index + ", state="
                    + core.state);
        }
    }

    /** Looks for work; what it finds may have to be paid for first. */
    private void look(Core core) {
        if (lockFreeNs > clock.nowNs() && mechanism.mayTake(core.index)) {
            idle.remove(core.index);
            become(core, State.LOCKED_OUT);
            events.schedule(core.index, lockFreeNs);
            return;
        }
        mechanism.take(core.index, core.batch);
        int taken = core.batch.size();
        if (taken == 0) {
            if (core.state != State.IDLE) {
                become(core, State.IDLE);
                idle.add(core.index);
            }
            return;
        }
        for (int i = 0; i < taken; i++) {
            Request.of(core.batch.get(i)).move(Request.Place.QUEUED, Request.Place.TAKEN);
        }
        idle.remove(core.index);
        boolean stolen = mechanism.isStolen(core.index);
        steals += stolen ? 1 : 0;
        long popNs = costs.popNs() + taken * costs.popItemNs();
        if (popNs > 0) {
            lockFreeNs = clock.nowNs() + popNs;
        }
        pay(core, popNs + (stolen ? costs.stealNs() : 0));
    }

    private void pay(Core core, long overheadNs) {
        long ns = overheadNs + costs.switchNs();
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
        request.move(Request.Place.TAKEN, Request.Place.RUNNING);
        core.running = request;
        core.runningSinceNs = clock.nowNs();
        mechanism.begins(core.index, handle);
        become(core, State.RUNNING);
        long quantumNs = mechanism.quantumNs(core.index, handle);
        events.schedule(core.index, clock.nowNs() + Math.min(quantumNs, request.leftNs));
    }

    /** A request comes to its end or to the end of its slice. */
    private void pause(Core core) {
        Request request = core.running;
        charge(core);
        if (request.leftNs == 0) {
            overdue.remove(core.index);
            core.running = null;
            request.move(Request.Place.RUNNING, Request.Place.FREE);
            mechanism.finished(core.index, request.handle, request.serviceNs);
            ends.ended(request);
            goOn(core);
        } else {
            become(core, State.OVERDUE);
            overdue.add(core.index);
            events.schedule(core.index, clock.nowNs() + request.leftNs);
            askToMakeRoom(core);
        }
    }

    private void charge(Core core) {
        long ranNs = clock.nowNs() - core.runningSinceNs;
        core.runningSinceNs = clock.nowNs();
        core.busyNs += ranNs;
        core.running.leftNs -= ranNs;
    }

    private void askToMakeRoom(Core core) {
        if (!mechanism.expired(core.index, core.running.handle)) {
            return;
        }
        charge(core);
        if (core.running.leftNs == 0) {
            return; // its end, planned for this very moment, comes first
        }
        overdue.remove(core.index);
        preemptions++;
        become(core, State.PREEMPTING);
        if (costs.preemptNs() == 0) {
            events.cancel(core.index);
            giveUp(core);
        } else {
            events.schedule(core.index, clock.nowNs() + costs.preemptNs());
        }
    }

    private void giveUp(Core core) {
        Request preempted = core.running;
        core.running = null;
        preempted.move(Request.Place.RUNNING, Request.Place.QUEUED);
        int wake = mechanism.preempted(core.index, preempted.handle);
        goOn(core);
        if (idle.size() > 0) {
            offer(wake);
        }
    }

    /** The next of the batch, or another batch. */
    private void goOn(Core core) {
        if (!core.batch.isEmpty()) {
            pay(core, 0);
        } else {
            become(core, State.LOCKED_OUT); // not idle: it looks at once
            look(core);
        }
    }

    private void wake(Core core) {
        wakes++;
        become(core, State.WAKING);
        events.schedule(core.index, clock.nowNs() + costs.wakeNs());
    }

    private void become(Core core, State next) {
        core.state = next;
        core.sinceNs = clock.nowNs();
    }
}
