package io.creel.oracle;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import io.creel.oracle.SimulatedWorkers.WorkerStep;
import io.creel.schedulers.Worker;
import io.creel.sim.explore.Choices;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: which steps can be made now, and which one is. When nothing can go on, every coroutine that is left is
 * cancelled and runs to its end, without choices.
 */
final class RunSchedule {
    private static final long TICK_NS = 1_000_000;

    private final Lane[] lanes;
    private final Consumer<Throwable> failures;
    private final List<Stash> served = new ArrayList<>();
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final List<Started> started = new ArrayList<>();
    private Choices choices;
    private Lane last;
    private long nowNs;
    private int steps;
    private boolean ending;
    private boolean cut;
    private boolean cancels = true;

    /** A worker. While its coroutine is stopped, it does nothing else, like a thread that was descheduled. */
    private static final class Lane {
        private final Worker worker;
        private @Nullable Coroutine stopped;
        /** The coroutine that it has resumed, up to the end of its suspension callback. */
        private @Nullable Coroutine present;

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

    /**
     * Makes workers for the calling thread.
     *
     * @param count
     *            how many
     * @param choices
     *            of the first run
     * @param failures
     *            gets each throwable that a coroutine or a step of a worker ends with, unless the run is cut
     */
    RunSchedule(int count, Choices choices, Consumer<Throwable> failures) {
        this.choices = choices;
        this.failures = failures;
        lanes = new Lane[count];
        for (int i = 0; i < count; i++) {
            lanes[i] = new Lane(new Worker("worker " + i, worker -> 0, () -> nowNs,
                    (coroutine, failure) -> failed(failure), (worker, failure) -> failed(failure)));
            lanes[i].worker.carrier().bindThread();
            lanes[i].worker.carrier().tick(nowNs);
        }
        last = lanes[0];
    }

    /** Begins another run. Returns whether the workers are as good as new. */
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
        steps = 0;
        ending = false;
        cut = false;
        cancels = true;
        return true;
    }

    int size() {
        return lanes.length;
    }

    Worker worker(int index) {
        return lanes[index].worker;
    }

    /** Returns the worker that makes the present step, or made the last one. */
    Worker present() {
        return last.worker;
    }

    void serve(Stash stash) {
        served.add(stash);
    }

    /** Adds a coroutine. The workers begin them in turn. */
    void add(String name, Coroutine handle) {
        int lane = pending.size() % lanes.length;
        started.add(new Started(name, handle, lane));
        pending.addLast(new Pending(name, handle, null, lane));
    }

    void add(String name, WorkerStep step) {
        pending.addLast(new Pending(name, null, step, pending.size() % lanes.length));
    }

    void cancelNone() {
        cancels = false;
    }

    /** Returns whether the run is at its end, where nothing is chosen any more. */
    boolean isEnding() {
        return ending;
    }

    boolean isCut() {
        return cut;
    }

    /** Counts a step of the run, and ends a run that is too long. */
    void count() {
        if (++steps > SimulatedWorkers.MAX_STEPS) {
            cut = true;
            throw new CutRun();
        }
    }

    /** Stops the worker of the present step with a suspended coroutine. */
    void stop(Coroutine suspended) {
        last.stopped = suspended;
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

    private void failed(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof CutRun) {
                cut = true;
                return;
            }
        }
        failures.accept(failure);
    }

    /** Runs until nothing is left that can go on. */
    void run() {
        try {
            List<Move> moves = moves();
            while (!moves.isEmpty()) {
                choose(moves).step.run();
                moves = moves();
            }
        } catch (CutRun tooLong) {
            cut = true;
        }
        end();
    }

    private Move choose(List<Move> moves) {
        count();
        Move move = moves.get(moves.size() == 1 ? 0 : choices.pick(moves.size()));
        choices.event(move.text);
        return move;
    }

    /** Cancels every coroutine that is left, and runs it to its end. */
    private void end() {
        ending = true;
        for (int round = 0; round < SimulatedWorkers.MAX_STEPS; round++) {
            for (Started each : started) {
                if (each.isLive() && !each.cancelled) {
                    cancel(each);
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

    private static void cancel(Started coroutine) {
        coroutine.cancelled = true;
        coroutine.coroutine.cancel();
    }

    /** Collects the steps that can be made, the one without interference first. */
    private List<Move> moves() {
        List<Move> moves = new ArrayList<>();
        addWorkers(moves);
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

    private void addWorkers(List<Move> moves) {
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
                moves.add(new Move(each.name + " is cancelled", () -> cancel(each)));
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
        } else if (next.step != null) {
            begin(next.step, lane);
        }
    }

    private void begin(WorkerStep step, Lane lane) {
        last = lane;
        try {
            step.run(lane.worker);
            lane.worker.carrier().resumeStarted();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private void wake(Stash stash) {
        Coroutine handle = stash.pop();
        if (handle != null) {
            Started known = find(handle);
            resume(lanes[known == null ? 0 : known.lane], handle);
        }
    }

    private void resume(Lane lane, Coroutine handle) {
        last = lane;
        Started known = find(handle);
        if (known != null) {
            known.begun = true;
        }
        lane.present = handle;
        try {
            lane.worker.carrier().resume(handle);
        } finally {
            lane.present = null;
        }
    }

    /** Returns whether a handle is that of the coroutine that has just suspended, and another worker is free. */
    boolean canRunElsewhere(Coroutine handle) {
        return !ending && last.present == handle && Coroutine.current() == null && free() != null;
    }

    private @Nullable Lane free() {
        for (Lane lane : lanes) {
            if (lane != last && lane.stopped == null && lane.present == null) {
                return lane;
            }
        }
        return null;
    }

    /** Lets a free worker run a handle of a stash, in the middle of a callback of the present worker. */
    void runElsewhere(Stash stash) {
        Lane interrupted = last;
        Lane other = free();
        Coroutine handle = other == null ? null : stash.pop();
        if (other != null && handle != null) {
            resume(other, handle);
            last = interrupted;
        }
    }

    private @Nullable Started find(Coroutine handle) {
        for (Started each : started) {
            if (each.coroutine == handle) {
                return each;
            }
        }
        return null;
    }

    private String name(Coroutine handle) {
        Started known = find(handle);
        return known == null ? handle.toString() : known.name;
    }
}
