package io.creel.oracle;

import io.creel.agent.check.RuleViolation;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import io.creel.schedulers.Worker;
import io.creel.sim.explore.Choices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the coroutines of a {@link SmallProgram} on a few workers, all on one thread. An explorer chooses which worker
 * goes on, which waiting coroutine is resumed, which one is cancelled, when time passes, whether a stash refuses, and
 * whatever else the program asks for. Answer 0 is always the way without interference.
 *
 * <p>
 * When no coroutine can go on, every coroutine that is left is cancelled. So each program is also seen on its way out.
 *
 * <p>
 * Threads: the one that explores. A program calls it from its start, from its coroutines, and from callbacks.
 */
public final class SimulatedWorkers {
    /** The most choices and steps of one run; a longer run is cut. */
    public static final int MAX_STEPS = 500;
    private static final long TICK_NS = 1_000_000;

    private final Lane[] lanes;
    private final List<Stash> served = new ArrayList<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final List<Started> started = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private Choices choices;
    private Lane last;
    private long nowNs;
    private int steps;
    private boolean ending;
    private boolean cut;
    private boolean cancels = true;
    private boolean stops = true;

    /** A worker. While its coroutine is stopped, it does nothing else, like a thread that was descheduled. */
    private static final class Lane {
        private final Worker worker;
        private @Nullable Coroutine stopped;

        Lane(Worker worker) {
            this.worker = worker;
        }
    }

    /** A step that no worker has begun: the first one of a coroutine, or a step of a worker's own program. */
    private record Pending(String name, @Nullable Coroutine handle, @Nullable WorkerStep step, int lane) {
    }

    /** A coroutine of the program. */
    private static final class Started {
        private final String name;
        private final Coroutine coroutine;
        private final int lane;
        private boolean begun;
        private boolean cancelled;

        Started(String name, Coroutine coroutine, int lane) {
            this.name = name;
            this.coroutine = coroutine;
            this.lane = lane;
        }

        boolean isLive() {
            CoroutineState state = coroutine.state();
            return state == CoroutineState.STASHED || state == CoroutineState.SUSPENDED
                    || state == CoroutineState.UNSTARTED || state == CoroutineState.BLOCKED;
        }
    }

    /** One step that can be made now. */
    private record Move(String text, Runnable step) {
    }

    /** A step of a worker's own program, outside of any coroutine. */
    @FunctionalInterface
    public interface WorkerStep {
        /**
         * Runs on a worker.
         *
         * @param worker
         *            which one
         * @throws Throwable
         *             reported like a failure of a coroutine
         */
        void run(Worker worker) throws Throwable;
    }

    SimulatedWorkers(int count, Choices choices) {
        this.choices = choices;
        lanes = new Lane[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(new Worker("worker " + i, worker -> 0, () -> nowNs,
                    (coroutine, failure) -> failed(failure), (worker, failure) -> failed(failure)));
            lanes[i].worker.carrier().bindThread();
            lanes[i].worker.carrier().tick(nowNs);
        }
        last = lanes[0];
    }

    /** Makes the workers those of another run. Returns whether they are as good as new. */
    boolean renew(Choices next) {
        for (Lane lane : lanes) {
            if (lane.stopped != null || !lane.worker.carrier().isIdle() || lane.worker.carrier().hasDeadlines()) {
                return false;
            }
        }
        for (Started each : started) {
            if (each.isLive() || each.coroutine.state() == CoroutineState.RUNNING) {
                return false;
            }
        }
        choices = next;
        last = lanes[0];
        served.clear();
        pending.clear();
        started.clear();
        failures.clear();
        steps = 0;
        ending = false;
        cut = false;
        cancels = true;
        stops = true;
        return true;
    }

    // What a program calls.

    /**
     * Starts a coroutine. The workers begin them in this order, in turn, unless the explorer chooses another one.
     *
     * @param <A>
     *            the type of the argument
     * @param name
     *            its name in reports
     * @param body
     *            its code
     * @param argument
     *            passed to the body, which owns it
     */
    public <A extends @Nullable Object> void start(String name, Body<A> body, A argument) {
        Coroutine handle = Coroutine.create(body, argument);
        int lane = pending.size() % lanes.length;
        started.add(new Started(name, handle, lane));
        pending.addLast(new Pending(name, handle, null, lane));
    }

    /**
     * Runs a step on a worker, outside of any coroutine.
     *
     * @param name
     *            its name in reports
     * @param step
     *            the step
     */
    public void onWorker(String name, WorkerStep step) {
        pending.addLast(new Pending(name, null, step, pending.size() % lanes.length));
    }

    /**
     * Makes a stash that may refuse each handle. The workers take from it what the program leaves there.
     *
     * @param name
     *            its name in reports
     * @return the stash
     */
    public Stash stash(String name) {
        return serve(new ChosenStash(name, this));
    }

    /**
     * Lets the workers resume the handles that wait in a stash.
     *
     * @param <S>
     *            the type of the stash
     * @param stash
     *            any stash for one thread
     * @return the same
     */
    public <S extends Stash> S serve(S stash) {
        served.add(stash);
        return stash;
    }

    /**
     * Returns one of the workers.
     *
     * @param index
     *            from 0
     * @return the worker
     */
    public Worker worker(int index) {
        return lanes[index].worker;
    }

    /** {@return the number of workers} */
    public int size() {
        return lanes.length;
    }

    /**
     * Lets the explorer choose.
     *
     * @param options
     *            how many ways there are, at least 1
     * @param what
     *            what happens if the answer is not 0; stands in the report
     * @return from 0 to {@code options - 1}; 0 once the run is at its end
     */
    public int choose(int options, String what) {
        step();
        if (ending || options == 1) {
            return 0;
        }
        int pick = choices.pick(options);
        if (pick > 0) {
            choices.event(what + (options > 2 ? ", way " + pick : "") + ProgramLines.here());
        }
        return pick;
    }

    /**
     * Lets the explorer choose whether something happens.
     *
     * @param what
     *            the interference, for the report
     * @return whether it happens
     */
    public boolean happens(String what) {
        return choose(2, what) == 1;
    }

    /**
     * Lets another worker go on, if the explorer says so: the worker of the caller is descheduled here. Does nothing
     * outside of coroutines. The caller holds no monitor.
     *
     * @param where
     *            the place, for the report
     */
    public void mayStop(String where) {
        Coroutine self = Coroutine.current();
        if (self == null || !stops || ending || lanes.length == 1
                || !happens(last.worker + " is descheduled " + where)) {
            return;
        }
        Lane here = last;
        try {
            Coroutine.transfer(suspended -> {
                here.stopped = suspended;
                return null;
            });
        } catch (CoroutineCancelledException later) {
            // A descheduled thread sees no cancellation; the next suspension of the coroutine does.
        }
    }

    /**
     * Says whether {@link #mayStop} stops anything. A program that holds a monitor switches it off meanwhile.
     *
     * @param on
     *            whether it does
     */
    public void stops(boolean on) {
        stops = on;
    }

    /** Lets no coroutine of this run be cancelled before the end. */
    public void cancelNone() {
        cancels = false;
    }

    /**
     * Records an event for the report.
     *
     * @param what
     *            one line
     */
    public void event(String what) {
        choices.event(what);
    }

    // What the oracle calls.

    /** {@return the violations, and the throwables that coroutines and steps of workers have ended with} */
    List<Throwable> failures() {
        return failures;
    }

    boolean isCut() {
        return cut;
    }

    /** {@return the name of a coroutine that has not ended, or {@code null}} */
    @Nullable
    String left() {
        for (Started each : started) {
            if (each.isLive()) {
                return each.name;
            }
        }
        return null;
    }

    /** Notes a violation when it happens: the program may catch it, or replace it by another exception. */
    void violated(RuleViolation violation) {
        if (!cut) {
            failures.add(violation);
        }
    }

    private void failed(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CutRun) {
                cut = true;
                return;
            }
        }
        if (!failures.contains(failure)) {
            failures.add(failure);
        }
    }

    /** Counts a step of the run, and ends a run that is too long. */
    void step() {
        if (++steps > MAX_STEPS) {
            cut = true;
            throw new CutRun();
        }
    }

    /** Runs until nothing is left that can go on. */
    void run() {
        try {
            List<Move> moves = moves();
            while (!moves.isEmpty()) {
                Move move = moves.get(choices(moves));
                move.step.run();
                moves = moves();
            }
        } catch (CutRun tooLong) {
            cut = true;
        }
        end();
    }

    private int choices(List<Move> moves) {
        step();
        int pick = moves.size() == 1 ? 0 : choices.pick(moves.size());
        choices.event(moves.get(pick).text);
        return pick;
    }

    /** Cancels every coroutine that is left, and runs it to its end. Nothing is chosen any more. */
    private void end() {
        ending = true;
        for (int round = 0; round < MAX_STEPS; round++) {
            for (Started each : started) {
                if (each.isLive() && !each.cancelled) {
                    each.cancelled = true;
                    each.coroutine.cancel();
                    if (!cut) {
                        choices.event(each.name + " is cancelled at the end");
                    }
                }
            }
            steps = 0;
            List<Move> moves = moves();
            if (moves.isEmpty()) {
                return;
            }
            try {
                moves.get(0).step.run();
            } catch (CutRun tooLong) {
                cut = true;
            }
        }
    }

    /** Collects the steps that can be made, the one without interference first. */
    private List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        int first = List.of(lanes).indexOf(last);
        for (int i = 0; i < lanes.length; i++) {
            Lane lane = lanes[(first + i) % lanes.length];
            Coroutine stopped = lane.stopped;
            if (stopped != null) {
                moves.add(new Move(name(stopped) + " goes on, on " + lane.worker, () -> {
                    lane.stopped = null;
                    resume(lane, stopped);
                }));
            } else if (!lane.worker.carrier().isIdle()) {
                moves.add(new Move(lane.worker + " resumes what was sent to it", () -> {
                    last = lane;
                    lane.worker.carrier().poll();
                    lane.worker.carrier().resumeStarted();
                }));
            }
        }
        for (Pending each : pending) {
            Lane lane = lanes[each.lane];
            if (lane.stopped == null) {
                moves.add(new Move(each.name + " begins, on " + lane.worker, () -> begin(each, lane)));
            }
        }
        for (Stash stash : served) {
            if (!stash.isEmpty()) {
                moves.add(new Move("a worker takes from " + stash, () -> wake(stash)));
            }
        }
        if (moves.isEmpty() || !ending) {
            addTime(moves);
        }
        if (!moves.isEmpty() && !ending && cancels) {
            addCancellations(moves);
        }
        return moves;
    }

    private void addTime(List<Move> moves) {
        for (Lane lane : lanes) {
            if (lane.worker.carrier().hasDeadlines()) {
                moves.add(new Move("time passes", this::tick));
                return;
            }
        }
    }

    private void addCancellations(List<Move> moves) {
        for (Started each : started) {
            if (each.begun && each.isLive() && !each.cancelled) {
                moves.add(new Move(each.name + " is cancelled", () -> {
                    each.cancelled = true;
                    each.coroutine.cancel();
                }));
            }
        }
    }

    private void tick() {
        nowNs += TICK_NS;
        for (Lane lane : lanes) {
            lane.worker.carrier().tick(nowNs);
        }
    }

    private void begin(Pending next, Lane lane) {
        pending.remove(next);
        if (next.handle != null) {
            resume(lane, next.handle);
            return;
        }
        last = lane;
        try {
            next.step.run(lane.worker);
            lane.worker.carrier().resumeStarted();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private void wake(Stash stash) {
        Coroutine handle = stash.pop();
        if (handle != null) {
            resume(lanes[started(handle) == null ? 0 : started(handle).lane], handle);
        }
    }

    private void resume(Lane lane, Coroutine handle) {
        last = lane;
        Started known = started(handle);
        if (known != null) {
            known.begun = true;
        }
        lane.worker.carrier().resume(handle);
    }

    private @Nullable Started started(Coroutine handle) {
        for (Started each : started) {
            if (each.coroutine == handle) {
                return each;
            }
        }
        return null;
    }

    private String name(Coroutine handle) {
        Started known = started(handle);
        return known == null ? handle.toString() : known.name;
    }
}
